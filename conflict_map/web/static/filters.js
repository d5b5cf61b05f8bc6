// Which events pass: types, range, search and choices, a bit for each; knows no control of the page.

import {UNKNOWN} from './columns.js';
import {UNDATED} from './payload.js';
import {Search} from './search.js';

/** @import {Codes} from './columns.js' */

export const FAIL_TYPE = 1, FAIL_RANGE = 2, FAIL_SEARCH = 4, FAIL_SITES = 8, FAIL_TOWN = 16;
const FIRST_CHOICE_BIT = 32;
/** Precision of the named place itself: a town or better. */
const TOWN_PRECISION = 1;

/** The choices that narrow the events, each its columns. */
export const CHOICES = ['sub', 'actor', 'source', 'claimant', 'status', 'precision', 'deaths', 'country', 'admin1'];
/** @type {Record<string, string[]>} */
const COLUMNS = {
  sub: ['sub_event_type'], actor: ['actor1', 'actor2'], source: ['source'], claimant: ['claimant'],
  status: ['claim_status'], precision: ['geo_precision'], deaths: ['fatalities_best'], country: ['country'], admin1: ['admin1'],
};
/** Classes of deaths, as they stand in the address. */
export const DEATHS = ['none', '1-9', '10-99', '100+', 'unknown'];
/** @param {number|null} n */
const deathsClass = n => (n === null ? 5 : n < 1 ? 1 : n < 10 ? 2 : n < 100 ? 3 : 4);

/**
 * A second range to compare the first with, and which of them is shown.
 * @typedef {{from: number, to: number, show: 'a'|'b'|'both'}} Second
 * Events, their deaths where a number is given, and how many give none, by the number of a value.
 * @typedef {{events: Int32Array, deaths: Float64Array, unknown: Int32Array}} Tally
 */
/**
 * A choice: its values, and for each of its columns the number of the value of every row (0 none).
 * @typedef {{key: string, bit: number, values: any[], codes: Codes[], chosen: Set<number>}} Choice
 * @typedef {{shown: number, total: number, placed: number, byType: Int32Array, undated: number, searched: number}} Counts
 *   byType counts what pressing a type would show: all filters but the types
 * @typedef {(row: number) => boolean|number} Test whether a row fails
 */

export class Filters {
  /** @param {import('./payload.js').Events} events */
  constructor(events) {
    this.events = events;
    this.fails = new Uint16Array(events.n);
    this.mask = new Uint8Array(events.n).fill(1);
    this.domain = this.findDomain();
    this.undatedTotal = 0;
    for (let i = 0; i < events.n; i++) if (events.start[i] === UNDATED) this.undatedTotal++;
    this.search = new Search(events);
    /** @type {Map<string, Choice>} */
    this.choices = new Map();
    /** @type {Record<string, string>} what each filter was last worked out for */
    this.done = {};
    /** @type {Int32Array|null} */
    this.deathsOf = null;
    /** Called when a search over texts that were not at hand has found more. */
    this.onMore = () => {};
    /** @type {Set<number>} types */
    this.hidden = new Set();
    /** @type {number|null} */
    this.from = null;
    /** @type {number|null} known where `from` is */
    this.to = null;
    /** @type {Second|null} */
    this.second = null;
    this.undated = false;
    this.query = '';
    this.town = false;
    /** @type {Set<number>|null} */
    this.sites = null;
    this.sitesName = '';
    /** At these sites, only places finer than this precision; 0 for all. */
    this.sitesFiner = 0;
  }

  reset() {
    this.hidden = new Set();
    this.from = this.to = this.second = this.sites = null;
    this.undated = this.town = false;
    this.query = this.sitesName = '';
    this.sitesFiner = 0;
    for (const choice of this.choices.values()) choice.chosen.clear();
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
    return this.hidden.size > 0 || this.isNarrowed || this.second !== null || this.query.trim() !== '' || this.sites !== null || this.town || [...this.choices.values()].some(c => c.chosen.size > 0);
  }

