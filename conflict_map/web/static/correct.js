// Corrections made in the cards, and the corrections file that they are downloaded as; the events themselves are not changed.

import {offer} from './download.js';
import {UNKNOWN_WORD, fixLine, fixRecord, pointOf, readFix} from './fixes.js';
import {FixForm, fixLabel} from './fixform.js';
import {svg} from './glyphs.js';
import {inRow, t, tn} from './language.js';
import {dataText, make} from './words.js';

/**
 * @import {Events} from './payload.js'
 * @import {Sketch} from './sketch.js'
 * @import {Fix} from './fixes.js'
 * @typedef {{
 *   redraw: (row: number) => void, open: (row: number) => void, focus: (row: number, what: string) => void, toMap: (byKeyboard: boolean) => void,
 *   calm: () => void, isMeasuring: () => boolean,
 * }} Asks redraw shows a row anew, open its card, focus something in it; toMap brings the map into view, calm ends what else is pressed on it
 */

/** Digits of a position that is pressed on the map: finer than a pixel, and no finer than that. */
const MOST_DIGITS = 5;
const CSV = 'corrections.csv';

export class Corrections {
  /**
   * @param {Events} events
   * @param {import('leaflet').Map} map
   * @param {Sketch} sketch
   * @param {Asks} asks
   */
  constructor(events, map, sketch, asks) {
    this.events = events;
    this.map = map;
    this.sketch = sketch;
    this.asks = asks;
    /** @type {Map<number, Fix>} */
    this.made = new Map();
    /** @type {Map<number, FixForm>} */
    this.forms = new Map();
    /** @type {{made: Map<number, Fix>, forms: Map<number, FixForm>}|null} what was undone, until something else is done */
    this.undone = null;
    /** Who corrects: kept while the page is open, and nowhere else. */
    this.by = '';
    this.isSaved = true;
    this.shown = -1;
    /** @type {{kind: 'place'|'event', form: FixForm, byKeyboard: boolean}|null} */
    this.pick = null;
    this.said = make('span', {role: 'status'});
    this.doing = make('span', {});
    document.getElementById('count').after(make('p', {class: 'corrections'}, this.said, this.doing));
    this.pickText = make('p', {class: 'reading', role: 'status'});
    this.pickBox = make('div', {class: 'tool-box', role: 'group', 'aria-label': t('Correct'), hidden: true}, this.pickText,
      make('div', {class: 'tool-actions'}, make('button', {type: 'button', class: 'quiet', on: {click: () => this.endPick(true)}}, t('Cancel'))));
    document.getElementById('tool-boxes').append(this.pickBox);
    map.on('click', event => this.pressed(event.latlng));
    document.addEventListener('keydown', event => this.pickKey(event), true);
    /** @param {BeforeUnloadEvent} event */
    this.warn = event => event.preventDefault();
  }

  // --- in the list --------------------------------------------------------------------------------

  /** What a row of the list says of its correction. @param {number} row */
  mark(row) {
    const fix = this.made.get(row);
    return fix ? make('span', {class: 'fix-mark'}, t('Corrected here, not in the file') + t(': ') + this.short(fix)) : null;
  }

  /** @param {Fix} fix */
  short(fix) {
    if (fix.action) return this.actionText(fix);
    return inRow(fix.changes.map(([name]) => fixLabel(name)));
  }

  /** @param {Fix} fix */
  actionText({action}) {
    if (action === 'drop') return t('dropped');
    return action === 'split' ? t('split') : t('merged with {id}', {id: action.slice('merge:'.length)});
  }

  /**
   * What a card has of corrections: buttons for its line of buttons, and what stands below it.
   * @param {number} row
   * @returns {{buttons: Node[], below: Node[]}}
   */
  card(row) {
    const fix = this.made.get(row), form = this.forms.get(row), below = [];
    const open = make('button', {type: 'button', class: 'quiet fix-open', on: {click: () => this.open(row)}}, fix ? t('Correct again') : t('Correct'));
    if (fix) below.push(this.note(row, fix));
    if (form?.isOpen) below.push(form.node);
    return {buttons: form?.isOpen ? [] : [open], below};
  }

  /** @param {number} row @param {Fix} fix */
  note(row, fix) {
    /** @param {string} text */
    const value = text => (text && text !== UNKNOWN_WORD ? dataText('bdi', text) : t('unknown'));
    const lines = fix.changes.map(([name, before, after]) => make('li', {}, fixLabel(name), t(': '),
      make('span', {class: 'unseen'}, t('before'), ' '), make('s', {}, value(before)), ' ', make('span', {class: 'unseen'}, t('now'), ' '), make('b', {}, value(after))));
    if (fix.action) lines.push(make('li', {}, make('b', {}, this.actionText(fix))));
    const who = [fix.by, fix.why].filter(Boolean);
    return make('div', {class: 'fix-note'}, make('p', {}, t('Corrected here, not in the file')), make('ul', {}, ...lines),
      who.length ? make('p', {class: 'small'}, dataText('bdi', who.join(' · '))) : null,
      make('p', {class: 'actions'}, make('button', {type: 'button', class: 'quiet fix-undo', on: {click: () => this.undo(row)}}, t('Undo'))));
  }

