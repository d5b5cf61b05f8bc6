// Long texts in blocks that are inflated when somebody looks at them; knows no event and no page.

import {fromBase64} from './columns.js';

const NO_TEXT = 0xffffffff;
/** So many characters of base64 are inflated at once when a page opens: some tens of thousands of rows. */
const AT_ONCE = 3e6;
/** Blocks that stay inflated while only some of them are looked at. */
const KEPT = 12;
/** Folded characters that stay in memory for the search. */
const KEPT_FOLDED = 4.8e7;
/** Characters that stand for a value of the row's own columns, and the one before a text that holds them itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CODES = /[\x01-\x06]/g, VERBATIM = '\x07';
// biome-ignore lint/suspicious/noControlCharactersInRegex: no text of a reader's has them
const CONTROLS = /[\x01-\x1f]/g;
const FIELD = '\u001f', ROW = '\u001e';

/** @typedef {{names: string[], rows: number, blocks: number, shortened: string[], own: string[]}} About rows of a block, columns that repeat values of the row's own ones */

export class Texts {
  /**
   * @param {About} about
   * @param {number} n rows in all
   * @param {(block: number) => string|null} find gives a block as base64, null while it is not there yet
   */
  constructor(about, n, find) {
    this.names = about.names;
    this.rows = about.rows;
    this.blocks = about.blocks;
    this.own = about.own;
    this.shortened = this.names.map(name => about.shortened.includes(name));
    this.n = n;
    this.find = find;
    /** @type {Map<number, {text: string, ends: Uint32Array, known: Uint8Array, count: number}>} */
    this.open = new Map();
    /** @type {Map<number, Promise<void>>} */
    this.coming = new Map();
    /** @type {Map<number, string>} */
    this.folded = new Map();
    this.foldedSize = 0;
    this.keepAll = false;
  }

  /** @param {number} row */
  blockOf(row) { return Math.floor(row / this.rows); }
  /** @param {number} row */
  has(row) { return !this.names.length || this.open.has(this.blockOf(row)); }

  /** Inflate every block, if they are few. */
  async start() {
    if (!this.names.length) return;
    const sizes = Array.from({length: this.blocks}, (_, k) => (this.find(k) || '').length || Infinity);
    this.keepAll = sizes.reduce((a, b) => a + b, 0) <= AT_ONCE;
    if (this.keepAll) await Promise.all(sizes.map((_, k) => this.load(k)));
  }

  /**
   * Inflate a block. A second call while the first is under way waits for it.
   * @param {number} block
   * @returns {Promise<void>}
   */
  load(block) {
    if (this.open.has(block) || !this.names.length) return Promise.resolve();
    let coming = this.coming.get(block);
    if (!coming) {
      coming = this.read(block).finally(() => this.coming.delete(block));
      this.coming.set(block, coming);
    }
    return coming;
  }

  /** @param {number} block */
  async read(block) {
    while (this.find(block) === null) {
      if (document.readyState === 'complete') throw new Error('block ' + block + ' of the texts is missing');
      await new Promise(done => setTimeout(done, 30));  // the file is still being read
    }
    const bytes = unpacked(fromBase64(/** @type {string} */ (this.find(block)).trim()), block), buffer = bytes.buffer;
    const count = Math.min(this.rows, this.n - block * this.rows), total = count * this.names.length;
    const lengths = new Uint32Array(buffer, bytes.byteOffset, total);
    const text = new TextDecoder().decode(bytes.subarray(4 * total));
    const ends = new Uint32Array(total), known = new Uint8Array(total);
    let at = 0;
    for (let i = 0; i < total; i++) {
      known[i] = lengths[i] === NO_TEXT ? 0 : 1;
      if (known[i]) at += lengths[i];
      ends[i] = at;
    }
    if (at !== text.length) throw new Error('block ' + block + ' of the texts is damaged');
    if (!this.keepAll && this.open.size >= KEPT) this.open.delete(/** @type {number} */ (this.open.keys().next().value));
    this.open.set(block, {text, ends, known, count});
  }

  /**
   * A text; null where there is none, undefined while its block is not inflated.
   * @param {number} column
   * @param {number} row
   * @param {(name: string) => any} own gives the row's value of a column that the text may repeat
   */
  get(column, row, own) {
    const block = this.open.get(this.blockOf(row));
    if (!block) return undefined;
    const i = column * block.count + (row % this.rows);
    if (!block.known[i]) return null;
    const text = block.text.slice(i ? block.ends[i - 1] : 0, block.ends[i]);
    if (!this.shortened[column]) return text;
    return text[0] === VERBATIM ? text.slice(1) : text.replace(CODES, code => own(this.own[code.charCodeAt(0) - 1]) || '');
  }

  /**
   * A block's texts of some columns, folded, each row closed by a separator; null where not inflated.
   * Shortened texts stay so: what they lack stands in columns that are searched by themselves.
   * @param {number} block
   * @param {number[]} columns
   * @param {(text: string) => string} fold
   */
  foldedBlock(block, columns, fold) {
    const known = this.folded.get(block);
    if (known !== undefined) return known;
    const open = this.open.get(block);
    if (!open) return null;
    const parts = [];
    for (let row = 0; row < open.count; row++) {
      for (const column of columns) {
        const i = column * open.count + row;
        if (open.known[i]) parts.push(open.text.slice(i ? open.ends[i - 1] : 0, open.ends[i]).replace(CONTROLS, ' '), FIELD);
      }
      parts.push(ROW);
    }
    const folded = fold(parts.join(''));
    if (this.foldedSize + folded.length <= KEPT_FOLDED) {
      this.folded.set(block, folded);
      this.foldedSize += folded.length;
    }
    return folded;
  }
}

/**
 * Inflate a block: its Adler-32, then a frame of Zstandard.
 * @param {Uint8Array} bytes
 * @param {number} block
 */
function unpacked(bytes, block) {
  const wanted = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const data = fzstd.decompress(bytes.subarray(4));
  let a = 1, b = 0;
  for (let i = 0; i < data.length;) {
    const end = Math.min(i + 3800, data.length);  // so far the sums stay whole numbers of 32 bits
    for (; i < end; i++) { a += data[i]; b += a; }
    a %= 65521; b %= 65521;
  }
  if (((b << 16) | a) >>> 0 !== wanted) throw new Error('block ' + block + ' of the texts is damaged');
  return data;
}

/**
 * Call back with the number of each row of a folded block that holds a word.
 * @param {string} folded
 * @param {string} word
 * @param {(row: number) => void} found
 */
export function rowsWith(folded, word, found) {
  let at = folded.indexOf(word), row = 0, end = folded.indexOf(ROW);
  while (at >= 0) {
    while (end < at) { row++; end = folded.indexOf(ROW, end + 1); }
    found(row);
    at = folded.indexOf(word, end);
  }
}
