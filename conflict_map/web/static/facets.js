// The controls of the filters: type chips that are the legend, choices with live counts, search; knows no list.

import {CHOICES} from './filters.js';
import {glyphIcon} from './glyphs.js';
import {grouped, t} from './language.js';
import {foldText, make} from './words.js';

/**
 * @import {Choice, Counts} from './filters.js'
 * @import {Words} from './payload.js'
 * @typedef {{key: string, details: HTMLDetailsElement, body: HTMLElement, chosen: HTMLElement, limit: number, wanted: string, input: HTMLInputElement|null}} Entry
 *   a choice as it stands on the page: how many values it shows, what is searched for in them, and the field for that
 */

/** Values of a choice that are shown before somebody asks for more. */
const FIRST_VALUES = 8, MORE_VALUES = 40;
/** Values that keep their own order; all others stand by count. */
const IN_ORDER = new Set(['precision', 'deaths']);
const FREE_WIDTH = 12;

/** @type {Record<string, string>} */
const LABELS = {
  sub: 'Sub-type', actor: 'Actor', source: 'Source', claimant: 'Claimed by', status: 'Certainty',
  precision: 'Place known to', deaths: 'Deaths reported', country: 'Country', admin1: 'Province',
};
/** @type {Record<string, string>} */
const DEATHS_LABELS = {none: 'none', '1-9': '1 to 9', '10-99': '10 to 99', '100+': '100 or more', unknown: 'not reported'};

/** Choices that have another name than their column.
 * @type {Record<string, string>} */
const CHOICE_COLUMNS = {sub: 'sub_event_type', status: 'claim_status', precision: 'geo_precision'};

/**
 * A value of a choice as a reader sees it: ours in the reader's language, the data's as it is.
 * @param {Words} words
 * @param {string} key
 * @param {any} value
 */
export function valueName(words, key, value) {
  if (key === 'precision') return words.precisions[value] ? t(words.precisions[value]) : String(value);
  if (key === 'status') return words.statuses[value] ? t(words.statuses[value]) : String(value);
  if (key === 'deaths') return t(DEATHS_LABELS[value]);
  return String(value);
}

export class Facets {
  /**
   * @param {import('./filters.js').Filters} filters
   * @param {() => void} changed called after a filter was changed
   */
  constructor(filters, changed) {
    this.filters = filters;
    this.changed = changed;
    this.chips = this.makeChips();
    this.boxes = this.makeChoices();
    this.search = document.getElementById('search');
    this.search.addEventListener('input', () => { filters.query = this.search.value; changed(); });
    this.clear = document.getElementById('clear');
    this.clear.addEventListener('click', () => { filters.reset(); changed(); });
    this.town = document.getElementById('town');
    this.town.addEventListener('change', () => { filters.town = this.town.checked; changed(); });
    document.getElementById('place-filter-off').addEventListener('click', () => { filters.sites = null; changed(); });
  }

  makeChips() {
    const {events} = this.filters;
    const present = new Uint8Array(events.glyphKeys.length), firm = new Uint8Array(events.glyphKeys.length);
    for (let i = 0; i < events.n; i++) { present[events.glyph[i]] = 1; firm[events.glyph[i]] |= events.firm[i]; }
    return events.payload.words.glyphs.map((label, type) => {
      if (!present[type]) return null;
      const number = make('span', {class: 'n'});
      const chip = make('button', {type: 'button', class: 'chip', 'aria-pressed': 'true', on: {click: () => this.toggle(type)}},
        glyphIcon(events.glyphKeys[type], firm[type] === 1), make('span', {}, t(label)), number);
      document.getElementById('chips').append(chip);
      return {chip, number};
    });
  }

  /** @param {number} type */
  toggle(type) {
    const {hidden} = this.filters;
    if (hidden.has(type)) hidden.delete(type); else hidden.add(type);
    this.changed();
  }

  makeChoices() {
    const box = document.getElementById('choices');
    const panel = document.getElementById('more-filters');
    panel.addEventListener('toggle', () => this.fillOpen());
    return CHOICES.filter(key => this.worth(key)).map(key => {
      const body = make('div', {class: 'facet-body'}), chosen = make('span', {class: 'chosen'});
      const details = make('details', {class: 'facet'}, make('summary', {}, t(LABELS[key]), ' ', chosen), body);
      /** @type {Entry} */
      const entry = {key, details, body, chosen, limit: FIRST_VALUES, wanted: '', input: null};
      details.addEventListener('toggle', () => { if (details.open) this.fill(entry); });
      box.append(details);
      return entry;
    });
  }

  /**
   * Whether there is something to choose; a glance at the columns, for most are never opened.
   * @param {string} key
   */
  worth(key) {
    const {columns, n} = this.filters.events;
    if (n < 2) return false;
    /** @type {(name: string, least: number) => boolean} */
    const some = (name, least) => {
      const column = columns[name];
      if (!column) return false;
      if (column.words) return column.words.length >= least || (column.words.length > 0 && Boolean(column.codes?.().includes(0)));
      return Boolean(column.numbers);
    };
    if (key === 'actor') return some('actor1', 1) || some('actor2', 1);
    if (key === 'deaths') return Boolean(columns.fatalities_best.numbers);
    return some(CHOICE_COLUMNS[key] || key, 2);
  }

