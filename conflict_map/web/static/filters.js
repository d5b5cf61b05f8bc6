// Which events pass: types, range, search and choices, in one pass; knows no control of the page.

import {UNDATED} from './payload.js';
import {foldText} from './words.js';

const FAIL_TYPE = 1, FAIL_RANGE = 2, FAIL_OTHER = 4;

/** The choices that narrow the events, each a column and a name for the reader. */
export const CHOICES = [
  {key: 'source', label: 'Source', columns: ['source']},
  {key: 'actor', label: 'Actor', columns: ['actor1', 'actor2']},
  {key: 'claimant', label: 'Claimed by', columns: ['claimant']},
  {key: 'status', label: 'Certainty', columns: ['claim_status']},
  {key: 'precision', label: 'Place known to', columns: ['geo_precision']},
];

const SEARCHED = ['event_type', 'sub_event_type', 'place_name', 'admin1', 'country', 'actor1', 'actor2',
  'quote', 'notes', 'source', 'claimant', 'event_id'];

export class Filters {
  /** @param {Events} events */
  constructor(events) {
    this.events = events;
    this.fails = new Uint8Array(events.n);
    this.mask = new Uint8Array(events.n).fill(1);
    this.domain = this.findDomain();
    this.undatedTotal = 0;
    for (let i = 0; i < events.n; i++) if (events.isUndated(i)) this.undatedTotal++;
    this.reset();
  }

  reset() {
    this.hidden = new Set();
    this.from = this.to = null;
    this.undated = false;
    this.query = '';
    this.choices = {};
    /** @type {Set<number>|null} sites */
    this.sites = null;
    this.sitesName = '';
  }

  /** First and last day of all dated events; null if there is none. */
  findDomain() {
    const {start, end, n} = this.events;
    let from = Infinity, to = -Infinity;
    for (let i = 0; i < n; i++) {
      if (start[i] === UNDATED) continue;
      if (start[i] < from) from = start[i];
      if (end[i] > to) to = end[i];
    }
    return from === Infinity ? null : {from, to};
  }

  get isNarrowed() { return this.from !== null; }
  get isActive() {
    return this.hidden.size > 0 || this.isNarrowed || this.query.trim() !== '' || this.sites !== null || Object.keys(this.choices).length > 0;
  }

  /** Show only days from..to, both included; the whole domain is no restriction. */
  setRange(from, to) {
    if (!this.domain || from === null || to === null) { this.from = this.to = null; return; }
    const a = Math.max(this.domain.from, Math.min(from, to)), b = Math.min(this.domain.to, Math.max(from, to));
    const whole = a <= this.domain.from && b >= this.domain.to;
    this.from = whole ? null : a;
    this.to = whole ? null : b;
  }

  /** Everything about an event that a reader may look for, folded; built when first needed. */
  haystacks() {
    if (this.texts) return this.texts;
    const {events} = this;
    this.texts = Array.from({length: events.n}, (_, i) => {
      const parts = SEARCHED.map(name => events.get(name, i));
      const detail = events.detail(i);
      if (detail) for (const claim of detail.claims) parts.push(claim.quote, claim.claimant, claim.source);
      return foldText(parts.filter(v => v !== null && v !== undefined).join(' \n '));
    });
    return this.texts;
  }

  /** The values of a choice with their counts, most frequent first. */
  values(choice) {
    const counts = new Map();
    for (let i = 0; i < this.events.n; i++) {
      for (const value of new Set(choice.columns.map(name => this.events.get(name, i)))) {
        if (value !== null) counts.set(value, (counts.get(value) || 0) + 1);
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1));
  }

  siteMask() {
    const {events} = this;
    const inside = new Uint8Array(events.n);
    for (const site of this.sites) for (let m = events.siteStart[site]; m < events.siteStart[site + 1]; m++) inside[events.siteEvent[m]] = 1;
    return inside;
  }

  /**
   * Test every event against every filter.
   * @returns {{shown: number, total: number, placed: number, byType: Int32Array, undated: number}}
   *   byType counts what pressing a type would show: all filters but the types.
   */
  apply() {
    const {events, fails, mask} = this, {n} = events;
    const words = foldText(this.query).split(/\s+/).filter(Boolean);
    const texts = words.length ? this.haystacks() : null;
    const sites = this.sites ? this.siteMask() : null;
    const tests = CHOICES.filter(c => c.key in this.choices).map(c => ({columns: c.columns, value: this.choices[c.key]}));
    const byType = new Int32Array(events.glyphKeys.length);
    let shown = 0, placed = 0, undated = 0;
    for (let i = 0; i < n; i++) {
      let fail = this.hidden.has(events.glyph[i]) ? FAIL_TYPE : 0;
      if (this.from !== null) {
        if (events.start[i] === UNDATED) { if (!this.undated) fail |= FAIL_RANGE; }
        else if (events.start[i] > this.to || events.end[i] < this.from) fail |= FAIL_RANGE;
      }
      if (sites && !sites[i]) fail |= FAIL_OTHER;
      if (texts && !words.every(word => texts[i].includes(word))) fail |= FAIL_OTHER;
      for (const test of tests) if (!test.columns.some(name => events.get(name, i) === test.value)) fail |= FAIL_OTHER;
      fails[i] = fail;
      mask[i] = fail ? 0 : 1;
      if (!(fail & ~FAIL_TYPE)) byType[events.glyph[i]]++;
      if (!(fail & ~FAIL_RANGE) && events.start[i] === UNDATED) undated++;
      if (!fail) { shown++; if (events.isPlaced(i)) placed++; }
    }
    return {shown, total: n, placed, byType, undated};
  }
}
