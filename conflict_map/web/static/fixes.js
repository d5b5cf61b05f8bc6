// What may be corrected of an event, and how a corrections file says it (docs/corrections.md); knows no control of the page.

import {isolated, longDay, t} from './language.js';
import {deathsText, isoDay, parseDay} from './words.js';

/**
 * @import {Events} from './payload.js'
 * @typedef {'place'|'place_name'|'type'|'sub_type'|'date_start'|'date_end'|'actor1'|'actor2'|'fatalities'} SetName
 * @typedef {{
 *   sets: Partial<Record<SetName, string>>, action: string, by: string, why: string, at: {lat: number, lon: number}|null,
 *   changes: [name: string, before: string, after: string][],
 * }} Fix a correction of one event: cells as the file has them, and what they change in words
 */

/** The word that sets a value to unknown; an empty cell does not. */
export const UNKNOWN_WORD = 'unknown';
const POINT = /^([+-]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)$/;
/** What the file takes for an id of the gazetteer. */
export const PLACE_ID = /^[a-z][a-z0-9_-]*:\S+$/;
const ONE_COUNT = /^\d{1,9}$/, TWO_COUNTS = /^(\d{1,9})\s*[-–]\s*(\d{1,9})$/, THREE_COUNTS = /^(\d{1,9})\s*\/\s*(\d{0,9})\s*\/\s*(\d{1,9})$/;
/** NUL, or half a surrogate pair: no file can carry it. */
const UNWRITABLE = /\0|[\ud800-\udfff]/u;
/** What a spreadsheet would run; such a cell gets an apostrophe, and so does one that begins with an apostrophe. */
const RISKY = /^[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]/;

/** What is wrong with a value, in one line. */
class FixFault extends Error {}

/**
 * Digits of Arabic and Persian as those that the file has.
 * @param {string} text
 */
const plainDigits = text => text.replace(/[٠-٩۰-۹]/g, digit => String(digit.charCodeAt(0) & 15)).replace(/٫/g, '.').replace(/،/g, ',');

/**
 * The point that a text means as `LAT, LON` in degrees; null where it is no such text.
 * @param {string} text
 */
export function pointOf(text) {
  const found = POINT.exec(plainDigits(text).trim());
  return found ? {lat: Number(found[1]), lon: Number(found[2])} : null;
}

/** @param {string} text */
function placeCell(text) {
  const point = pointOf(text);
  if (!point) {
    if (PLACE_ID.test(text) || /\p{L}/u.test(text)) return checkedText(text);
    throw new FixFault(t('Expected an id, a name, or coordinates as 35.13, 36.75.'));
  }
  if (Math.abs(point.lat) > 90) throw new FixFault(t('Expected a latitude from −90 to 90 first; this is {n}.', {n: point.lat}));
  if (Math.abs(point.lon) > 180) throw new FixFault(t('Expected a longitude from −180 to 180; this is {n}.', {n: point.lon}));
  if (!point.lat && !point.lon) throw new FixFault(t('Expected a place; 0, 0 is a missing coordinate.'));
  return point.lat + ', ' + point.lon;
}

/** @param {string} text */
function checkedText(text) {
  if (UNWRITABLE.test(text)) throw new FixFault(t('Holds a sign that no file can carry; write it again.'));
  return text;
}

/** @param {string} given */
function tollCell(given) {
  const text = plainDigits(given), two = TWO_COUNTS.exec(text), three = THREE_COUNTS.exec(text);
  if (ONE_COUNT.test(text)) return text;
  const counts = (two || three || []).slice(1).filter(Boolean).map(Number);
  if (!counts.length) throw new FixFault(t('Expected a count of deaths as 4, 3-5 or 3/4/5, or {word}.', {word: UNKNOWN_WORD}));
  if (counts.some((n, k) => k && n < counts[k - 1])) throw new FixFault(t('Expected the lowest count first and the highest last.'));
  return text;
}

/** @type {Record<string, (text: string) => string>} */
const READERS = {place: placeCell, place_name: checkedText, type: checkedText, sub_type: checkedText, actor1: checkedText, actor2: checkedText, fatalities: tollCell};

/**
 * What an event has now, as a reader sees it; empty where nothing is known.
 * @param {Events} events
 * @param {number} row
 * @returns {Record<SetName, string>}
 */