  fillOpen() { for (const entry of this.boxes) if (entry.details.open) this.fill(entry); }

  /**
   * Show the values of a choice with what each would give now.
   * @param {Entry} entry
   */
  fill(entry) {
    const {filters} = this, choice = filters.choice(entry.key);
    if (!choice) return;
    const counts = filters.counts(choice), {words} = filters.events.payload;
    /** @param {any} value */
    const names = value => valueName(words, entry.key, value);
    let numbers = choice.values.map((_, k) => k + 1);
    if (entry.key === 'precision') numbers.sort((a, b) => choice.values[a - 1] - choice.values[b - 1]);
    else if (!IN_ORDER.has(entry.key)) numbers.sort((a, b) => counts[b] - counts[a] || a - b);
    numbers = numbers.filter(k => counts[k] > 0 || choice.chosen.has(k));
    const all = numbers.length;
    if (entry.wanted) { const wanted = foldText(entry.wanted); numbers = numbers.filter(k => foldText(names(choice.values[k - 1])).includes(wanted)); }
    const shown = numbers.slice(0, entry.limit);
    for (const k of choice.chosen) if (!shown.includes(k)) shown.unshift(k);
    const focused = document.activeElement instanceof HTMLInputElement && entry.body.contains(document.activeElement) ? document.activeElement.dataset.value : undefined;
    const list = make('ul', {class: 'values'}, ...shown.map(k => this.value(choice, k, names(choice.values[k - 1]), counts[k])));
    /** @type {HTMLElement[]} */
    const parts = [];
    if (all > FREE_WIDTH) parts.push(this.valueSearch(entry));
    parts.push(list);
    if (numbers.length > entry.limit) {
      parts.push(make('button', {type: 'button', class: 'link', on: {click: () => { entry.limit += MORE_VALUES; this.fill(entry); }}},
        t('{n} more', {n: grouped(numbers.length - entry.limit)})));
    }
    if (parts[0] !== entry.body.firstChild) entry.body.replaceChildren(...parts);
    else { while (entry.body.lastChild !== parts[0]) entry.body.lastChild?.remove(); entry.body.append(...parts.slice(1)); }
    if (focused !== undefined) {
      const again = entry.body.querySelector('input[data-value="' + CSS.escape(focused) + '"]');
      if (again instanceof HTMLElement) again.focus({preventScroll: true});
    }
    this.sayChosen(entry);
  }

  /** @param {Entry} entry */
  valueSearch(entry) {
    if (!entry.input) {
      const input = make('input', {type: 'search', class: 'value-search', 'aria-label': t('Search in: {choice}', {choice: t(LABELS[entry.key])}), placeholder: t('Search'), autocomplete: 'off',
        on: {input: () => { entry.wanted = input.value; entry.limit = FIRST_VALUES; this.fill(entry); }}});
      entry.input = input;
    }
    return entry.input;
  }

  /**
   * @param {Choice} choice
   * @param {number} k the number of the value
   * @param {string} name
   * @param {number} count
   */
  value(choice, k, name, count) {
    const box = make('input', {type: 'checkbox', checked: choice.chosen.has(k), 'data-value': String(k)});
    box.addEventListener('change', () => {
      if (choice.chosen.has(k)) choice.chosen.delete(k); else choice.chosen.add(k);
      this.changed();
    });
    return make('li', {}, make('label', {}, box, make('span', {dir: 'auto', class: 'name'}, name), make('span', {class: 'n'}, grouped(count))));
  }

  /** @param {Entry} entry */
  sayChosen(entry) {
    const choice = this.filters.choices.get(entry.key), n = choice ? choice.chosen.size : 0;
    entry.chosen.textContent = n ? '(' + grouped(n) + ')' : '';
  }

  /**
   * Show the state of the filters, and what each type or value would give.
   * @param {Counts} counts
   */
  update(counts) {
    const {filters} = this;
    this.chips.forEach((entry, type) => {
      if (!entry) return;
      entry.chip.setAttribute('aria-pressed', String(!filters.hidden.has(type)));
      entry.number.textContent = grouped(counts.byType[type]);
    });
    const panel = document.getElementById('more-filters');
    for (const entry of this.boxes) { if (panel.open && entry.details.open) this.fill(entry); else this.sayChosen(entry); }
    if (this.search.value.trim() !== filters.query.trim()) this.search.value = filters.query;
    this.town.checked = filters.town;
    this.clear.hidden = !filters.isActive;
    const box = document.getElementById('place-filter');
    box.hidden = filters.sites === null;
    if (filters.sites) document.getElementById('place-filter-text').textContent = filters.sitesName;
  }
}
