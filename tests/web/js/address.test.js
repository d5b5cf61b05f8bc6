import assert from 'node:assert/strict';
import {test} from 'node:test';

import {applyAddress, formatAddress, readAddress} from '../../../conflict_map/web/static/address.js';
import {Filters} from '../../../conflict_map/web/static/filters.js';
import {eventsOf} from './pages.js';

const events = await eventsOf('story');

function stateOf(filters) {
  const {from, to, undated, query, hidden} = filters;
  return {from, to, undated, query, hidden: [...hidden].sort()};
}

function narrowed(change) {
  const filters = new Filters(events);
  change(filters);
  return filters;
}

test('a view that is written into the address comes back from it', () => {
  const {from, to} = new Filters(events).domain;
  const views = [
    () => {},
    filters => filters.setRange(from + 2, to - 1),
    filters => { filters.setRange(to, to); filters.undated = true; },
    filters => { filters.query = 'Saraqib & "إدلب" #1 = 50 %'; },
    filters => { filters.hidden.add(0); filters.hidden.add(4); },
  ];
  for (const change of views) {
    const filters = narrowed(change);
    const again = new Filters(events);
    applyAddress(readAddress(formatAddress(filters, -1, null)), again);
    assert.deepEqual(stateOf(again), stateOf(filters));
  }
});

test('nothing chosen is no address', () => {
  assert.equal(formatAddress(new Filters(events), -1, null), '');
});

test('an event and a place of the map are in the address', () => {
  const map = {getCenter: () => ({lat: 35.123456, lng: 36.7}), getZoom: () => 8.5};
  const state = readAddress(formatAddress(new Filters(events), events.rowOf('e06'), map));
  assert.deepEqual(state, {e: 'e06', v: '35.1235,36.7000,8.5'});
});

test('an address that is not ours changes nothing', () => {
  const before = stateOf(new Filters(events));
  for (const hash of ['', '#', '#not-placed', '#d=', '#d=yesterday..today', '#d=2024-12-02', '#hide=nothing', '#u=0', '#q=%E0%A4%A', '#=&&=', '#__proto__=x', '#q=']) {
    const filters = new Filters(events);
    applyAddress(readAddress(hash), filters);
    assert.deepEqual(stateOf(filters), before, hash);
  }
  assert.equal({}.x, undefined);
});