export function foundTexts(events, row) {
  /** @param {string} name */
  const get = name => events.get(name, row) || '';
  /** @param {string} name */
  const day = name => { const value = events.get(name, row); return value === null ? '' : longDay(value); };
  const name = get('place_name').replace(/[\u2068\u2069]/g, ''), at = events.isPlaced(row) ? events.position(row).map(degrees => degrees.toFixed(4)).join(', ') : '';
  return {
    place: name || at, place_name: name, type: get('event_type'), sub_type: get('sub_event_type'), date_start: day('date_start'), date_end: day('date_end'),
    actor1: get('actor1'), actor2: get('actor2'), fatalities: deathsText(events, row),
  };
}

/**
 * Read what somebody filled in, by the rules by which the file is read (conflict_map/corrections/reading.py).
 * @param {Record<string, string>} given by field; `no_date` is '1' where the date is not known, `broken` names dates that are half filled in
 * @param {Events} events
 * @param {number} row
 * @param {Map<number, Fix>} others what is corrected of other events
 * @returns {{fix: Fix, faults: Record<string, string>}} faults by field, '' for the whole
 */
export function readFix(given, events, row, others) {
  /** @type {Record<string, string>} */
  const faults = {};
  /** @type {Partial<Record<string, string>>} */
  const sets = {};
  /** @param {string} name @param {() => void} read */
  const attempt = (name, read) => {
    try { read(); } catch (error) {
      if (!(error instanceof FixFault)) throw error;
      faults[name] = error.message;
    }
  };
  const action = given.action === 'merge' ? 'merge:' + given.merge.trim() : given.action;
  if (!action) {
    for (const [name, reader] of Object.entries(READERS)) {
      const text = given[name].trim();
      if (text) attempt(name, () => { sets[name] = text.toLowerCase() === UNKNOWN_WORD && name !== 'place_name' ? UNKNOWN_WORD : reader(text); });
    }
    attempt('sub_type', () => checkTypes(sets, events.payload.editing.sub_types));
    attempt('place_name', () => {
      if (sets.place_name && (sets.place === UNKNOWN_WORD || (!sets.place && !events.isPlaced(row)))) throw new FixFault(t('There is no place to be named: say where it is.'));
    });
    readDates(given, sets, events, row, attempt);
  } else attempt(given.action === 'merge' ? 'merge' : 'action', () => checkAction(given, events, row, others));
  for (const name of ['by', 'why']) attempt(name, () => { checkedText(given[name]); });
  const changes = action ? [] : changesOf(sets, events, row);
  if (!action && !changes.length && !Object.keys(faults).length) faults[''] = Object.keys(sets).length ? t('It is so already.') : t('Nothing is corrected yet: fill in what is wrong.');
  return {fix: {sets, action, by: given.by.trim(), why: given.why.trim(), at: sets.place ? pointOf(sets.place) : null, changes}, faults};
}

/**
 * @param {Partial<Record<string, string>>} sets
 * @param {Record<string, string>} known each sub-type's type
 */
function checkTypes({type, sub_type: sub}, known) {
  if (type && sub && sub !== UNKNOWN_WORD && known[sub] !== type) throw new FixFault(t('Expected a sub-type of {type}; this is one of {other}.', {type: isolated(type), other: isolated(known[sub])}));
}

/**
 * One day that is set moves an event of one day; of several days it moves that end.
 * @param {Record<string, string>} given
 * @param {Partial<Record<string, string>>} sets
 * @param {Events} events
 * @param {number} row
 * @param {(name: string, read: () => void) => void} attempt
 */
function readDates(given, sets, events, row, attempt) {
  const names = ['date_start', 'date_end'];
  if (given.no_date) { sets.date_end = UNKNOWN_WORD; return; }
  for (const name of names) {
    attempt(name, () => {
      if (given.broken.includes(name) || (given[name] && (parseDay(given[name]) === null || given[name] < '0001'))) throw new FixFault(t('Expected a whole date, or an empty field.'));
      if (given[name]) sets[name] = given[name];
    });
  }
  const [oldStart, oldEnd] = names.map(name => events.get(name, row)), isOneDay = oldStart === oldEnd || oldEnd === null;
  let start = sets.date_start ? parseDay(sets.date_start) : oldStart, end = sets.date_end ? parseDay(sets.date_end) : oldEnd;
  if (!sets.date_end && isOneDay && start !== null) end = start;
  if (!sets.date_start && isOneDay) start = end;
  attempt(sets.date_end ? 'date_end' : 'date_start', () => {
    if ((sets.date_start || sets.date_end) && start !== null && end !== null && start > end) throw new FixFault(t('The event would end ({end}) before it starts ({start}).', {start: longDay(start), end: longDay(end)}));
  });
}

