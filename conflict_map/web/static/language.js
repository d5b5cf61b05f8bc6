// The page's own words in the reader's language, and dates and numbers as that language writes them; knows no page.

/** @type {Record<string, any>} English sentence -> its translations, by language */
let catalogue = {};
let language = 'en';
let numbers = new Intl.NumberFormat('en');
let plurals = new Intl.PluralRules('en');
/** @type {Record<string, Intl.DateTimeFormat>} */
let formats = {};

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);
const DAY_MS = 86400000;

/**
 * Take the first language that the catalogue has.
 * @param {Record<string, any>} words
 * @param {string[]} languages that the page offers
 * @param {readonly string[]} wanted the reader's, best first
 * @returns {{lang: string, dir: 'ltr'|'rtl'}}
 */
export function setLanguage(words, languages, wanted) {
  catalogue = words;
  language = wanted.map(tag => String(tag).toLowerCase().split('-')[0]).find(tag => tag === 'en' || languages.includes(tag)) || 'en';
  const locale = language === 'en' ? 'en-GB' : language;
  // Western digits, so that a figure on the map is the figure in the table that is downloaded.
  numbers = new Intl.NumberFormat(language === 'en' ? 'en' : language, {numberingSystem: 'latn'});
  plurals = new Intl.PluralRules(language);
  const date = options => new Intl.DateTimeFormat(locale, {timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn', ...options});
  formats = {
    day: date({day: 'numeric', month: 'short', year: 'numeric'}), shortDay: date({day: 'numeric', month: 'short'}),
    month: date({month: 'long', year: 'numeric'}), shortMonth: date({month: 'short'}), monthYear: date({month: 'short', year: 'numeric'}),
  };
  return {lang: language, dir: RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'};
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/**
 * The page's own sentence in the reader's language; {name} is filled from the values, as text.
 * @param {string} english
 * @param {Record<string, any>} [values]
 */
export function t(english, values = {}) {
  const found = language === 'en' ? null : catalogue[english];
  return filled((found && found[language]) || english, values);
}

/**
 * A sentence with a counted noun: 'one event|{n} events' in English, forms by plural category elsewhere.
 * @param {string} english
 * @param {number} n
 * @param {Record<string, any>} [values]
 */
export function tn(english, n, values = {}) {
  const all = {n: grouped(n), ...values};
  const found = language === 'en' ? null : catalogue[english];
  const forms = found && found[language];
  if (forms) return filled(forms[plurals.select(n)] || forms.other, all);
  const [one, many] = english.split('|');
  return filled(n === 1 ? one : many, all);
}

/** A whole number with its thousands apart. */
export const grouped = n => numbers.format(n);

const dateOf = day => new Date(day * DAY_MS);
/** A civil day: '3 Dec 2024'. */
export const longDay = day => formats.day.format(dateOf(day));
/** A day without its year, a month, or a year, for an axis. */
export const shortDay = day => formats.shortDay.format(dateOf(day));
export const shortMonth = day => formats.shortMonth.format(dateOf(day));
export const monthYear = day => formats.monthYear.format(dateOf(day));
export const longMonth = day => formats.month.format(dateOf(day));

/** A closed span, without saying twice what both ends share. */
export function longSpan(from, to) {
  return from === to ? longDay(from) : formats.day.formatRange(dateOf(from), dateOf(to)).replace(/[\u2009\u202f]/g, ' ');
}

setLanguage({}, [], ['en']);
