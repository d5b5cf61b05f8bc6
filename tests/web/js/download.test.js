import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Layout} from '../../../conflict_map/web/static/marks.js';
import {eventsOf, innards, rowsOf} from './pages.js';

const {asCsv, feature, cell} = await innards('download.js', 'cell', 'asCsv', 'feature');

/** RFC 4180, written apart from the writer. */
function parsed(text) {
  const rows = [[]];
  const field = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/gy;
  for (let match = field.exec(text); match && field.lastIndex <= text.length; match = field.exec(text)) {
    rows.at(-1).push(match[1].startsWith('"') ? match[1].slice(1, -1).replace(/""/g, '"') : match[1]);
    if (match[2] === '\r\n') rows.push([]);
    if (match[2] === '') break;
  }
  return rows.slice(0, -1);
}

test('no cell of text is a formula to a spreadsheet, and numbers stay numbers', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=cmd|"/c calc"!A1']) {
    assert.match(cell(text), /^"?'/);
  }
  assert.equal(cell(-33.86), '-33.86');
  assert.equal(cell(0), '0');
  assert.equal(cell(null), '');
  assert.equal(cell('plain'), 'plain');
  assert.equal(cell('a "b", c\nd'), '"a ""b"", c\nd"');
});

test('the CSV reads back as the rows that it was written from', async () => {
  for (const name of ['story', 'crowd', 'empty']) {
    const events = await eventsOf(name), rows = rowsOf(name);
    const header = events.order, lines = parsed(asCsv(events, rows.map(row => events.rowOf(row.event_id))));
    assert.equal(lines.length, rows.length);
    lines.forEach((line, i) => {
      const at = column => line[header.indexOf(column)];
      assert.equal(at('event_id'), rows[i].event_id);
      assert.equal(at('quote'), rows[i].quote ?? '');
      assert.equal(at('date_start'), rows[i].date_start?.slice(0, 10) ?? '');
      assert.equal(at('lat'), rows[i].lat === null ? '' : String(rows[i].lat));
      assert.equal(at('fatalities_best'), rows[i].fatalities_best === null ? '' : String(rows[i].fatalities_best));
    });
  }
});

test('the GeoJSON says no more of where than is known', async () => {
  const events = await eventsOf('story');
  const {shapes} = new Layout(events);
  const features = Array.from({length: events.n}, (_, row) => JSON.parse(feature(events, row, shapes)));
  const kind = id => features.find(feature => feature.id === id).geometry?.type ?? null;
  assert.deepEqual(['e03', 'e09', 'e04', 'e01', 'e15'].map(kind), ['Point', 'MultiPoint', 'LineString', 'Polygon', null]);
  for (const {geometry} of features) {
    if (geometry?.type !== 'Polygon') continue;
    for (const ring of geometry.coordinates) assert.deepEqual(ring.at(0), ring.at(-1), 'closed');
  }
});