  /**
   * Show only days from..to, both included; the whole domain is no restriction.
   * @param {number|null} from
   * @param {number|null} to
   */
  setRange(from, to) {
    if (!this.domain || from === null || to === null) { this.from = this.to = null; return; }
    const a = Math.max(this.domain.from, Math.min(from, to)), b = Math.min(this.domain.to, Math.max(from, to));
    const whole = a <= this.domain.from && b >= this.domain.to;
    this.from = whole ? null : a;
    this.to = whole ? null : b;
  }

  /**
   * A choice with its values, made when it is first looked at; null for one that has none here.
   * @param {string} key
   * @returns {Choice|null}
   */
  choice(key) {
    const known = this.choices.get(key);
    if (known) return known;
    const at = CHOICES.indexOf(key);
    if (at < 0) return null;
    const made = this.coded(key);
    if (!made) return null;
    const choice = {key, bit: FIRST_CHOICE_BIT << at, ...made, chosen: new Set()};
    this.choices.set(key, choice);
    return choice;
  }

  /**
   * @param {string} key
   * @returns {{values: any[], codes: Codes[]}|null}
   */
  coded(key) {
    const {events} = this;
    if (key === 'deaths') {
      const column = events.columns.fatalities_best, codes = new Uint8Array(events.n);
      for (let i = 0; i < events.n; i++) codes[i] = deathsClass(column.get(i));
      return {values: DEATHS, codes: [codes]};
    }
    const columns = COLUMNS[key].map(name => events.columns[name]).filter(column => column && (column.words || column.numbers));
    if (!columns.length) return null;
    const [{words, codes: own}] = columns;
    if (columns.length === 1 && words && own) return {values: words, codes: [own()]};
    // Several columns, or numbers: one list of values for all of them.
    /** @type {any[]} */
    const values = [];
    const numberOf = new Map();
    /** @param {any} value @returns {number} */
    const number = value => {
      if (value === null) return 0;
      if (!numberOf.has(value)) { values.push(value); numberOf.set(value, values.length); }
      return numberOf.get(value);
    };
    const codes = columns.map(column => {
      const out = new Uint32Array(events.n);
      if (column.codes && column.words) {
        const own = column.codes(), same = Uint32Array.from([null, ...column.words], number);
        for (let i = 0; i < out.length; i++) out[i] = same[own[i]];
      } else for (let i = 0; i < out.length; i++) out[i] = number(column.get(i));
      return out;
    });
    // Half the memory to read in every pass.
    return {values, codes: values.length < 65536 ? codes.map(all => Uint16Array.from(all)) : codes};
  }

  /**
   * Events that pass everything but this choice, by the number of its value.
   * @param {Choice} choice
   */
  counts({bit, values, codes}) {
    const {fails} = this, out = new Int32Array(values.length + 1), [first, second] = codes;
    const rest = ~bit;
    for (let i = 0; i < first.length; i++) {
      if (fails[i] & rest) continue;
      out[first[i]]++;
      if (second && second[i] !== first[i]) out[second[i]]++;
    }
    return out;
  }

  /** The best number of deaths of every row, UNKNOWN where none is given: only that is less than 0. */
  deaths() {
    if (this.deathsOf) return this.deathsOf;
    const {columns, n} = this.events, column = columns.fatalities_best;
    if (column.numbers instanceof Int32Array && column.scale === 1) { this.deathsOf = column.numbers; return column.numbers; }
    const all = new Int32Array(n);
    for (let i = 0; i < n; i++) { const number = column.get(i); all[i] = number === null ? UNKNOWN : number; }
    this.deathsOf = all;
    return all;
  }

