// The choice of marks, hexagons or areas, with its key and the table of areas; knows the cells, and no map.

import {grouped, t, tn} from './language.js';
import {make} from './words.js';

/** @import {Amount, Cells, Mode} from './cells.js' */

/** @type {Record<Mode, string>} */
const MODES = {events: 'Events', hex: 'Hexagons', areas: 'Provinces'};
/** @type {Record<Amount, string>} */
const MEASURES = {events: 'Number of events', deaths: 'Deaths reported'};

/**
 * @template {string} K
 * @param {Record<K, string>} table
 */
const keysOf = table => /** @type {K[]} */ (Object.keys(table));
/** @param {string|undefined} text @returns {text is Mode} */
const isMode = text => text !== undefined && text in MODES;
/** @param {string|undefined} text @returns {text is Amount} */
const isAmount = text => text !== undefined && text in MEASURES;

/**
 * Deaths in a cell in words, with the events that say no number.
 * @param {Cells} cells
 * @param {number} cell
 */
function deathsOf(cells, cell) {
  const {deaths, unknown, events} = cells.counts, none = unknown[cell];
  if (none === events[cell]) return t('no number of deaths');
  const sum = tn('{n} death reported|{n} deaths reported', deaths[cell]);
  return none ? sum + ', ' + tn('{n} event without a number|{n} events without a number', none) : sum;
}

/**
 * A cell in one line: its name, how many events, how many deaths.
 * @param {Cells} cells
 * @param {number} cell
 */
export function cellText(cells, cell) {
  const events = tn('{n} event|{n} events', cells.counts.events[cell]);
  const text = cells.hasDeaths ? events + ' · ' + deathsOf(cells, cell) : events;
  return cells.mode === 'areas' ? cells.areas[cell].name + ': ' + text : text;
}

export class ShowAs {
  /**
   * @param {Cells} cells
   * @param {{changed: () => void, open: (cell: number) => void}} actions
   */
  constructor(cells, actions) {
    this.cells = cells;
    this.actions = actions;
    this.box = document.getElementById('show-as');
    this.table = document.getElementById('areas');
    this.keyWasEmpty = document.getElementById('key').hidden;
    this.measure = this.makeControl();
    this.frame();
    this.table.addEventListener('toggle', () => this.fillTable());
    cells.onCount = () => this.update();
  }

  /**
   * Take up a choice, as it stands in the address.
   * @param {string} [asked]
   * @param {string} [measure]
   */
  choose(asked, measure) {
    const {cells} = this, mode = !isMode(asked) || (asked === 'areas' && !cells.areas.length) ? 'events' : asked;
    cells.show(mode, isAmount(measure) ? measure : 'events');
    for (const input of this.box.querySelectorAll('input')) input.checked = input.value === mode;
    this.measure.value = cells.measure;
    this.frame();
  }

  /** What of it belongs into the address: nothing, for events. */
  state() {
    const {on, mode, measure} = this.cells;
    return {as: on ? mode : '', by: on && measure === 'deaths' ? 'deaths' : ''};
  }

  makeControl() {
    const {cells} = this;
    const pick = () => {
      const checked = /** @type {HTMLInputElement} */ (this.box.querySelector('input:checked'));
      this.choose(checked.value, measure.value);
      this.actions.changed();
    };
    /** @param {Mode} mode */
    const segment = mode => {
      const label = mode === 'areas' && !cells.areProvinces ? t('Countries') : t(MODES[mode]);
      return make('label', {class: 'segment'}, make('input', {type: 'radio', name: 'show-as', value: mode, checked: mode === 'events', on: {change: pick}}), make('span', {}, label));
    };
    const measure = make('select', {'aria-label': t('Shade by'), on: {change: pick}},
      ...keysOf(MEASURES).map(value => make('option', {value}, t(MEASURES[value]))));
    const modes = keysOf(MODES).filter(mode => mode !== 'areas' || cells.areas.length);
    this.box.replaceChildren(make('legend', {class: 'unseen'}, t('Show as')), make('div', {class: 'segments'}, ...modes.map(segment)), measure);
    this.box.hidden = !cells.events.placed;
    return measure;
  }

  /** Which parts of the page a mode has. */
  frame() {
    const {cells} = this;
    this.measure.hidden = !cells.on || !cells.hasDeaths;
    document.getElementById('key-items').hidden = cells.on;
    document.getElementById('key-cells').hidden = !cells.on;
    document.getElementById('key').hidden = !cells.on && this.keyWasEmpty;
    this.table.hidden = cells.mode !== 'areas';
    if (cells.mode === 'areas') document.getElementById('areas-summary').textContent = t(cells.areProvinces ? 'Events by province' : 'Events by country');
  }