/**
 * @param {Record<string, string>} given
 * @param {Events} events
 * @param {number} row
 * @param {Map<number, Fix>} others
 */
function checkAction(given, events, row, others) {
  const into = 'merge:' + events.id(row);
  for (const [other, fix] of others) if (other !== row && fix.action === into) throw new FixFault(t('Another event is merged into this one here: undo that first.'));
  if (given.action !== 'merge') return;
  const id = given.merge.trim(), target = id ? events.rowOf(id) : -1;
  if (target === row) throw new FixFault(t('An event is not merged with itself.'));
  if (target < 0) throw new FixFault(t('Expected the id of another event on this map.'));
  if (others.get(target)?.action) throw new FixFault(t('That event is itself dropped, merged or split here.'));
  if (events.get('duplicate_of', target) === events.id(row)) throw new FixFault(t('It is part of this event already.'));
}

/**
 * @param {Partial<Record<string, string>>} sets
 * @param {Events} events
 * @param {number} row
 */
function changesOf(sets, events, row) {
  const found = /** @type {Record<string, string>} */ (foundTexts(events, row));
  /** @type {[string, string, string][]} */
  const changes = [];
  for (const [name, cell] of Object.entries(sets)) {
    const day = name.startsWith('date_') ? parseDay(cell) : null, after = day === null ? /** @type {string} */ (cell) : longDay(day);
    if (after !== (found[name] || UNKNOWN_WORD)) changes.push([name, found[name], after]);
  }
  return changes;
}

/**
 * A correction as a row of the file, by the names of its columns.
 * @param {Events} events
 * @param {number} row whose texts are at hand
 * @param {Fix} fix
 * @returns {Record<string, string|number|null>}
 */
export function fixRecord(events, row, fix) {
  /** @param {string} name */
  const get = name => events.get(name, row) ?? null;
  /** @param {string} name */
  const day = name => { const value = get(name); return value === null ? null : isoDay(value); };
  const [lat, lon] = events.isPlaced(row) ? events.position(row) : [null, null], detail = events.detail(row);
  const tolls = ['low', 'best', 'high'].map(name => get('fatalities_' + name)), known = new Set(tolls.filter(n => n !== null));
  return {
    about: 'event', article_id: get('article_id'), event_id: events.id(row), quote: get('quote'), quote_start: get('quote_start'),
    found_place: foundTexts(events, row).place_name, found_place_id: get('place_ids'), found_lat: lat, found_lon: lon, found_country: get('country'),
    found_precision: get('geo_precision'), found_role: get('place_role'), found_type: get('event_type'), found_sub_type: get('sub_event_type'),
    found_date_start: day('date_start'), found_date_end: day('date_end'), found_actor1: get('actor1'), found_actor2: get('actor2'),
    found_fatalities: !known.size ? null : known.size === 1 && tolls[1] !== null ? tolls[1] : tolls.map(n => n ?? '').join('/'),
    found_confidence: get('confidence'), how_placed: get('how_placed'), notes: get('notes'),
    runners_up: detail ? detail.runners.map((/** @type {{name: string, id: string}} */ one) => one.name + ' (' + one.id + ')').join('; ') : null,
    ...Object.fromEntries(Object.entries(fix.sets).map(([name, cell]) => ['set_' + name, cell])), action: fix.action, by: fix.by, why: fix.why,
  };
}

/** @param {string|number|null|undefined} value */
function fixCell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = RISKY.test(value) ? "'" + value : value;
  return /[",;|\t\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

/**
 * A line of the file (RFC 4180).
 * @param {readonly string[]} columns
 * @param {Record<string, string|number|null>} record
 */
export const fixLine = (columns, record) => columns.map(name => fixCell(record[name])).join(',') + '\r\n';