  /**
   * Events that pass everything but this choice, by the number of its value, with their deaths if asked for;
   * 0 stands for those without a value. `all` has each event once.
   * @param {Choice} choice
   * @param {boolean} withDeaths
   * @returns {Tally & {all: {events: number, deaths: number, unknown: number}}}
   */
  tally({bit, values, codes}, withDeaths) {
    const {fails} = this, rest = ~bit, [first, second] = codes, size = values.length + 1, n = fails.length;
    const events = new Int32Array(size), deaths = new Float64Array(size), unknown = new Int32Array(size);
    let allEvents = 0, allDeaths = 0, allUnknown = 0;
    if (!withDeaths) {
      for (let i = 0; i < n; i++) {
        if (fails[i] & rest) continue;
        const other = second ? second[i] : 0, a = first[i] || other;
        events[a]++;
        allEvents++;
        if (other !== a && other !== 0) events[other]++;
      }
      return {events, deaths, unknown, all: {events: allEvents, deaths: allDeaths, unknown: allUnknown}};
    }
    const of = this.deaths();
    for (let i = 0; i < n; i++) {
      if (fails[i] & rest) continue;
      const number = of[i], other = second ? second[i] : 0, a = first[i] || other, isTwo = other !== a && other !== 0;
      events[a]++;
      allEvents++;
      if (isTwo) events[other]++;
      // What is unknown has the sign of a negative number; a branch on it is as good as random.
      const sign = number >> 31, known = number & ~sign;
      unknown[a] -= sign;
      deaths[a] += known;
      allUnknown -= sign;
      allDeaths += known;
      if (isTwo) { unknown[other] -= sign; deaths[other] += known; }
    }
    return {events, deaths, unknown, all: {events: allEvents, deaths: allDeaths, unknown: allUnknown}};
  }

  /**
   * The same for all the events that have a value which is not among some: each event counts once.
   * @param {Choice} choice
   * @param {Uint8Array} among 1 for the values that are left out
   * @param {boolean} withDeaths
   */
  tallyOthers({bit, codes}, among, withDeaths) {
    const {fails} = this, rest = ~bit, [first, last = first] = codes, n = fails.length, of = withDeaths ? this.deaths() : null;
    let events = 0, deaths = 0, unknown = 0;
    for (let i = 0; i < n; i++) {
      if (fails[i] & rest) continue;
      // All bits for an event that counts, none for another: a branch would be as good as random here too.
      const counts = (among[first[i]] & among[last[i]]) - 1;
      events -= counts;
      if (of === null) continue;
      const number = of[i], sign = number >> 31;
      unknown -= sign & counts;
      deaths += number & ~sign & counts;
    }
    return {events, deaths, unknown};
  }

  /**
   * Events under way in each of some ranges, by type, with their deaths; all filters but the range count.
   * @param {{from: number, to: number}[]} ranges
   * @returns {Tally[]}
   */
  periods(ranges) {
    const {fails} = this, {n, start, end, glyph, glyphKeys} = this.events, of = this.deaths(), rest = ~FAIL_RANGE;
    const tallies = ranges.map(() => ({events: new Int32Array(glyphKeys.length), deaths: new Float64Array(glyphKeys.length), unknown: new Int32Array(glyphKeys.length)}));
    ranges.forEach(({from, to}, k) => {
      const {events, deaths, unknown} = tallies[k];
      for (let i = 0; i < n; i++) {
        // Undated ones end before every day.
        if (start[i] > to || end[i] < from || fails[i] & rest) continue;
        const type = glyph[i], number = of[i], sign = number >> 31;
        events[type]++;
        unknown[type] -= sign;
        deaths[type] += number & ~sign;
      }
    });
    return tallies;
  }

  /**
   * Set a bit for the rows of which the test says that they fail.
   * @param {number} bit
   * @param {Test|null} test
   */
  fail(bit, test) {
    const {fails} = this, keep = ~bit, n = fails.length;
    if (!test) { for (let i = 0; i < n; i++) fails[i] &= keep; return; }
    for (let i = 0; i < n; i++) fails[i] = (fails[i] & keep) | (test(i) ? bit : 0);
  }

  /**
   * Do a filter's work only if what it asks for has changed.
   * @param {string} name
   * @param {string} state
   * @param {() => void} work
   */
  once(name, state, work) {
    if (this.done[name] === state) return;
    this.done[name] = state;
    work();
  }

