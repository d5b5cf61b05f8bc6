// Bars of events or deaths by type, actor, source and place, which filter when they are pressed; knows no map.

import {FAIL_TYPE} from './filters.js';
import {glyphIcon} from './glyphs.js';
import {grouped, t, tn} from './language.js';
import {UNKNOWN} from './columns.js';
import {make} from './words.js';

/** @import {Choice, Filters, Tally} from './filters.js' */
/** @typedef {{k: number, name: string, events: number, deaths: number, unknown: number, rest?: boolean}} Bar */

const MOST_BARS = 8;
/** @type {Record<string, string>} */
const DIMENSIONS = {type: 'Type', sub: 'Sub-type', actor: 'Actor', source: 'Source', admin1: 'Province'};

/**
 * The numbers of the largest values, largest first: one pass, for actors may be many.
 * @param {Int32Array|Float64Array} amounts
 * @param {Int32Array} events decides between equal amounts
 * @param {number} most
 */
export function largest(amounts, events, most) {
  /** @type {number[]} */
  const top = [];
  /** @param {number} a @param {number} b */
  const before = (a, b) => amounts[a] - amounts[b] || events[a] - events[b] || b - a;
  for (let k = 1; k < amounts.length; k++) {
    if (!events[k] || (top.length === most && before(k, top[most - 1]) < 0)) continue;
    let at = top.length;
    while (at > 0 && before(k, top[at - 1]) > 0) at--;
    top.splice(at, 0, k);
    if (top.length > most) top.pop();
  }
  return top;
}

export class Chart {
  /**
   * @param {Filters} filters
   * @param {{changed: () => void, shown: () => void}} asks changed after a filter was, shown after the chart itself was
   */
  constructor(filters, asks) {
    this.filters = filters;
    this.asks = asks;
    /** @type {Choice|null} */
    this.types = null;
    this.list = make('ul', {class: 'bars-list'});
    this.note = make('p', {class: 'chart-note'});
    this.isPrepared = false;
    this.key = 'type';
    this.measure = 'events';
    this.details = /** @type {HTMLDetailsElement} */ (document.getElementById('chart'));
    this.body = document.getElementById('chart-body');
    this.details.hidden = filters.events.n < 2;
    this.details.addEventListener('toggle', () => { this.update(); asks.shown(); });
  }

  /** What the address says of it: nothing while it is closed. */
  get state() { return this.details.open ? this.key + (this.measure === 'deaths' ? '.deaths' : '') : ''; }

  /** @param {string} [state] */
  restore(state) {
    if (!state || this.details.hidden) return;
    const [key, measure] = state.split('.');
    if (!(key in DIMENSIONS)) return;
    this.key = key;
    if (measure === 'deaths') this.measure = 'deaths';
    this.details.open = true;
  }

  /**
   * A choice to count by; the types have their own place among the filters.
   * @param {string} key
   * @returns {Choice|null}
   */
  choice(key) {
    const {filters} = this, {events} = filters;
    if (key !== 'type') return filters.choice(key);
    if (!this.types) {
      this.types = {key, bit: FAIL_TYPE, values: events.payload.words.glyphs.map((/** @type {string} */ label) => t(label)), codes: [events.glyph.map(type => type + 1)], chosen: new Set()};
    }
    const hidden = /** @type {Set<number>} */ (filters.hidden);
    this.types.chosen = new Set(hidden.size ? Array.from(events.glyphKeys, (_, type) => type + 1).filter(k => !hidden.has(k - 1)) : []);
    return this.types;
  }

  prepare() {
    if (this.isPrepared) return;
    this.isPrepared = true;
    const {filters} = this;
    /** @type {(name: string, options: [string, string][], chosen: string, put: (value: string) => void) => HTMLElement} */
    const select = (name, options, chosen, put) => {
      const element = /** @type {HTMLSelectElement} */ (make('select', {'aria-label': name, on: {change: () => { put(element.value); this.update(); this.asks.shown(); }}},
        ...options.map(([value, text]) => make('option', {value, selected: value === chosen}, text))));
      return element;
    };
    const keys = Object.keys(DIMENSIONS).filter(key => { const choice = this.choice(key); return choice !== null && choice.values.length > 0; });
    if (!keys.includes(this.key)) this.key = 'type';
    const deaths = filters.deaths();
    let some = false;
    for (let i = 0; i < deaths.length && !some; i++) some = deaths[i] !== UNKNOWN;
    if (!some) this.measure = 'events';
    /** @type {[string, string][]} */
    const measures = [['events', t('Events')], ...(some ? [/** @type {[string, string]} */ (['deaths', t('Fatalities')])] : [])];
    this.body.replaceChildren(
      make('div', {class: 'chart-head'},
        select(t('What is counted'), measures, this.measure, value => { this.measure = value; }), make('span', {}, t('by')),
        select(t('By what it is counted'), keys.map(key => [key, t(DIMENSIONS[key])]), this.key, value => { this.key = value; })),
      this.list, this.note);
  }