  /** @param {number} row */
  async open(row) {
    await this.events.load(row);
    let form = this.forms.get(row);
    if (!form) {
      /** @type {FixForm} */
      const made = new FixForm(this.events, row, {
        take: () => this.take(made), close: () => this.close(row), leave: () => { this.forms.delete(row); this.close(row); },
        pick: (kind, byKeyboard) => this.startPick(kind, made, byKeyboard), changed: () => this.follow(),
      });
      made.node.addEventListener('input', () => this.follow());
      made.inputs.by.value = this.by;
      form = made;
      this.forms.set(row, form);
    }
    form.isOpen = true;
    this.asks.redraw(row);
    this.asks.focus(row, '.fix select');
    this.follow();
  }

  /** Close the form; what is typed in it stays. @param {number} row */
  close(row) {
    const form = this.forms.get(row);
    if (form) form.isOpen = false;
    this.endPick();
    this.asks.redraw(row);
    this.asks.focus(row, '.fix-open');
    this.follow();
  }

  /** Take a correction up, if it is one. @param {FixForm} form */
  take(form) {
    const {fix, faults} = readFix(form.given(), this.events, form.row, this.made);
    form.show(faults);
    if (Object.keys(faults).length) return;
    const runner = form.runnerButtons.find(button => button.value === fix.sets.place);
    if (runner) fix.changes = fix.changes.map(([name, before, after]) => [name, before, name === 'place' ? runner.textContent + ' (' + after + ')' : after]);
    this.by = fix.by;
    this.made.set(form.row, fix);
    this.changed();
    this.close(form.row);
  }

  /** @param {number} row */
  undo(row) {
    this.made.delete(row);
    this.forms.delete(row);
    this.changed();
    this.asks.redraw(row);
    this.asks.focus(row, '.fix-open');
    this.follow();
  }

  undoAll() {
    const before = {made: this.made, forms: this.forms}, rows = [...this.made.keys()];
    this.made = new Map();
    this.forms = new Map([...before.forms].filter(([row]) => !before.made.has(row)));
    this.changed();
    this.undone = before;
    this.say();
    for (const row of rows) this.asks.redraw(row);
    this.doing.querySelector('button')?.focus();
    this.follow();
  }

  bringBack() {
    if (!this.undone) return;
    const {made, forms} = this.undone;
    this.made = made;
    this.forms = new Map([...forms, ...this.forms]);
    this.changed();
    for (const row of made.keys()) this.asks.redraw(row);
    this.doing.querySelector('button')?.focus();
    this.follow();
  }

  // --- how many there are, and the file -------------------------------------------------------------

  changed() {
    this.undone = null;
    this.isSaved = !this.made.size;
    this.say();
  }

  /** Say how many there are, and ask before they are lost. */
  say() {
    const n = this.made.size;
    // Only while something would be lost: a listener alone keeps the browser from bringing the page back at once.
    if (this.isSaved) window.removeEventListener('beforeunload', this.warn); else window.addEventListener('beforeunload', this.warn);
    this.said.textContent = n ? tn('{n} correction made here|{n} corrections made here', n) : this.undone ? t('All corrections are undone.') : '';
    /** @param {string} text @param {(press: MouseEvent) => void} press */
    const link = (text, press) => make('button', {type: 'button', class: 'link', on: {click: press}}, text);
    /** @type {(Node|string)[]} */
    const parts = n ? [' · ', link(t('Download corrections (CSV)'), press => this.download(press)), ' · ', link(t('Undo all'), () => this.undoAll())] : this.undone ? [' · ', link(t('Bring them back'), () => this.bringBack())] : [];
    if (n && this.isSaved) parts.push(make('span', {class: 'small'}, ' · ', t('downloaded; apply it with {option}', {option: '--corrections ' + CSV})));
    this.doing.replaceChildren(...parts);
  }

  /** Only a reader's own press starts it, never a script's. @param {MouseEvent} press */
  async download(press) {
    if (!press.isTrusted) return;
    const {columns} = this.events.payload.editing, lines = ['\ufeff' + columns.join(',') + '\r\n'];
    for (const [row, fix] of [...this.made].sort((a, b) => a[0] - b[0])) {
      await this.events.load(row);  // its texts may have made room for others
      lines.push(fixLine(columns, fixRecord(this.events, row, fix)));
    }
    offer(new Blob(lines, {type: 'text/csv;charset=utf-8'}), CSV);
    this.isSaved = true;
    this.say();
    this.doing.querySelector('button')?.focus();
  }

