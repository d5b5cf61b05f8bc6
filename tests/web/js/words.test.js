import assert from 'node:assert/strict';
import {test} from 'node:test';

import {grouped, isolated, longSpan, setLanguage, t, tn} from '../../../conflict_map/web/static/language.js';
import {
  civil, dayNumber, deathsText, foldText, headline, isoDay, parseDay, safeUrl, whenText, whereText,
} from '../../../conflict_map/web/static/words.js';

/** A span whose dash stands in any spaces: they differ from one edition of the CLDR to the next. */
const dashed = text => text.replace(/\s*–\s*/g, '–');

/** One event as its columns. */
const one = values => ({get: name => (name in values ? values[name] : null)});
const day = iso => parseDay(iso);

test('a day number is the civil date that a calendar gives, over four thousand years', () => {
  for (let number = -719000; number < 800000; number += 97) {
    const date = new Date(number * 86400000);
    assert.deepEqual(civil(number), {y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate()});
  }
});

test('writing a day and reading it again gives it back', () => {
  for (let number = -200000; number < 200000; number += 61) {
    assert.equal(parseDay(isoDay(number)), number);
    const {y, m, d} = civil(number);
    assert.equal(dayNumber(y, m, d), number);
  }
  assert.equal(isoDay(0), '1970-01-01');
  assert.equal(isoDay(day('2024-02-29') + 1), '2024-03-01');
});

test('what is no day is null, never a guess', () => {
  for (const value of ['', '3 December', '2024-12', '2024-12-03T00:00', '03-12-2024', 1.5, NaN, undefined, null, {}]) {
    assert.equal(parseDay(value), null);
  }
});

test('a span says once what both of its ends share', () => {
  const cases = [
    ['2024-12-03', '2024-12-03', '3 Dec 2024'], ['2024-12-01', '2024-12-03', '1–3 Dec 2024'],
    ['2024-11-22', '2024-12-03', '22 Nov–3 Dec 2024'], ['2024-12-30', '2025-01-02', '30 Dec 2024–2 Jan 2025'],
  ];
  for (const [from, to, text] of cases) assert.equal(dashed(longSpan(day(from), day(to))), text);
});

test('a date is said no finer than it is known', () => {
  const said = (from, to, precision) => whenText(one({date_start: from && day(from), date_end: to && day(to), date_precision: precision}), 0);
  assert.equal(said('2024-12-03', '2024-12-03', 'day'), '3 Dec 2024');
  assert.equal(said('2024-12-01', '2024-12-31', 'month'), 'December 2024');
  assert.equal(said('2024-01-01', '2024-12-31', 'year'), '2024');
  assert.equal(dashed(said('2024-12-02', '2024-12-03', 'fuzzy_start')), 'about 2–3 Dec 2024');
  assert.equal(said(null, '2024-12-03', 'day'), 'by 3 Dec 2024, start not known');
  assert.equal(said(null, null, null), 'date not known');
});

test('numbers are grouped by thousands and agree with their noun', () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(grouped), ['0', '999', '1,000', '1,234,567']);
  const cities = n => tn('{n} city|{n} cities', n);
  assert.deepEqual([cities(1), cities(0), cities(2000)], ['1 city', '0 cities', '2,000 cities']);
});

test('a headline is the kind of event and who', () => {
  assert.equal(headline(one({event_type: 'Battles', sub_event_type: 'Armed clash', actor1: 'A', actor2: 'B'}), 0), 'Armed clash · A – B');
  assert.equal(headline(one({event_type: 'Protests', actor2: 'B'}), 0), 'Protests · B');
  assert.equal(headline(one({}), 0), 'Event');
});

test('a place is said with its province, once, and with how far off it may be', () => {
  assert.equal(whereText(one({place_name: 'Saraqib', admin1: 'Idlib'}), 0), 'Saraqib, Idlib');
  assert.equal(whereText(one({place_name: 'Idlib province', admin1: 'idlib'}), 0), 'Idlib province');
  assert.equal(whereText(one({place_name: 'Hama', uncertainty_km: 0.25}), 0), 'Hama ± 250 m');
  assert.equal(whereText(one({place_name: 'Hama', uncertainty_km: 2.34}), 0), 'Hama ± 2.3 km');
  assert.equal(whereText(one({uncertainty_km: 61.4}), 0), '± 61 km');
  assert.equal(whereText(one({}), 0), '');
});

test('unknown deaths are not said, and zero is', () => {
  const said = (low, best, high) => deathsText(one({fatalities_low: low, fatalities_best: best, fatalities_high: high}), 0);
  assert.equal(said(null, null, null), '');
  assert.equal(said(null, 0, null), '0');
  assert.equal(said(3, 5, 1200), '5 (3 to 1,200)');
  assert.equal(said(3, null, 5), '3 to 5');
  assert.equal(said(4, null, 4), '4');
  assert.equal(said(2, null, null), 'at least 2');
  assert.equal(said(null, null, 9), 'at most 9');
});

test('folding twice is folding once, and spellings of one name meet', () => {
  const names = ['Sāraqib', 'SARAQÍB', 'Łódź', 'إدلب', 'أدلب', 'القُصَيْر', 'Straße', 'Iğdır', "Dayr az-Zawr'", '上海', ''];
  for (const name of names) assert.equal(foldText(foldText(name)), foldText(name));
  assert.equal(foldText('Sāraqib'), foldText('SARAQÍB'));
  assert.equal(foldText('إدلب'), foldText('أدلب'));
  assert.equal(foldText('Tel-Rifaat'), foldText('tel rifaat'));
});

test('only addresses of the web are links', () => {
  assert.equal(safeUrl('https://courier.example/a?b#c')?.href, 'https://courier.example/a?b#c');
  for (const text of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' data:text/html,x', 'file:///etc/passwd', '//host/x', 'no address', '', null]) {
    assert.equal(safeUrl(text), null);
  }
});

test('a sentence is said in the reader\u2019s language, else in English, and values are filled in as text', () => {
  const catalogue = {
    keys: ['Hello {name}', '{n} day|{n} days'],
    said: {ar: ['مرحبا {name}', ['يوم واحد', 'يومان', '{n} أيام', '{n} يوم']]},
    forms: {ar: ['one', 'two', 'few', 'other']},
  };
  try {
    assert.deepEqual(setLanguage(catalogue, ['de-AT', 'ar-SY']), {lang: 'ar', dir: 'rtl'});
    assert.equal(t('Hello {name}', {name: '{n} $& <b>'}), 'مرحبا {n} $& <b>');
    assert.equal(t('Not in it'), 'Not in it');
    assert.equal(isolated('Hama'), '\u2068Hama\u2069');
    assert.deepEqual([1, 2, 5, 100].map(n => tn('{n} day|{n} days', n)), ['يوم واحد', 'يومان', '5 أيام', '100 يوم']);
    assert.match(longSpan(day('2024-12-01'), day('2024-12-03')), /1.*3.*2024/, 'Western digits, the civil days');
    assert.deepEqual(setLanguage(catalogue, ['de', 'fr']), {lang: 'en', dir: 'ltr'});
  } finally {
    setLanguage({keys: [], said: {}, forms: {}}, ['en']);
  }
  assert.equal(tn('{n} day|{n} days', 1), '1 day');
  assert.equal(isolated('Hama'), 'Hama');
  assert.equal(isolated('\u202eHama\u2069'), '\u2068Hama\u2069', 'what turns the text is left out');
});