  /** Count and draw, if anybody looks. */
  update() {
    if (!this.details.open) return;
    this.prepare();
    const {filters} = this, choice = /** @type {Choice} */ (this.choice(this.key)), inDeaths = this.measure === 'deaths', tally = filters.tally(choice, inDeaths);
    const amounts = inDeaths ? tally.deaths : tally.events;
    const top = largest(amounts, tally.events, MOST_BARS);
    for (const k of choice.chosen) if (!top.includes(k) && this.key !== 'type') top.push(k);
    /** @type {Bar[]} */
    const bars = top.map(k => ({k, name: String(choice.values[k - 1]), events: tally.events[k], deaths: tally.deaths[k], unknown: tally.unknown[k]}));
    const others = this.others(choice, tally, top);
    if (others) bars.push(others);
    if (tally.events[0]) bars.push({k: 0, name: t('none given'), events: tally.events[0], deaths: tally.deaths[0], unknown: tally.unknown[0], rest: true});
    const most = Math.max(1, ...bars.map(bar => (this.measure === 'deaths' ? bar.deaths : bar.events)));
    const active = document.activeElement, focused = active instanceof HTMLElement && this.list.contains(active) ? active.dataset.value : undefined;
    this.list.replaceChildren(...bars.map(bar => this.bar(bar, choice, most)));
    if (focused !== undefined) {
      const again = this.list.querySelector('[data-value="' + focused + '"]');
      if (again instanceof HTMLElement) again.focus({preventScroll: true});
    }
    this.sayNote(choice, tally);
  }

  /**
   * What is beyond the largest: one bar, each event of it counted once.
   * @param {Choice} choice
   * @param {Tally} tally
   * @param {number[]} top
   * @returns {Bar|null}
   */
  others(choice, tally, top) {
    const more = [];
    for (let k = 1; k < tally.events.length; k++) if (tally.events[k]) more.push(k);
    const count = more.length - top.filter(k => tally.events[k]).length;
    if (count < 1) return null;
    /** @type {Bar} */
    const bar = {k: -1, name: tn('{n} other|{n} others', count), events: 0, deaths: 0, unknown: 0, rest: true};
    if (choice.codes.length > 1) {
      const among = new Uint8Array(choice.values.length + 1);
      among[0] = 1;
      for (const k of top) among[k] = 1;
      return {...bar, ...this.filters.tallyOthers(choice, among, this.measure === 'deaths')};
    }
    const shown = new Set(top);
    for (const k of more) {
      if (shown.has(k)) continue;
      bar.events += tally.events[k]; bar.deaths += tally.deaths[k]; bar.unknown += tally.unknown[k];
    }
    return bar;
  }

  /**
   * @param {Bar} bar
   * @param {Choice} choice
   * @param {number} most
   */
  bar(bar, choice, most) {
    const {events} = this.filters, inDeaths = this.measure === 'deaths';
    const isUnknown = inDeaths && bar.events > 0 && bar.unknown === bar.events;
    const amount = inDeaths ? bar.deaths : bar.events, chosen = choice.chosen.has(bar.k);
    const line = make('span', {class: 'bar-line'}), fill = make('span', {class: 'bar-fill'});
    fill.style.width = isUnknown || !amount ? '0' : 'max(2px, ' + ((100 * amount) / most).toFixed(2) + '%)';
    if (this.key === 'type' && bar.k > 0) fill.style.background = 'var(--' + events.glyphKeys[bar.k - 1] + ')';
    line.append(fill);
    const unknown = inDeaths && bar.unknown && !isUnknown ? tn('{n} event gives no number|{n} events give no number', bar.unknown) : '';
    const parts = [
      make('span', {class: 'bar-name'}, this.key === 'type' && bar.k > 0 ? glyphIcon(events.glyphKeys[bar.k - 1], true, 14) : null, make('span', {dir: 'auto'}, bar.name)),
      make('span', {class: 'bar-number'}, isUnknown ? t('not reported') : grouped(amount), unknown ? make('span', {class: 'unseen'}, ' (' + unknown + ')') : null), line];
    if (bar.rest) return make('li', {class: 'bar rest', title: unknown || null}, ...parts);
    return make('li', {}, make('button', {type: 'button', class: 'bar', 'aria-pressed': String(chosen), 'data-value': String(bar.k), title: unknown || null, on: {click: () => this.press(bar.k)}}, ...parts));
  }

  /**
   * Show only this value, or everything again.
   * @param {number} k
   */
  press(k) {
    const {filters} = this, choice = /** @type {Choice} */ (this.choice(this.key)), chosen = choice.chosen.has(k);
    if (this.key === 'type') {
      const only = chosen && choice.chosen.size === 1;
      filters.hidden = new Set(only ? [] : Array.from(filters.events.glyphKeys, (_, type) => type).filter(type => type !== k - 1));
    } else {
      choice.chosen.clear();
      if (!chosen) choice.chosen.add(k);
    }
    this.asks.changed();
  }

  /**
   * @param {Choice} choice
   * @param {{all: {events: number, deaths: number, unknown: number}}} tally
   */
  sayNote(choice, {all: {events, deaths, unknown}}) {
    const parts = [];
    if (this.measure === 'deaths') {
      parts.push(t('Best numbers, {n} in all.', {n: grouped(deaths)}));
      if (unknown) parts.push(t('{n} of {total} events give no number; they are not counted as none.', {n: grouped(unknown), total: grouped(events)}));
    }
    if (choice.codes.length > 1) parts.push(t('An event with two actors counts for both.'));
    parts.push(t('Press a bar to see only that.'));
    this.note.textContent = parts.join(' ');
  }
}
