// The events as a list: the map's twin for keyboard, screen reader and paper; knows no canvas.

import {eventCard, reasonText} from './card.js';
import {glyphIcon} from './glyphs.js';
import {grouped, t} from './language.js';
import {dataText, headline, make, whenText, whereText} from './words.js';

/**
 * @import {Counts} from './filters.js'
 * @import {Events} from './payload.js'
 */

const PAGE_SIZE = 50;
const PRINT_SIZE = 200;

export class EventList {
  /**
   * @param {Events} events
   * @param {{select: (row: number) => void, hover: (row: number) => void, zoom: (row: number) => void, countHere: (row: number) => number, showHere: (row: number) => void, more: (row: number) => {buttons: Node[], below: Node[]}|null, mark: (row: number) => Node|null}} actions
   *   more and mark are what is corrected in the card and in the row; countHere gives the events at the place of a row, 0 where they are already all that is shown
   */
  constructor(events, actions) {
    this.events = events;
    this.actions = actions;
    this.box = document.getElementById('list');
    this.page = 0;
    this.size = PAGE_SIZE;
    this.rows = new Int32Array(0);
    /** How many of them have a place: they come first. */
    this.placed = 0;
    this.selected = -1;
    this.focusRow = -1;
    this.printing = false;
    document.getElementById('page-back').addEventListener('click', () => this.turn(this.page - 1));
    document.getElementById('page-next').addEventListener('click', () => this.turn(this.page + 1));
    document.getElementById('jump-link').addEventListener('click', event => { event.preventDefault(); this.jumpToUnplaced(); });
    this.box.addEventListener('keydown', event => this.key(event));
    this.box.addEventListener('pointerover', event => this.actions.hover(this.rowAt(event.target)));
    this.box.addEventListener('pointerleave', () => this.actions.hover(-1));
  }

  /**
   * Show the events of a mask: the placed ones, then those without a place.
   * @param {Uint8Array} mask
   * @param {Counts} counts
   */
  update(mask, counts) {
    const {events} = this, {markStart, n} = events, rows = new Int32Array(counts.shown);
    let placed = 0, unplaced = counts.placed;
    for (let i = 0; i < n; i++) if (mask[i]) { if (markStart[i + 1] > markStart[i]) rows[placed++] = i; else rows[unplaced++] = i; }
    this.rows = rows;
    this.placed = placed;
    const at = this.selected >= 0 ? this.rows.indexOf(this.selected) : -1;
    this.page = at >= 0 ? Math.floor(at / this.size) : 0;
    this.render();
  }

  get pages() { return Math.max(1, Math.ceil(this.rows.length / this.size)); }

  /** The buttons of the rows on this page. */
  buttons() { return [.../** @type {NodeListOf<HTMLButtonElement>} */ (this.box.querySelectorAll('.row'))]; }

  /** @param {number} page */
  turn(page) {
    this.page = Math.max(0, Math.min(this.pages - 1, page));
    this.render();
    document.getElementById('list-box').scrollIntoView({block: 'start'});
    this.buttons()[0]?.focus({preventScroll: true});
  }

  /** Go to the first event, after somebody has asked for those of a place. */
  focusFirst() {
    this.buttons()[0]?.focus();
  }

  jumpToUnplaced() {
    this.page = Math.floor(this.placed / this.size);
    this.render();
    const heading = document.getElementById('not-placed');
    if (heading) { heading.scrollIntoView({block: 'start'}); heading.focus({preventScroll: true}); }
  }

  render() {
    const first = this.page * this.size, last = Math.min(first + this.size, this.rows.length);
    /** @type {HTMLElement[]} */
    const parts = [];
    /** @type {HTMLElement|null} */
    let list = null;
    for (let k = first; k < last; k++) {
      if (k === this.placed) {
        const n = this.rows.length - this.placed;
        parts.push(make('h2', {id: 'not-placed', tabindex: '-1'}, t('Not placed ({n})', {n: grouped(n)})),
          make('p', {class: 'note'}, t('These are reported, but nothing says where closely enough for a mark.')));
        list = null;
      }
      if (!list) { list = make('ul', {class: 'events'}); parts.push(list); }
      list.append(this.item(this.rows[k]));
    }
    if (!parts.length) parts.push(make('p', {class: 'empty'}, this.events.n ? t('No event passes these filters.') : t('There are no events in this file.')));
    // A form that somebody is filling in is the same one in the new list.
    const focused = this.box.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    this.box.replaceChildren(...parts);
    this.renderFrame(first, last);
    this.setRover(this.focusRow);
    if (focused?.isConnected) focused.focus({preventScroll: true});
  }

  /**
   * @param {number} first
   * @param {number} last the row after the last one
   */
  renderFrame(first, last) {
    const unplaced = this.rows.length - this.placed;
    document.getElementById('jump').hidden = !unplaced || !this.placed;
    document.getElementById('jump-link').textContent = t('Not placed ({n})', {n: grouped(unplaced)});
    document.getElementById('pager').hidden = this.pages < 2;
    document.getElementById('page-back').disabled = this.page === 0;
    document.getElementById('page-next').disabled = this.page >= this.pages - 1;
    document.getElementById('page-text').textContent = t('{first}–{last} of {n}', {first: grouped(first + 1), last: grouped(last), n: grouped(this.rows.length)});
  }

