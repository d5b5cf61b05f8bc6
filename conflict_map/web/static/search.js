// Free text over all fields of all events, at once where the texts are at hand, else block by block; knows no control.

import {rowsWith} from './texts.js';
import {foldText} from './words.js';

/** Columns that are searched besides the long texts. */
const SEARCHED = ['event_type', 'sub_event_type', 'place_name', 'admin1', 'country', 'actor1', 'actor2', 'claimant', 'source', 'source_type', 'citation'];
/** Long texts that are no words for a reader. */
const NOT_SEARCHED = new Set(['place_ids', 'duplicate_of']);
const MAX_WORDS = 30;
const SLICE_MS = 24;

export class Search {
  /** @param {import('./payload.js').Events} events */
  constructor(events) {
    this.events = events;
    /** @type {Map<string, string[]>} */
    this.foldedWords = new Map();
    /** @type {string[]} */
    this.words = [];
    /** @type {Uint32Array|null} a bit for each word that a row has; null where nothing is looked for */
    this.hits = null;
    /** @type {number[]} the long texts that are looked through */
    this.columns = [];
    this.turn = 0;
    /** Share of the texts that have been looked through. */
    this.done = 1;
  }

  /**
   * Look for words, each anywhere in an event. Rows found so far are in `hits`; where not all texts
   * are at hand the rest follows, and `more` is called as it comes and at the end.
   * @param {string} query
   * @param {() => void} more
   */
  start(query, more) {
    const turn = ++this.turn;
    this.words = [...new Set(foldText(query).split(/\s+/).filter(Boolean))].slice(0, MAX_WORDS);
    this.done = 1;
    if (!this.words.length) { this.hits = null; return; }
    const hits = new Uint32Array(this.events.n);
    this.hits = hits;
    this.words.forEach((word, w) => { this.lookInColumns(word, 1 << w, hits); });
    this.lookInIds(hits);
    const {texts} = this.events;
    if (!texts.names.length) return;
    this.columns = texts.names.map((name, k) => (NOT_SEARCHED.has(name) ? -1 : k)).filter(k => k >= 0);
    let block = 0;
    while (block < texts.blocks && (texts.folded.has(block) || texts.open.has(block))) this.lookInBlock(block++, hits);
    if (block < texts.blocks) this.rest(block, turn, hits, more);
  }

  /** @returns {(row: number) => boolean} whether a row has every word */
  get passes() {
    const {hits} = this, all = this.words.length === 32 ? -1 : 2 ** this.words.length - 1;
    return hits ? row => hits[row] === all : () => true;
  }

  /**
   * @param {number} block the first that is not looked through
   * @param {number} turn
   * @param {Uint32Array} hits
   * @param {() => void} more
   */
  async rest(block, turn, hits, more) {
    const {texts} = this.events;
    let paused = performance.now(), shown = paused;
    this.done = block / texts.blocks;
    try {
      for (; block < texts.blocks; block++) {
        if (texts.foldedBlock(block, this.columns, foldText) === null) {
          for (let ahead = 1; ahead < 4; ahead++) if (block + ahead < texts.blocks) texts.load(block + ahead).catch(() => {});
          await texts.load(block);
        }
        if (this.turn !== turn) return;
        this.lookInBlock(block, hits);
        const now = performance.now();
        if (now - paused > SLICE_MS) {
          this.done = block / texts.blocks;
          if (now - shown > 400) { more(); shown = performance.now(); }
          await new Promise(go => setTimeout(go));
          if (this.turn !== turn) return;
          paused = performance.now();
        }
      }
    } finally {
      if (this.turn === turn) { this.done = 1; more(); }
    }
  }

  /**
   * @param {number} block that is inflated
   * @param {Uint32Array} hits
   */
  lookInBlock(block, hits) {
    const {texts} = this.events, folded = /** @type {string} */ (texts.foldedBlock(block, this.columns, foldText));
    const base = block * texts.rows;
    this.words.forEach((word, w) => { rowsWith(folded, word, row => { hits[base + row] |= 1 << w; }); });
  }

  /**
   * @param {string} word
   * @param {number} bit
   * @param {Uint32Array} hits
   */
  lookInColumns(word, bit, hits) {
    const {events} = this;
    for (const name of SEARCHED) {
      const column = events.columns[name];
      if (!column?.words || !column.codes) continue;
      let folded = this.foldedWords.get(name);
      if (!folded) {
        folded = column.words.map(text => foldText(String(text)));
        this.foldedWords.set(name, folded);
      }
      const found = new Uint8Array(folded.length + 1);
      let any = false;
      for (let k = 0; k < folded.length; k++) if (folded[k].includes(word)) { found[k + 1] = 1; any = true; }
      if (!any) continue;
      const codes = column.codes();
      for (let i = 0; i < codes.length; i++) if (found[codes[i]]) hits[i] |= bit;
    }
  }

  /**
   * Ids are looked at only for words that could be one: they hold a digit.
   * @param {Uint32Array} hits
   */
  lookInIds(hits) {
    const {events} = this;
    const bits = this.words.map((word, w) => [word, 1 << w]).filter(([word]) => /\d/.test(String(word)) && String(word).length > 2);
    if (!bits.length) return;
    for (let i = 0; i < events.n; i++) {
      const id = foldText(events.id(i));
      for (const [word, bit] of bits) if (id.includes(String(word))) hits[i] |= Number(bit);
    }
  }
}
