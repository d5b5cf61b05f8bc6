import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';

import {mercatorX, mercatorY, readPayload, ringDegrees} from '../../../conflict_map/web/static/payload.js';
import {isoDay} from '../../../conflict_map/web/static/words.js';
import {eventsOf, payloadText, rowsOf} from './pages.js';

for (const name of ['story', 'crowd', 'dateline', 'empty']) {
  test(`every column of the ${name} page reads as the table that it was written from`, async () => {
    const events = await eventsOf(name), rows = rowsOf(name);
    assert.equal(events.n, rows.length);
    for (const expected of rows) {
      const row = events.rowOf(expected.event_id);
      assert.equal(events.id(row), expected.event_id);
      assert.equal(events.isPlaced(row), expected.lat !== null);
      if (expected.lat !== null) assert.deepEqual(events.position(row), [expected.lat, expected.lon]);
      for (const column of events.order) {
        if (column === 'lat' || column === 'lon') continue;
        const value = events.get(column, row);
        const shown = value !== null && (column === 'date_start' || column === 'date_end') ? isoDay(value) + 'T00:00:00.000' : value;
        assert.deepEqual(shown, expected[column], column);
      }
    }
    assert.equal(events.rowOf('no such event'), -1);
    assert.equal(events.placed, rows.filter(row => row.lat !== null).length);
  });
}

test('marks by event and marks by site are the same marks', async () => {
  for (const name of ['story', 'crowd']) {
    const events = await eventsOf(name);
    const byEvent = [], bySite = [];
    for (let row = 0; row < events.n; row++) {
      for (let m = events.markStart[row]; m < events.markStart[row + 1]; m++) byEvent.push(row + ' ' + events.siteOfPlace[events.markAt[m]]);
    }
    for (let site = 0; site < events.sites; site++) {
      for (let m = events.siteStart[site]; m < events.siteStart[site + 1]; m++) bySite.push(events.siteEvent[m] + ' ' + site);
    }
    assert.deepEqual(bySite.sort(), byEvent.sort());
  }
});

test('events on both sides of the antimeridian are side by side', async () => {
  const events = await eventsOf('dateline');
  const shown = ['row000000', 'row000001', 'row000002'].map(id => events.shownAt(events.rowOf(id))[1]);
  assert.deepEqual(shown, [178.4, 180.5, 177.4]);
  assert.ok(Math.max(...events.siteX) - Math.min(...events.siteX) < 0.02);
});

test('damaged data and data of another version are refused', async () => {
  const text = payloadText('story');
  const broken = text.slice(0, 400) + (text[400] === 'A' ? 'B' : 'A') + text.slice(401);
  await assert.rejects(readPayload(broken));
  await assert.rejects(readPayload(text.slice(0, -40)));
  await assert.rejects(readPayload('not base64 !'));
  const json = Buffer.from(JSON.stringify({version: 999})), length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const later = gzipSync(Buffer.concat([length, json])).toString('base64');
  await assert.rejects(readPayload(later), /999/);
});

test('the deltas of a ring add up to degrees', () => {
  assert.deepEqual([...ringDegrees([100000, 200000, -50000, 0, 0, 1], 1e5)], [1, 2, 0.5, 2, 0.5, 2.00001]);
  assert.deepEqual([...ringDegrees([], 1e5)], []);
});

test('Web Mercator puts the corners of its world at 0 and 1, north up, and stops before the poles', () => {
  assert.deepEqual([mercatorX(-180), mercatorX(0), mercatorX(180)], [0, 0.5, 1]);
  assert.ok(Math.abs(mercatorY(0) - 0.5) < 1e-12);
  assert.ok(Math.abs(mercatorY(85.0511287798) - 0) < 1e-9);
  assert.ok(mercatorY(10) < mercatorY(-10));
  assert.ok(Number.isFinite(mercatorY(90)) && Number.isFinite(mercatorY(-90)));
});