  /** @param {number} row */
  item(row) {
    const {events} = this;
    const key = events.glyphKey(row), isSelected = row === this.selected, isOpen = isSelected || this.printing;
    const label = t(events.payload.words.glyphs[events.glyph[row]]);
    const where = whereText(events, row);
    const button = make('button', {type: 'button', class: 'row', tabindex: '-1', 'aria-expanded': String(isOpen), on: {click: () => this.actions.select(isSelected ? -1 : row)}},
      glyphIcon(key, events.firm[row] === 1, 18),
      make('span', {class: 'head', dir: 'auto'}, headline(events, row)),
      make('span', {class: 'meta'}, make('span', {class: 'unseen'}, label + ' · '), whenText(events, row), where ? ' · ' : '', where ? dataText('bdi', where) : null),
      events.isPlaced(row) ? null : make('span', {class: 'why'}, dataText('bdi', reasonText(events, row))), this.actions.mark(row));
    const item = make('li', {class: 'event', 'aria-current': isSelected ? 'true' : null}, button);
    item.style.setProperty('--edge', 'var(--' + key + ')');
    item.dataset.row = String(row);
    if (isOpen) item.append(eventCard(events, row, {zoom: () => this.actions.zoom(row), here: this.actions.countHere(row), showHere: () => this.actions.showHere(row), more: this.actions.more(row)}));
    if (isOpen && !events.has(row)) events.load(row).then(() => this.refresh(row), () => {});
    return item;
  }

  /**
   * Open an event's card, on whatever page it is; -1 closes.
   * @param {number} row
   */
  select(row, {focus = false} = {}) {
    const before = this.selected;
    this.selected = row;
    if (row >= 0) {
      const at = this.rows.indexOf(row), page = Math.floor(at / this.size);
      if (at >= 0 && page !== this.page) { this.page = page; this.focusRow = row; this.render(); }
      this.focusRow = row;
    }
    for (const changed of new Set([before, row])) {
      const old = changed >= 0 ? this.itemOf(changed) : null;
      if (old) old.replaceWith(this.item(changed));
    }
    this.setRover(this.focusRow);
    const item = row >= 0 ? this.itemOf(row) : null;
    if (item) {
      item.scrollIntoView({block: 'nearest'});
      if (focus) focusButton(item);
    } else if (focus && before >= 0) focusButton(this.itemOf(before));
  }

  /**
   * Draw a row again, once its texts have come.
   * @param {number} row
   */
  refresh(row) {
    const old = this.itemOf(row);
    if (!old || !this.events.has(row)) return;
    const focused = old.contains(document.activeElement);
    const item = this.item(row);
    old.replaceWith(item);
    this.setRover(this.focusRow);
    if (focused) focusButton(item);
  }

  /**
   * Open every card of a longer page for paper, or go back.
   * @param {boolean} printing
   */
  setPrinting(printing) {
    this.printing = printing;
    this.size = printing ? PRINT_SIZE : PAGE_SIZE;
    const at = this.selected >= 0 ? this.rows.indexOf(this.selected) : -1;
    this.page = at >= 0 && !printing ? Math.floor(at / this.size) : 0;
    this.render();
  }

  /** @param {number} row @returns {HTMLElement|null} */
  itemOf(row) { return this.box.querySelector('[data-row="' + row + '"]'); }
  /** @param {EventTarget|null} target */
  rowAt(target) {
    const item = target instanceof Element ? target.closest('.event') : null;
    return item instanceof HTMLElement ? Number(item.dataset.row) : -1;
  }

  /**
   * One row of the list is a tab stop; arrows move it.
   * @param {number} row
   */
  setRover(row) {
    const buttons = this.buttons();
    const wanted = buttons.find(button => this.rowAt(button) === row) || buttons[0];
    for (const button of buttons) button.tabIndex = button === wanted ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!(event.target instanceof HTMLButtonElement) || !event.target.classList.contains('row')) {
      if (event.key === 'Escape' && this.selected >= 0) this.actions.select(-1);
      return;
    }
    const buttons = this.buttons(), at = buttons.indexOf(event.target);
    /** @type {Record<string, number|undefined>} */
    const places = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1}, to = places[event.key];
    if (event.key === 'Escape') { this.actions.select(-1); event.preventDefault(); return; }
    if (to === undefined) return;
    event.preventDefault();
    if (to >= buttons.length && this.page < this.pages - 1) { this.turn(this.page + 1); return; }
    if (to < 0 && this.page > 0) {
      this.turn(this.page - 1);
      const last = this.buttons().pop();
      if (last) { this.setRover(this.rowAt(last)); last.focus(); }
      return;
    }
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, to))];
    this.focusRow = this.rowAt(next);
    this.setRover(this.focusRow);
    next.focus();
  }
}

/** @param {HTMLElement|null} item of the list */
function focusButton(item) {
  const button = item?.querySelector('.row');
  if (button instanceof HTMLElement) button.focus({preventScroll: true});
}