  /** After a new count: the classes with their numbers, what is in no cell, and the table. */
  update() {
    const {cells} = this;
    document.getElementById('key-cells').replaceChildren(
      make('p', {class: 'key-title'}, t(MEASURES[cells.measure])),
      make('ul', {class: 'classes'}, ...this.classes()),
      ...this.notes().map(note => make('p', {}, note)));
    this.fillTable();
  }

  classes() {
    const {cells} = this, {bounds, counts, values} = cells;
    /** @param {string} name @param {string} text */
    const item = (name, text) => {
      const swatch = make('span', {class: 'swatch'});
      swatch.style.background = 'var(--' + name + ')';
      return make('li', {}, swatch, make('span', {}, text));
    };
    const items = bounds.map((from, k) => {
      const to = k + 1 < bounds.length ? bounds[k + 1] - 1 : Math.floor(cells.most);
      return item('cell-' + cells.step(k), from === to ? grouped(from) : t('{from} to {to}', {from: grouped(from), to: grouped(to)}));
    });
    if (cells.measure === 'deaths') {
      if (counts.events.some((n, c) => n && !values[c] && !cells.isUnknown(c))) items.unshift(item('paper', t('none')));
      if (counts.events.some((n, c) => n && cells.isUnknown(c))) items.push(item('paper', t('? no event has a number')));
    }
    return items;
  }

  notes() {
    const {cells} = this, {counts} = cells;
    /** @type {string[]} */
    const notes = [];
    if (cells.measure === 'deaths') {
      let none = 0;
      for (const n of counts.unknown) none += n;
      if (none) notes.push(tn('{n} event gives no number of deaths; where others do, the sum ends in +.|{n} events give no number of deaths; where others do, the sum ends in +.', none));
    }
    if (counts.coarse && cells.fineOnly) notes.push(tn('{n} event is known only to a region or a country and is not in the shading.|{n} events are known only to a region or a country and are not in the shading.', counts.coarse));
    if (counts.rough && cells.mode === 'hex') notes.push(tn('{n} event is known only to a district or a province and counts where its mark stands.|{n} events are known only to a district or a province and count where their marks stand.', counts.rough));
    if (counts.outside) notes.push(tn('{n} event is in none of these areas.|{n} events are in none of these areas.', counts.outside));
    if (counts.several) notes.push(tn('{n} event at several places counts in each.|{n} events at several places count in each.', counts.several));
    return notes;
  }

  /** The areas with their numbers, most first: the shading for keyboard and screen reader. */
  fillTable() {
    const {cells, table} = this;
    if (table.hidden || !table.open || !cells.isCounted || cells.mode !== 'areas') return;
    const {counts, areas, hasDeaths} = cells, order = areas.map((_, c) => c).filter(c => counts.events[c]);
    order.sort((a, b) => cells.values[b] - cells.values[a] || counts.events[b] - counts.events[a] || a - b);
    const body = document.getElementById('areas-body'), active = document.activeElement;
    const focused = active instanceof HTMLElement && body.contains(active) ? active.dataset.area : undefined;
    /** @param {number} c */
    const row = c => make('tr', {}, make('th', {scope: 'row'}, make('button', {type: 'button', class: 'link', dir: 'auto', 'data-area': String(c), on: {click: () => this.actions.open(c)}}, areas[c].name)),
      make('td', {}, grouped(counts.events[c])), hasDeaths ? make('td', {}, counts.unknown[c] === counts.events[c] ? t('not reported') : grouped(counts.deaths[c]) + (counts.unknown[c] ? '+' : '')) : null);
    const head = make('tr', {}, make('th', {scope: 'col'}, t(cells.areProvinces ? 'Province' : 'Country')), make('th', {scope: 'col'}, t('Events')), hasDeaths ? make('th', {scope: 'col'}, t('Deaths')) : null);
    const none = areas.length - order.length;
    /** @type {HTMLElement[]} */
    const parts = [make('table', {}, make('thead', {}, head), make('tbody', {}, ...order.map(row)))];
    if (none) parts.push(make('p', {}, cells.areProvinces ? tn('{n} more province has none.|{n} more provinces have none.', none) : tn('{n} more country has none.|{n} more countries have none.', none)));
    body.replaceChildren(...parts);
    const again = focused === undefined ? null : body.querySelector('[data-area="' + focused + '"]');
    if (again instanceof HTMLElement) again.focus({preventScroll: true});
  }
}
