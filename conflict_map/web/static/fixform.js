// The form in which one event is corrected; it knows the fields and what is so now, and neither the map nor other events.

import {PLACE_ID, UNKNOWN_WORD, foundTexts} from './fixes.js';
import {t} from './language.js';
import {dataText, make} from './words.js';

/** @import {Events} from './payload.js' */

/** @type {Record<string, string>} */
const FIX_LABELS = {
  place: 'Place', place_name: 'Name of the place', type: 'Type', sub_type: 'Sub-type', date_start: 'First day', date_end: 'Last day',
  actor1: 'First actor', actor2: 'Second actor', fatalities: 'Deaths',
};

/** What a field is called. @param {string} name */
export const fixLabel = name => t(FIX_LABELS[name]);

/** The fields of one event's correction; it stays as it is while its card is closed. */
export class FixForm {
  /**
   * @param {Events} events
   * @param {number} row
   * @param {{take: () => void, leave: () => void, close: () => void, pick: (kind: 'place'|'event', byKeyboard: boolean) => void, changed: () => void}} asks
   */
  constructor(events, row, asks) {
    this.events = events;
    this.row = row;
    this.asks = asks;
    this.isOpen = true;
    /** @type {Record<string, any>} the controls by the names of their fields */
    this.inputs = {};
    /** @type {Record<string, HTMLElement>} */
    this.faultBoxes = {};
    /** @type {HTMLButtonElement[]} */
    this.runnerButtons = [];
    this.found = /** @type {Record<string, string>} */ (foundTexts(events, row));
    this.node = this.build();
    this.follow();
  }

  build() {
    const detail = this.events.detail(this.row), isSplit = Boolean(detail && detail.claims.length > 1);
    const says = make('p', {class: 'small'}, t('An empty field changes nothing. Write {word} for what nobody knows.', {word: UNKNOWN_WORD}));
    this.values = make('div', {class: 'fix-values'}, says, this.placeField(), this.text('place_name'),
      make('div', {class: 'fix-pair'}, this.select('type', this.typeOptions()), this.select('sub_type', this.subTypeOptions())),
      make('div', {class: 'fix-pair'}, this.text('date_start', {type: 'date', max: '9999-12-31'}), this.text('date_end', {type: 'date', max: '9999-12-31'})),
      this.noDate(),
      make('div', {class: 'fix-pair'}, this.text('actor1'), this.text('actor2')), this.text('fatalities', {autocapitalize: 'none'}, t('4, 3-5, or lowest/best/highest: 3/4/5')));
    const actions = [['', t('Change what is wrong')], ['drop', t('Drop it: this is no event')], ['merge', t('Merge it with another event')]];
    if (isSplit) actions.push(['split', t('Split it: these are several events')]);
    const action = this.select('action', actions.map(([value, text]) => make('option', {value}, text)), t('What to do'));
    this.merging = make('div', {}, this.text('merge', {autocapitalize: 'none'}, '', t('Id of the other event'),
      this.button(t('Pick it in the list'), press => this.asks.pick('event', press.detail === 0), 'fix-pick')));
    this.faultBoxes[''] = make('p', {class: 'fix-fault', role: 'alert', hidden: true});
    const node = make('fieldset', {class: 'fix', on: {keydown: (/** @type {KeyboardEvent} */ event) => this.key(event), input: () => this.follow()}},
      make('legend', {}, t('Correct this event')), action, this.merging, this.values,
      this.text('by', {autocomplete: 'name'}, '', t('Corrected by')), this.text('why', {}, '', t('Reason')),
      this.faultBoxes[''],
      make('p', {class: 'actions'}, this.button(t('Add correction'), () => this.asks.take(), 'fix-take'), this.button(t('Cancel'), () => this.asks.leave())));
    return node;
  }

  /** @param {string} text @param {(press: MouseEvent) => void} press @param {string} [name] */
  button(text, press, name = '') { return make('button', {type: 'button', class: 'quiet ' + name, on: {click: press}}, text); }

  /**
   * A label with what is so now, a control, and room for what is wrong with it.
   * @param {string} name
   * @param {HTMLElement} control
   * @param {string} [label]
   * @param {string} [hint]
   * @param {...Node} more
   */
  field(name, control, label, hint, ...more) {
    const id = 'fix-' + name + '-' + this.row, now = label ? '' : this.found[name];
    control.id = id;
    this.inputs[name] = control;
    this.faultBoxes[name] = make('p', {class: 'fix-fault', id: id + '-fault', hidden: true});
    if (hint) control.setAttribute('aria-describedby', id + '-hint');
    return make('div', {class: 'fix-field'},
      make('label', {for: id}, label || fixLabel(name), now ? make('span', {class: 'small'}, ' · ', t('now'), ' ', dataText('bdi', now)) : null),
      control, this.faultBoxes[name], hint ? make('p', {class: 'small', id: id + '-hint'}, hint) : null, ...more);
  }

