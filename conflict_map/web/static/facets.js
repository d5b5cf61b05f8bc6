// The controls of the filters: type chips that are the legend, choices, search; knows no list.

import {CHOICES} from './filters.js';
import {glyphIcon} from './glyphs.js';
import {grouped, make} from './words.js';

export class Facets {
  /**
   * @param {Filters} filters
   * @param {() => void} changed called after a filter was changed
   */
  constructor(filters, changed) {
    this.filters = filters;
    this.changed = changed;
    this.makeChips();
    this.makeSelects();
    this.search = document.getElementById('search');
    this.search.addEventListener('input', () => { filters.query = this.search.value; changed(); });
    this.clear = document.getElementById('clear');
    this.clear.addEventListener('click', () => { filters.reset(); changed(); });
    document.getElementById('place-filter-off').addEventListener('click', () => { filters.sites = null; changed(); });
  }

  makeChips() {
    const {events} = this.filters;
    const present = new Set(events.glyph);
    this.chips = events.words.glyphs.map(([key, label], type) => {
      if (!present.has(type)) return null;
      const firm = events.firm.some((f, i) => f && events.glyph[i] === type);
      const number = make('span', {class: 'n'});
      const chip = make('button', {type: 'button', class: 'chip', 'aria-pressed': 'true', on: {click: () => this.toggle(type)}},
        glyphIcon(key, firm), make('span', {}, label), number);
      document.getElementById('chips').append(chip);
      return {chip, number, label};
    });
  }

  toggle(type) {
    const {hidden} = this.filters;
    if (hidden.has(type)) hidden.delete(type); else hidden.add(type);
    this.changed();
  }

  makeSelects() {
    const {filters} = this, {words} = filters.events;
    const box = document.getElementById('selects');
    this.selects = [];
    for (const choice of CHOICES) {
      const values = filters.values(choice);
      if (values.length < 2) continue;
      const name = value => choice.key === 'precision' ? words.precisions[value] || String(value)
        : choice.key === 'status' ? words.statuses[value] || value : value;
      if (choice.key === 'precision') values.sort((a, b) => a[0] - b[0]);
      const select = make('select', {'aria-label': choice.label},
        make('option', {value: ''}, 'all'),
        ...values.map(([value, count], i) => make('option', {value: String(i), dir: 'auto'}, name(value) + ' (' + grouped(count) + ')')));
      select.addEventListener('change', () => {
        if (select.value === '') delete filters.choices[choice.key];
        else filters.choices[choice.key] = values[+select.value][0];
        this.changed();
      });
      this.selects.push({choice, select, values});
      box.append(make('label', {}, choice.label, select));
    }
    document.getElementById('more-filters').hidden = this.selects.length === 0;
  }

  /** Show the state of the filters, and what each type would add. */
  update(counts) {
    const {filters} = this;
    this.chips.forEach((entry, type) => {
      if (!entry) return;
      entry.chip.setAttribute('aria-pressed', String(!filters.hidden.has(type)));
      entry.number.textContent = grouped(counts.byType[type]);
    });
    for (const {choice, select, values} of this.selects) {
      const at = choice.key in filters.choices ? values.findIndex(pair => pair[0] === filters.choices[choice.key]) : -1;
      select.value = at < 0 ? '' : String(at);
    }
    if (this.search.value !== filters.query) this.search.value = filters.query;
    this.clear.hidden = !filters.isActive;
    const box = document.getElementById('place-filter');
    box.hidden = filters.sites === null;
    if (filters.sites) document.getElementById('place-filter-text').textContent = filters.sitesName;
  }
}
