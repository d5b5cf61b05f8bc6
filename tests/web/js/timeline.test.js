import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Filters} from '../../../conflict_map/web/static/filters.js';
import {parseDay} from '../../../conflict_map/web/static/words.js';
import {eventsOf, innards, numbers} from './pages.js';

const {tickDays} = await innards('timeline.js', 'tickDays');

test('labels of days lie in the domain, in order, and are no more than fit', () => {
  const values = [...numbers(900)];
  for (let i = 0; i < 300; i++) {
    const from = Math.round((values[i] - 0.5) * 60000), to = from + Math.floor(values[i + 300] ** 3 * 60000);
    const room = 3 + values[i + 600] * 14;
    const ticks = tickDays(from, to, room);
    assert.ok(ticks.length <= room + 2, `${ticks.length} labels where ${room} fit`);
    for (const [k, [day, text]] of ticks.entries()) {
      assert.ok(day >= from && day <= to);
      assert.ok(k === 0 || day > ticks[k - 1][0]);
      assert.ok(text.length > 0);
    }
  }
});

test('labels are days, months or years, and the first says its year', () => {
  const texts = (from, to, room = 12) => tickDays(parseDay(from), parseDay(to), room).map(pair => pair[1]);
  assert.deepEqual(texts('2024-12-01', '2024-12-04'), ['1 Dec 2024', '2 Dec', '3 Dec', '4 Dec']);
  assert.deepEqual(texts('2024-10-15', '2025-02-10'), ['Nov 2024', 'Dec', 'Jan 2025', 'Feb']);
  assert.deepEqual(texts('2019-01-01', '2024-06-30', 8), ['2019', '2020', '2021', '2022', '2023', '2024']);
});

test('one day has one label', () => {
  assert.equal(tickDays(20000, 20000, 8).length, 1);
});

test('the bars hold each event in each bin that it touches', async () => {
  const {Timeline} = await innards('timeline.js', 'Timeline');
  const filters = new Filters(await eventsOf('story'));
  filters.apply();
  // The arithmetic alone: a timeline of thirteen days in a brush 600 pixels wide.
  const timeline = Object.assign(Object.create(Timeline.prototype), {filters, unit: 'auto', domain: filters.domain, brush: {clientWidth: 600, clientHeight: 76}});
  const bins = timeline.bins();
  assert.deepEqual([bins.unit, bins.size, bins.count], ['day', 1, 13]);
  const {events} = filters;
  for (let day = 0; day < bins.count; day++) {
    let expected = 0, sum = 0;
    for (let row = 0; row < events.n; row++) {
      if (!events.isUndated(row) && events.start[row] <= filters.domain.from + day && events.end[row] >= filters.domain.from + day) expected++;
    }
    for (let type = 0; type < events.glyphKeys.length; type++) sum += bins.at(type, day);
    assert.equal(sum, expected);
  }
  assert.equal(timeline.day(timeline.x(filters.domain.to)), filters.domain.to, 'a day is where it is drawn');
});