  /**
   * @param {string} name
   * @param {Record<string, any>} [attributes]
   * @param {string} [hint]
   * @param {string} [label]
   * @param {...Node} more
   */
  text(name, attributes, hint, label, ...more) {
    return this.field(name, make('input', {type: 'text', name, dir: attributes?.type ? null : 'auto', autocomplete: 'off', spellcheck: 'false', maxlength: '500', ...attributes}), label, hint, ...more);
  }

  /** @param {string} name @param {HTMLElement[]} options @param {string} [label] */
  select(name, options, label) { return this.field(name, make('select', {name}, ...options), label); }

  typeOptions() {
    const {types} = this.events.payload.editing;
    return [make('option', {value: ''}, t('no change')), ...types.map((/** @type {string} */ word) => make('option', {value: word}, word)), make('option', {value: UNKNOWN_WORD}, t('unknown'))];
  }

  subTypeOptions() {
    /** @type {Record<string, string>} */
    const known = this.events.payload.editing.sub_types;
    const groups = this.events.payload.editing.types.map((/** @type {string} */ type) => make('optgroup', {label: type},
      ...Object.keys(known).filter(sub => known[sub] === type).map(sub => make('option', {value: sub}, sub))));
    return [make('option', {value: ''}, t('no change')), ...groups, make('option', {value: UNKNOWN_WORD}, t('unknown'))];
  }

  /** The place as text, what else it could be, and the map. */
  placeField() {
    const detail = this.events.detail(this.row), runners = (detail ? detail.runners : []).filter((/** @type {{id?: string}} */ one) => PLACE_ID.test(one.id || ''));
    this.runnerButtons = runners.map((/** @type {{id: string, name: string, where: string}} */ one) => {
      const button = /** @type {HTMLButtonElement} */ (this.button('', () => { this.set('place', this.value('place') === one.id ? '' : one.id); }, 'fix-runner'));
      button.append(dataText('bdi', one.name + (one.where ? ', ' + one.where : '')));
      button.value = one.id;
      return button;
    });
    const choices = runners.length ? make('div', {class: 'fix-choices', role: 'group', 'aria-label': t('Could also be')}, make('span', {class: 'small'}, t('Could also be')), ...this.runnerButtons) : make('span', {});
    return this.text('place', {autocapitalize: 'none'}, t('An id of the gazetteer, latitude and longitude, or a name that only one place has'), '',
      make('div', {class: 'fix-choices'}, this.button(t('Pick on the map'), press => this.asks.pick('place', press.detail === 0), 'fix-point')), choices);
  }

  noDate() {
    this.inputs.no_date = make('input', {type: 'checkbox', name: 'no_date'});
    return make('label', {class: 'check'}, this.inputs.no_date, t('The date is not known'));
  }

  /** @param {string} name */
  value(name) { return this.inputs[name].value; }

  /** @param {string} name @param {string} text */
  set(name, text) {
    this.inputs[name].value = text;
    this.follow();
    this.asks.changed();
  }

  /** Show what belongs to the choices that are made. */
  follow() {
    const action = this.value('action');
    if (this.values) this.values.hidden = Boolean(action);
    if (this.merging) this.merging.hidden = action !== 'merge';
    for (const name of ['date_start', 'date_end']) this.inputs[name].disabled = this.inputs.no_date.checked;
    for (const button of this.runnerButtons) button.setAttribute('aria-pressed', String(button.value === this.value('place').trim()));
  }

  given() {
    /** @type {Record<string, string>} */
    const given = {};
    for (const name of Object.keys(this.inputs)) given[name] = this.value(name);
    given.no_date = this.inputs.no_date.checked ? '1' : '';
    given.broken = ['date_start', 'date_end'].filter(name => this.inputs[name].validity.badInput).join(' ');
    return given;
  }

  /**
   * Say what is wrong, and go to the first of it.
   * @param {Record<string, string>} faults
   */
  show(faults) {
    let first = null;
    for (const [name, box] of Object.entries(this.faultBoxes)) {
      const input = this.inputs[name], fault = faults[name] || '';
      box.textContent = fault;
      box.hidden = !fault;
      if (!input) continue;
      const hint = document.getElementById(input.id + '-hint') ? input.id + '-hint' : '';
      if (fault) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid');
      const told = [fault ? box.id : '', hint].filter(Boolean).join(' ');
      if (told) input.setAttribute('aria-describedby', told); else input.removeAttribute('aria-describedby');
      if (fault && !first) first = input;
    }
    if (first) first.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === 'Escape') this.asks.close();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) this.asks.take();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
