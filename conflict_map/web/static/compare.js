// Two periods beside each other: their dates, a table by type, and which of them is shown; knows no map.

import {glyphIcon} from './glyphs.js';
import {grouped, longDay, t, tn} from './language.js';
import {isoDay, make, parseDay} from './words.js';

/** @import {Filters, Tally} from './filters.js' */
/** @typedef {{from: number, to: number}} Period closed, in days */
/** @typedef {{box: HTMLElement, from: HTMLInputElement, to: HTMLInputElement, days: HTMLElement}} Fields */

/**
 * A change as a reader sees it; a typographic minus, and always its sign.
 * @param {number} n
 */
const signed = n => (n > 0 ? '+' : n < 0 ? '\u2212' : '\u00b1') + grouped(Math.abs(n));
/**
 * A change in per cent of what it was before; of nothing there is none.
 * @param {number} now
 * @param {number} before
 */
function percent(now, before) {
  if (!before) return '\u2014';
  const share = (100 * (now - before)) / before, n = Math.abs(share) < 10 ? Math.round(share * 10) / 10 : Math.round(share);
  return signed(n) + '\u00a0%';
}
/**
 * Numbers with a sign run from left to right in every language.
 * @param {string} text
 */
const figure = text => make('td', {}, make('span', {dir: 'ltr'}, text));
/** @param {Period} period */
const daysOf = ({from, to}) => to - from + 1;

export class Compare {
  /**
   * @param {Filters} filters
   * @param {{changed: () => void, setRange: (from: number|null, to: number|null) => void}} asks
   */
  constructor(filters, asks) {
    this.filters = filters;
    this.asks = asks;
    /** Whether B is the period before A, whatever A is. */
    this.follows = true;
    /** @type {Period|null} the range that was chosen because there was none */
    this.ownRange = null;
    this.box = document.getElementById('compare-box');
    this.button = document.getElementById('compare');
    /** What a comparison shows, made when the first one begins.
     * @type {ReturnType<Compare['make']>|null} */
    this.parts = null;
    this.button.hidden = !filters.domain || filters.domain.from === filters.domain.to;
    this.button.addEventListener('click', () => (filters.second ? this.stop() : this.start()));
    for (const part of [this.box, this.button]) {
      part.addEventListener('keydown', event => { if (event.key === 'Escape' && filters.second) { event.preventDefault(); this.stop(); } });
    }
  }

  /** @returns {Period} */
  get first() {
    const {from, to} = this.filters;
    return from !== null && from !== undefined && to !== null && to !== undefined ? {from, to} : this.domain;
  }

  /** There is one where there is a comparison. */
  get domain() { return /** @type {Period} */ (this.filters.domain); }

  /** The period of the same length before A. */
  before() {
    const {from, to} = this.first;
    return {from: from - (to - from + 1), to: from - 1};
  }

  /** Compare the chosen days, or the last half of all, with as many before them. */
  start() {
    const {filters, domain} = this;
    this.follows = true;
    this.ownRange = null;
    if (!filters.isNarrowed) {
      const half = Math.floor(daysOf(domain) / 2);
      this.ownRange = {from: domain.to - half + 1, to: domain.to};
      filters.setRange(this.ownRange.from, this.ownRange.to);
    }
    filters.second = {...this.before(), show: 'a'};
    this.asks.changed();
    this.box.scrollIntoView({block: 'nearest'});
    if (this.parts) this.parts.heading.focus({preventScroll: true});
  }

  stop() {
    const {filters, ownRange} = this, {from, to} = this.first;
    filters.second = null;
    if (ownRange && ownRange.from === from && ownRange.to === to) filters.setRange(null, null);
    this.ownRange = null;
    const inside = this.box.contains(document.activeElement);
    this.asks.changed();
    if (inside) this.button.focus({preventScroll: true});
  }

  /** A comparison that came from the address follows A where it is the period before it. */
  restore() {
    const {second} = this.filters;
    if (!second) return;
    const {from, to} = this.before();
    this.follows = second.from === from && second.to === to;
  }

