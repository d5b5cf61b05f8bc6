// The page's own words in the reader's language, and dates and numbers as that language writes them; knows no page.

/** @type {Map<string, string|string[]>} English sentence -> the reader's, or its forms by plural category */
let spoken = new Map();
/** @type {string[]} the plural categories in the order of the forms, 'other' last */
let categories = [];
let language = 'en';
let numbers = new Intl.NumberFormat('en');
let plurals = new Intl.PluralRules('en');
/** @type {Record<string, Intl.DateTimeFormat>} */
let formats = {};

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);
/** Letters of Hebrew, Arabic and their kin, and the marks of direction. */
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ud802\ud803\ud83a\ud83b\ufb1d-\ufdff\ufe70-\ufeff]/;
const DAY_MS = 86400000;

/**
 * Take the first language that the catalogue has.
 * @param {{keys: string[], said: Record<string, (string|string[])[]>, forms: Record<string, string[]>}} catalogue
 * @param {readonly string[]} wanted the reader's, best first
 * @returns {{lang: string, dir: 'ltr'|'rtl'}}
 */
export function setLanguage({keys, said, forms}, wanted) {
  const offered = ['en', ...Object.keys(said)];
  language = wanted.map(tag => String(tag).toLowerCase().split('-')[0]).find(tag => offered.includes(tag)) || 'en';
  spoken = new Map(language === 'en' ? [] : keys.map((english, k) => [english, said[language][k]]));
  categories = forms[language] || [];
  const locale = language === 'en' ? 'en-GB' : language;
  // Western digits, so that a figure on the map is the figure in the table that is downloaded.
  numbers = new Intl.NumberFormat(language === 'en' ? 'en' : language, {numberingSystem: 'latn'});
  plurals = new Intl.PluralRules(language);
  const date = (/** @type {Intl.DateTimeFormatOptions} */ options) => new Intl.DateTimeFormat(locale, {timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn', ...options});
  formats = {
    day: date({day: 'numeric', month: 'short', year: 'numeric'}), shortDay: date({day: 'numeric', month: 'short'}),
    month: date({month: 'long', year: 'numeric'}), shortMonth: date({month: 'short'}), monthYear: date({month: 'short', year: 'numeric'}),
  };
  return {lang: language, dir: RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'};
}

/** @type {(text: string, values: Record<string, any>) => string} */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/**
 * The page's own sentence in the reader's language; {name} is filled from the values, as text.
 * @param {string} english
 * @param {Record<string, any>} [values]
 */
export function t(english, values = {}) {
  return filled(String(spoken.get(english) || english), values);
}

/**
 * A sentence with a counted noun: 'one event|{n} events' in English, forms by plural category elsewhere.
 * @param {string} english
 * @param {number} n
 * @param {Record<string, any>} [values]
 */
export function tn(english, n, values = {}) {
  const all = {n: grouped(n), ...values};
  const forms = spoken.get(english);
  if (forms) return filled(forms[categories.indexOf(plurals.select(n))] || forms[forms.length - 1], all);
  const [one, many] = english.split('|');
  return filled(n === 1 ? one : many, all);
}

/**
 * A text from data inside one of our sentences: letters of the other direction, and marks that turn
 * the direction, cannot turn the words around it.
 * @param {string} text
 */
export function isolated(text) {
  if (!RIGHT_TO_LEFT.has(language) && !TURNS.test(text)) return text;
  return '\u2068' + text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '') + '\u2069';
}

/** Things in a row, with the comma of the language. */
export const inRow = (/** @type {string[]} */ parts) => parts.join(t(', '));

/** A number with its thousands apart. */
export const grouped = (/** @type {number} */ n) => numbers.format(n);

const dateOf = (/** @type {number} */ day) => new Date(day * DAY_MS);
/** A civil day: '3 Dec 2024'. */
export const longDay = (/** @type {number} */ day) => formats.day.format(dateOf(day));
/** A day without its year, a month, or a year, for an axis. */
export const shortDay = (/** @type {number} */ day) => formats.shortDay.format(dateOf(day));
export const shortMonth = (/** @type {number} */ day) => formats.shortMonth.format(dateOf(day));
export const monthYear = (/** @type {number} */ day) => formats.monthYear.format(dateOf(day));
export const longMonth = (/** @type {number} */ day) => formats.month.format(dateOf(day));

/**
 * A closed span, without saying twice what both ends share.
 * @param {number} from
 * @param {number} to
 */
export function longSpan(from, to) {
  return from === to ? longDay(from) : formats.day.formatRange(dateOf(from), dateOf(to)).replace(/[\u2009\u202f]/g, ' ');
}

setLanguage({keys: [], said: {}, forms: {}}, ['en']);
