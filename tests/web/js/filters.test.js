import assert from 'node:assert/strict';
import {test} from 'node:test';

import {CHOICES, Filters} from '../../../conflict_map/web/static/filters.js';
import {parseDay} from '../../../conflict_map/web/static/words.js';
import {eventsOf} from './pages.js';

const fresh = async name => new Filters(await eventsOf(name));
const idsOf = filters => { filters.apply(); return [...filters.mask].flatMap((shown, row) => (shown ? [filters.events.id(row)] : [])); };

test('without filters every event is shown and every type counts its own', async () => {
  for (const name of ['story', 'crowd', 'empty']) {
    const filters = await fresh(name), counts = filters.apply();
    assert.equal(counts.shown, filters.events.n);
    assert.equal(counts.placed, filters.events.placed);
    assert.equal(counts.byType.reduce((a, b) => a + b, 0), filters.events.n);
    assert.equal(filters.isActive, false);
  }
});

test('the domain is the first and the last day of all dated events, and none without dates', async () => {
  assert.deepEqual((await fresh('story')).domain, {from: parseDay('2024-11-21'), to: parseDay('2024-12-03')});
  assert.equal((await fresh('empty')).domain, null);
});

test('a range is closed, is cut to the domain, and the whole of it narrows nothing', async () => {
  const filters = await fresh('story'), {from, to} = filters.domain;
  filters.setRange(to, to - 1);
  assert.deepEqual([filters.from, filters.to], [to - 1, to], 'in order');
  filters.setRange(from - 500, to + 500);
  assert.equal(filters.isNarrowed, false);
  filters.setRange(from, from);
  assert.deepEqual(idsOf(filters), ['e14']);
  filters.setRange(null, null);
  assert.equal(filters.isNarrowed, false);
});

test('undated events leave with a range and come back when asked for', async () => {
  const filters = await fresh('story');
  filters.setRange(filters.domain.from, filters.domain.from);
  assert.equal(filters.apply().undated, 1);
  filters.undated = true;
  assert.deepEqual(idsOf(filters), ['e14', 'e15']);
});

test('all words of a search must be there, in any case and with any marks', async () => {
  const filters = await fresh('story');
  filters.query = ' MÉDICS  saraqib ';
  assert.deepEqual(idsOf(filters), ['e11']);
  filters.query = 'medics nowhere';
  assert.deepEqual(idsOf(filters), []);
});

test('a hidden type still says how many it would show', async () => {
  const filters = await fresh('story');
  const before = [...filters.apply().byType];
  filters.hidden.add(filters.events.glyph[0]);
  const counts = filters.apply();
  assert.deepEqual([...counts.byType], before);
  assert.equal(counts.shown, filters.events.n - before[filters.events.glyph[0]]);
});

test('the values of a choice count what choosing them shows', async () => {
  const filters = await fresh('crowd');
  let looked = 0;
  for (const key of CHOICES) {
    const choice = filters.choice(key);
    if (!choice) continue;
    filters.apply();
    const counts = filters.counts(choice);
    for (const [k, value] of choice.values.entries()) {
      choice.chosen = new Set([k + 1]);
      assert.equal(filters.apply().shown, counts[k + 1], key + ' ' + value);
      looked++;
    }
    filters.reset();
  }
  assert.ok(looked > 10);
});

test('a reset takes every filter off', async () => {
  const filters = await fresh('story');
  filters.query = 'x';
  filters.hidden.add(1);
  filters.setRange(filters.domain.to, filters.domain.to);
  filters.choice('source').chosen.add(1);
  filters.town = true;
  filters.sites = new Set([0]);
  assert.equal(filters.isActive, true);
  filters.reset();
  assert.equal(filters.isActive, false);
  assert.equal(filters.apply().shown, filters.events.n);
});
