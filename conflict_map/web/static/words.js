// Dates, numbers and names as a reader sees them; knows no page. Dates are civil day numbers,
// never a Date in somebody's time zone.

import {grouped, longDay, longMonth, longSpan, t} from './language.js';

/** @import {Events} from './payload.js' */

/**
 * Year, month (1..12) and day of a day number (days since 1970-01-01, proleptic Gregorian).
 * @param {number} day
 */
export function civil(day) {
  // Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const m = mp < 10 ? mp + 3 : mp - 9;
  return {y: yoe + era * 400 + (m <= 2 ? 1 : 0), m, d: doy - Math.floor((153 * mp + 2) / 5) + 1};
}

/**
 * Day number of a civil date.
 * @param {number} y
 * @param {number} m 1..12
 * @param {number} d
 */
export function dayNumber(y, m, d) {
  const yy = m <= 2 ? y - 1 : y;
  const era = Math.floor(yy / 400);
  const yoe = yy - era * 400;
  const doy = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + d - 1;
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468;
}

/** @param {number} v */
const pad2 = v => String(v).padStart(2, '0');

/**
 * ISO 8601 of a day number.
 * @param {number} day
 */
export function isoDay(day) {
  const {y, m, d} = civil(day);
  return String(y).padStart(4, '0') + '-' + pad2(m) + '-' + pad2(d);
}

/**
 * Day number of an ISO date or of a number; null for anything else.
 * @param {unknown} value
 * @returns {number|null}
 */
export function parseDay(value) {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value));
  return match ? dayNumber(+match[1], +match[2], +match[3]) : null;
}

/**
 * When an event happened, no finer than it is known.
 * @param {Pick<Events, 'get'>} events
 * @param {number} row
 */
export function whenText(events, row) {
  const from = events.get('date_start', row), to = events.get('date_end', row);
  if (from === null && to === null) return t('date not known');
  if (from === null) return t('by {day}, start not known', {day: longDay(to)});
  if (to === null) return longDay(from);
  const precision = events.get('date_precision', row);
  if (precision === 'year' && to - from > 300) return String(civil(from).y);
  if (precision === 'month' && to - from > 26) return longMonth(from);
  const span = longSpan(from, to);
  return precision === 'fuzzy_start' ? t('about {span}', {span}) : span;
}

/**
 * Kilometres with no more digits than they deserve.
 * @param {number} km
 */
const kmText = km => (km < 1 ? t('{n} m', {n: grouped(Math.round(km * 1000))}) : t('{n} km', {n: grouped(km < 10 ? Math.round(km * 10) / 10 : Math.round(km))}));

/**
 * Our own neutral headline: what kind of event, and who.
 * @param {Pick<Events, 'get'>} events
 * @param {number} row
 */
export function headline(events, row) {
  const what = events.get('sub_event_type', row) || events.get('event_type', row) || t('Event');
  const actors = [events.get('actor1', row), events.get('actor2', row)].filter(Boolean);
  return actors.length ? what + ' · ' + actors.join(' – ') : what;
}

/**
 * Where, with how far off it may be.
 * @param {Pick<Events, 'get'>} events
 * @param {number} row
 */
export function whereText(events, row) {
  const name = events.get('place_name', row);
  const parts = [name];
  const admin1 = events.get('admin1', row);
  if (admin1 && !(name || '').toLowerCase().includes(admin1.toLowerCase())) parts.push(admin1);
  const text = parts.filter(Boolean).join(', ');
  const km = events.get('uncertainty_km', row);
  return text + (km ? (text ? ' ' : '') + '± ' + kmText(km) : '');
}

/**
 * Deaths as low, best, high; unknown is not zero and is not said.
 * @param {Pick<Events, 'get'>} events
 * @param {number} row
 */
export function deathsText(events, row) {
  const low = events.get('fatalities_low', row), best = events.get('fatalities_best', row);
  const high = events.get('fatalities_high', row);
  const range = [low, high].filter(v => v !== null);
  const spread = range.length === 2 && low !== high ? t('{low} to {high}', {low: grouped(low), high: grouped(high)}) : '';
  if (best !== null) return grouped(best) + (spread ? ' (' + spread + ')' : '');
  if (spread) return spread;
  if (low !== null && low === high) return grouped(low);
  if (low !== null) return t('at least {n}', {n: grouped(low)});
  return high !== null ? t('at most {n}', {n: grouped(high)}) : '';
}

const ASCII = /^[\0-\x7f]*$/;

/**
 * The matching form of a text: no case, no marks; the common letters of Arabic written one way.
 * @param {string} text
 */
export function foldText(text) {
  if (ASCII.test(text)) return text.toLowerCase().replace(/['\x60]/g, '').replace(/[-_]/g, ' ');
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    .replace(/ı/g, 'i').replace(/ß/g, 'ss').replace(/ł/g, 'l').replace(/ø/g, 'o').replace(/đ/g, 'd')
    .replace(/[أإآٱ]/g, 'ا').replace(/ى/g, 'ي').replace(/ة/g, 'ه').replace(/ـ/g, '')
    .replace(/ک/g, 'ك').replace(/ی/g, 'ي').replace(/[’‘ʼʿʾ\x60']/g, '').replace(/[-‐-―_]/g, ' ');
}

/**
 * The address if it is one that a reader may follow, else null.
 * @param {unknown} text
 */
export function safeUrl(text) {
  try {
    const url = new URL(String(text));
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}

/**
 * Make an element. Text becomes a text node, never markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes] null, undefined and false are left out; `on` has handlers
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes, ...children) {
  /** @type {HTMLElement} */
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [type, handler] of Object.entries(value)) element.addEventListener(type, handler);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return /** @type {HTMLElementTagNameMap[K]} */ (element);
}

/**
 * An element for a text from data: its direction is its own.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {unknown} text
 * @param {Record<string, any>} [attributes]
 */
export const dataText = (tag, text, attributes) => make(tag, {dir: 'auto', ...attributes}, String(text));