  /** @returns {Test|null} */
  siteTest() {
    const {events} = this;
    if (!this.sites) return null;
    const inside = new Uint8Array(events.n), {rowPrecision} = events, {precision} = events.places, finer = this.sitesFiner || Infinity;
    for (const site of this.sites) {
      for (let m = events.siteStart[site]; m < events.siteStart[site + 1]; m++) {
        const row = events.siteEvent[m];
        if ((precision[events.siteMarkPlace[m]] || rowPrecision[row]) < finer) inside[row] = 1;
      }
    }
    return i => !inside[i];
  }

  /**
   * Shown events at a site, whatever other sites are chosen.
   * @param {number} site
   */
  countAt(site) {
    const {events, fails} = this, rows = new Set();
    for (let m = events.siteStart[site]; m < events.siteStart[site + 1]; m++) if (!(fails[events.siteEvent[m]] & ~FAIL_SITES)) rows.add(events.siteEvent[m]);
    return rows.size;
  }

  /** @returns {Test|null} */
  rangeTest() {
    const {start, end} = this.events, {undated, second} = this;
    const {from, to} = second?.show === 'b' ? second : this;
    if (from === null || to === null) return null;
    if (second?.show !== 'both') return i => (start[i] === UNDATED ? !undated : start[i] > to || end[i] < from);
    return i => (start[i] === UNDATED ? !undated : (start[i] > to || end[i] < from) && (start[i] > second.to || end[i] < second.from));
  }

  testEach() {
    const {events} = this, {glyph} = events;
    this.once('type', [...this.hidden].sort().join(), () => {
      const hidden = Uint8Array.from(events.glyphKeys, (_, t) => (this.hidden.has(t) ? 1 : 0));
      this.fail(FAIL_TYPE, this.hidden.size ? i => hidden[glyph[i]] : null);
    });
    this.once('range', [this.from, this.to, this.undated, ...Object.values(this.second || {})].join(), () => this.fail(FAIL_RANGE, this.rangeTest()));
    this.once('sites', this.sites ? this.sitesFiner + ':' + [...this.sites].join() : '', () => this.fail(FAIL_SITES, this.siteTest()));
    this.once('town', String(this.town), () => {
      const column = events.columns.geo_precision;
      this.fail(FAIL_TOWN, this.town ? i => { const p = column.get(i); return p === null || p > TOWN_PRECISION || !events.isPlaced(i); } : null);
    });
    for (const choice of this.choices.values()) {
      this.once(choice.key, [...choice.chosen].sort().join(), () => {
        const {chosen, codes: [first, second]} = choice, wanted = new Uint8Array(choice.values.length + 1);
        for (const k of chosen) wanted[k] = 1;
        this.fail(choice.bit, !chosen.size ? null : second ? i => !wanted[first[i]] && !wanted[second[i]] : i => !wanted[first[i]]);
      });
    }
    const query = this.query.trim();
    const look = () => { const {passes} = this.search; this.fail(FAIL_SEARCH, query ? i => !passes(i) : null); };
    this.once('search', query, () => { this.search.start(query, () => { look(); this.onMore(); }); look(); });
  }

  /**
   * Test every event against every filter that has changed, and count.
   * @returns {Counts}
   */
  apply() {
    this.testEach();
    const {events, fails, mask} = this, {n, glyph, markStart, start} = events;
    const byType = new Int32Array(events.glyphKeys.length);
    let shown = 0, placed = 0, undated = 0;
    for (let i = 0; i < n; i++) {
      const fail = fails[i];
      mask[i] = fail ? 0 : 1;
      if (!(fail & ~FAIL_TYPE)) byType[glyph[i]]++;
      if (!(fail & ~FAIL_RANGE) && start[i] === UNDATED) undated++;
      if (!fail) { shown++; if (markStart[i + 1] > markStart[i]) placed++; }
    }
    return {shown, total: n, placed, byType, undated, searched: this.search.done};
  }
}