  // --- on the map -------------------------------------------------------------------------------------

  /** Show where the event of the open card is put, if by coordinates. @param {number} [row] */
  follow(row = this.shown) {
    this.shown = row;
    const form = this.forms.get(row), fix = this.made.get(row);
    const point = form?.isOpen ? (form.value('action') ? null : pointOf(form.value('place'))) : fix ? fix.at : null;
    const isThere = point && Math.abs(point.lat) <= 85 && Math.abs(point.lon) <= 180;
    this.sketch.set('corrected', !isThere ? null : project => {
      const {x, y} = project({lat: point.lat, lon: this.events.unrolled(point.lon)}), isRight = x > this.map.getSize().x - 130;
      return [...['sketch-halo', 'sketch-line'].map(kind => svg('circle', {class: kind + ' sketch-fix', cx: x.toFixed(1), cy: y.toFixed(1), r: '9'})), svg('circle', {class: 'sketch-fix-dot', cx: x.toFixed(1), cy: y.toFixed(1), r: '2'}),
        svg('text', {class: 'sketch-text', x: (isRight ? x - 14 : x + 14).toFixed(1), y: (y + 4).toFixed(1), 'text-anchor': isRight ? 'end' : 'start'}, /** @type {any} */ (t('corrected here')))];
    });
  }

  /** Whether presses on the map are positions now. */
  get picksPlace() { return this.pick?.kind === 'place'; }

  /** @param {'place'|'event'} kind @param {FixForm} form @param {boolean} byKeyboard */
  startPick(kind, form, byKeyboard) {
    this.endPick();
    this.asks.calm();
    this.pick = {kind, form, byKeyboard};
    this.pickBox.hidden = false;
    if (kind === 'event') this.pickText.textContent = t('Press the other event, in the list or on the map. Escape ends.');
    else this.pickText.textContent = byKeyboard ? t('Arrow keys move the map, Enter takes its middle. Escape ends.') : t('Press the place on the map. Escape ends.');
    if (kind === 'event') { if (byKeyboard) this.asks.focus(form.row, '.row'); return; }
    this.map.getContainer().classList.add('measuring');
    this.asks.toMap(byKeyboard);
    if (!byKeyboard) return;
    this.sketch.set('pick', () => {
      const {x, y} = this.map.getSize().divideBy(2), arms = 'M' + (x - 13) + ' ' + y + 'H' + (x + 13) + 'M' + x + ' ' + (y - 13) + 'V' + (y + 13);
      return ['sketch-halo', 'sketch-line'].map(kind => svg('path', {class: kind, d: arms}));
    });
  }

  /** @param {boolean} [isBack] whether the focus goes back to where it was asked for */
  endPick(isBack = false) {
    if (!this.pick) return;
    const {form, kind} = this.pick;
    this.pick = null;
    this.pickBox.hidden = true;
    this.pickText.textContent = '';
    this.map.getContainer().classList.remove('measuring');
    this.sketch.set('pick', null);
    if (!isBack) return;
    this.asks.open(form.row);
    this.asks.focus(form.row, kind === 'place' ? '.fix-point' : '.fix-pick');
  }

  /** @param {{lat: number, lng: number}} at */
  pressed({lat, lng}) {
    if (this.pick?.kind !== 'place') return;
    if (this.asks.isMeasuring()) { this.endPick(); return; }
    const perPixel = 360 / (256 * 2 ** this.map.getZoom()), digits = Math.max(0, Math.min(MOST_DIGITS, Math.ceil(-Math.log10(perPixel / 2))));
    const lon = ((((lng + 180) % 360) + 360) % 360) - 180, {form} = this.pick;
    form.set('place', Number(lat.toFixed(digits)) + ', ' + Number(lon.toFixed(digits)));
    this.endPick(true);
  }

  /** Take the event that was asked for; false where none was. @param {number} row */
  takes(row) {
    if (this.pick?.kind !== 'event') return false;
    const {form} = this.pick;
    if (row !== form.row) form.set('merge', this.events.id(row));
    this.endPick(true);
    return true;
  }

  /** @param {KeyboardEvent} event */
  pickKey(event) {
    if (!this.pick) return;
    if (event.key === 'Escape') this.endPick(true);
    else if (event.key === 'Enter' && this.pick.kind === 'place' && event.target === this.map.getContainer()) this.pressed(this.map.getCenter());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