  /** Before events are tested: B goes with A, unless somebody has set it. */
  follow() {
    const {second} = this.filters;
    if (second && this.follows) Object.assign(second, this.before());
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  setSecond(from, to) {
    const {second} = this.filters;
    if (!second) return;
    Object.assign(second, {from, to});
    const before = this.before();
    this.follows = before.from === from && before.to === to;
    this.asks.changed();
  }

  make() {
    const {filters, asks} = this;
    const heading = make('h2', {tabindex: '-1'}, t('Compare two periods')), said = make('p', {class: 'compare-said', role: 'status'});
    const table = make('table', {}), notes = make('p', {class: 'chart-note'});
    const a = this.period('A', (from, to) => asks.setRange(from, to), () => this.first);
    const b = this.period('B', (from, to) => this.setSecond(from, to), () => filters.second || this.first);
    const follow = make('button', {type: 'button', class: 'link', on: {click: () => { this.follows = true; asks.changed(); b.from.focus(); }}}, t('As long before A'));
    b.box.append(follow);
    /** @type {['a'|'b'|'both', string][]} */
    const shows = [['a', 'A'], ['b', 'B'], ['both', t('both')]];
    const sides = shows.map(([show, text]) => make('button', {type: 'button', class: 'quiet', 'data-show': show, on: {
      click: () => { if (filters.second) filters.second.show = show; asks.changed(); }}}, text));
    this.box.replaceChildren(
      make('div', {class: 'compare-head'}, heading, make('button', {type: 'button', class: 'quiet', on: {click: () => this.stop()}}, t('End comparison'))),
      a.box, b.box,
      make('div', {class: 'compare-sides', role: 'group', 'aria-label': t('Shown on the map and in the list')}, make('span', {'aria-hidden': 'true'}, t('Map and list show')), ...sides),
      said, table, notes);
    return {heading, said, table, notes, a, b, follow, sides};
  }

  /**
   * Two dates that are a period; what is no date yet changes nothing.
   * @param {string} letter
   * @param {(from: number, to: number) => void} put
   * @param {() => Period} now
   * @returns {Fields}
   */
  period(letter, put, now) {
    const {domain} = this, most = daysOf(domain);
    /** @param {string} name */
    const input = name => /** @type {HTMLInputElement} */ (make('input', {type: 'date', 'aria-label': name, min: isoDay(domain.from - (letter === 'B' ? most : 0)), max: isoDay(domain.to)}));
    const from = input(t('First day of {period}', {period: letter})), to = input(t('Last day of {period}', {period: letter})), days = make('span', {class: 'compare-days'});
    /** @param {HTMLInputElement} side */
    const change = side => {
      const day = parseDay(side.value);
      if (day === null || !side.validity.valid) return;
      const period = now();
      if (side === from) put(day, Math.max(day, period.to)); else put(Math.min(day, period.from), day);
    };
    for (const side of [from, to]) {
      side.addEventListener('change', () => change(side));
      side.addEventListener('blur', () => this.writeDates());
    }
    const box = make('div', {class: 'compare-period', role: 'group', 'aria-label': t('Period {period}', {period: letter})},
      make('span', {class: 'period-mark ' + letter.toLowerCase(), 'aria-hidden': 'true'}, letter), from, make('span', {'aria-hidden': 'true'}, '\u2013'), to, days);
    return {box, from, to, days};
  }

  writeDates() {
    const {second} = this.filters;
    if (!second || !this.parts) return;
    // Not over what somebody is writing: a year is four keys.
    /** @param {HTMLInputElement} input @param {string} text */
    const put = (input, text) => { if (input.value !== text && (input !== document.activeElement || input.validity.valid)) input.value = text; };
    /** @param {Fields} fields @param {Period} period */
    const write = (fields, period) => {
      put(fields.from, isoDay(period.from));
      put(fields.to, isoDay(period.to));
      fields.days.textContent = tn('{n} day|{n} days', daysOf(period));
    };
    write(this.parts.a, this.first);
    write(this.parts.b, second);
  }

  /** Show the periods and count in them; costs nothing while there is no comparison. */
  update() {
    const {filters} = this, {second} = filters;
    this.box.hidden = !second;
    this.button.setAttribute('aria-pressed', String(Boolean(second)));
    if (!second) return;
    if (!this.parts) this.parts = this.make();
    const {parts} = this;
    this.writeDates();
    parts.follow.hidden = this.follows;
    for (const side of parts.sides) side.setAttribute('aria-pressed', String(side.dataset.show === second.show));
    const [a, b] = filters.periods([this.first, second]);
    parts.table.replaceChildren(make('caption', {class: 'unseen'}, t('Events and fatalities by type in the periods A and B')),
      make('thead', {}, make('tr', {}, make('td', {}), ...['A', 'B', t('Change'), '%'].map(text => make('th', {scope: 'col'}, text)))),
      this.group(t('Events'), a, b, 'events'), this.group(t('Fatalities'), a, b, 'deaths'));
    /** @param {Int32Array} list */
    const sum = list => list.reduce((x, y) => x + y, 0);
    const now = sum(a.events), then = sum(b.events);
    parts.said.replaceChildren(t('{a} events in A, {b} in B', {a: grouped(now), b: grouped(then)}), t(': '), make('bdi', {dir: 'ltr'}, signed(now - then) + (then ? ' (' + percent(now, then) + ')' : '')));
    parts.notes.textContent = this.notes(second, sum(a.unknown), sum(b.unknown));
  }

  /**
   * Rows by type, and their sum. A number of deaths that no event gives is unknown, and has no change.
   * @param {string} name
   * @param {Tally} a
   * @param {Tally} b
   * @param {'events'|'deaths'} measure
   */
  group(name, a, b, measure) {
    const {events} = this.filters;
    /** @type {HTMLElement[]} */
    const rows = [];
    /** @param {Tally} tally @param {'events'|'deaths'|'unknown'} of */
    const sum = (tally, of) => { let all = 0; for (const n of tally[of]) all += n; return all; };
    /** @param {(Node|string)[]} head @param {number} now @param {number} then @param {boolean} nowKnown @param {boolean} thenKnown */
    const row = (head, now, then, nowKnown, thenKnown) => make('tr', {}, make('th', {scope: 'row'}, ...head),
      figure(nowKnown ? grouped(now) : t('unknown')), figure(thenKnown ? grouped(then) : t('unknown')),
      figure(nowKnown && thenKnown ? signed(now - then) : '\u2014'), figure(nowKnown && thenKnown ? percent(now, then) : '\u2014'));
    /** @param {Tally} tally @param {number} k */
    const known = (tally, k) => measure === 'events' || !tally.events[k] || tally.unknown[k] < tally.events[k];
    events.glyphKeys.forEach((/** @type {string} */ key, /** @type {number} */ k) => {
      if (!a.events[k] && !b.events[k]) return;
      const label = events.payload.words.glyphs[k];
      rows.push(row([glyphIcon(key, true, 13), ' ', t(label)], a[measure][k], b[measure][k], known(a, k), known(b, k)));
    });
    /** @param {Tally} tally */
    const knownAll = tally => measure === 'events' || !sum(tally, 'events') || sum(tally, 'unknown') < sum(tally, 'events');
    const all = row([t('All')], sum(a, measure), sum(b, measure), knownAll(a), knownAll(b));
    all.className = 'sum';
    return make('tbody', {}, make('tr', {class: 'measure'}, make('th', {scope: 'rowgroup', colspan: '5'}, name)), ...rows, all);
  }

  /**
   * What a reader has to know beside the numbers.
   * @param {Period} second
   * @param {number} unknownA
   * @param {number} unknownB
   */
  notes(second, unknownA, unknownB) {
    const {domain, first: a} = this, parts = [];
    if (daysOf(a) !== daysOf(second)) parts.push(t('The periods are not of one length.'));
    if (second.from < domain.from) parts.push(t('The data begin on {day}: nothing is known of the days before.', {day: longDay(domain.from)}));
    if (second.to >= a.from && a.to >= second.from) parts.push(t('The periods overlap: what is in both counts in both.'));
    if (unknownA || unknownB) parts.push(t('Events that give no number of deaths: {a} in A, {b} in B; they are not counted as none.', {a: grouped(unknownA), b: grouped(unknownB)}));
    return parts.join(' ');
  }
}
