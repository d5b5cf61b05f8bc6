import assert from 'node:assert/strict';
import {test} from 'node:test';

import {arrowsOf} from '../../../conflict_map/web/static/draw.js';
import {Layout, MAX_FAN} from '../../../conflict_map/web/static/marks.js';
import * as payload from '../../../conflict_map/web/static/payload.js';
import {eventsOf, innards, numbers, viewOf} from './pages.js';

const WORLD = [29, 46, 39, 51];

async function laidOut(name, box, zoom, mask) {
  const events = await eventsOf(name), layout = new Layout(events);
  layout.recount(mask ? mask(events) : new Uint8Array(events.n).fill(1));
  const view = viewOf(payload, box, zoom, 1400, 1000);
  layout.arrange(view);
  return {events, layout, view};
}

const held = layout => layout.marks.length + layout.rings.reduce((sum, ring) => sum + ring.count, 0);

test('at every zoom each event in view is in one mark or one ring: none is lost, none is twice there', async () => {
  for (const zoom of [3, 5, 6, 6.5]) {
    const {events, layout} = await laidOut('crowd', WORLD, zoom);
    assert.equal(held(layout), events.markAt.length, 'zoom ' + zoom);
    for (const ring of layout.rings) assert.equal(ring.types.reduce((a, b) => a + b, 0), ring.count);
  }
});

test('events that filters hide are in no mark and no ring', async () => {
  const half = events => Uint8Array.from({length: events.n}, (_, i) => i % 2);
  const {layout} = await laidOut('crowd', WORLD, 5, half);
  assert.equal(held(layout), 1000);
  const {layout: none} = await laidOut('crowd', WORLD, 5, events => new Uint8Array(events.n));
  assert.equal(held(none), 0);
  assert.equal(none.areas.length + none.circles.length, 0);
});

test('rings of a crowd do not overlap', async () => {
  const {layout} = await laidOut('crowd', WORLD, 5);
  assert.ok(layout.rings.length > 5);
  for (const [i, a] of layout.rings.entries()) {
    for (const b of layout.rings.slice(i + 1)) {
      if (a.sites.length === 1 || b.sites.length === 1) continue;
      assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > a.r + b.r - 1e-6);
    }
  }
});

test('close up, events at one place stand side by side around it, and none hides another', async () => {
  const {events, layout} = await laidOut('story', [36, 34.8, 38, 36.6], 9);
  const bySite = new Map();
  for (const mark of layout.marks) bySite.set(events.siteOfPlace[mark.place], [...(bySite.get(events.siteOfPlace[mark.place]) ?? []), mark]);
  for (const marks of bySite.values()) {
    assert.ok(marks.length <= MAX_FAN);
    const middle = marks.reduce((sum, mark) => sum + mark.x, 0) / marks.length;
    assert.ok(Math.abs(middle - marks[0].cx) < 1e-6);
    for (let i = 1; i < marks.length; i++) assert.ok(marks[i].x - marks[i - 1].x >= marks[i].r * 2);
  }
});

test('a press on a mark picks it, and a press on nothing picks nothing', async () => {
  const {layout} = await laidOut('story', [36, 34.8, 38, 36.6], 9);
  assert.ok(layout.marks.length > 5);
  for (const mark of layout.marks) assert.equal(layout.pick(mark.x, mark.y).mark.row, mark.row);
  assert.equal(layout.pick(-500, -500), null);
});

test('areas are drawn before the smaller ones that lie in them', async () => {
  const {layout} = await laidOut('story', [36, 34.8, 38, 36.6], 7);
  const sizes = layout.areas.map(area => area.outline.size);
  assert.deepEqual(sizes, [...sizes].sort((a, b) => b - a));
  assert.ok(sizes.length >= 2);
});

test('the bounds of sites hold each of them', async () => {
  const events = await eventsOf('crowd'), layout = new Layout(events);
  const sites = [...numbers(40)].map(v => Math.floor(v * events.sites));
  const [west, south, east, north] = layout.siteBounds(sites);
  for (const site of sites) {
    const place = events.sitePlace[site];
    assert.ok(events.places.lat[place] >= south && events.places.lat[place] <= north);
    assert.ok(events.places.lon[place] >= west && events.places.lon[place] <= east);
  }
});

test('metres on the ground are more pixels the farther north', async () => {
  const events = await eventsOf('story'), layout = new Layout(events), world = 40075016.686;
  assert.ok(layout.circlePlace.length > 0);
  for (const [k, place] of layout.circlePlace.entries()) {
    const metres = layout.circleSize[k] * world * Math.cos((events.places.lat[place] * Math.PI) / 180);
    assert.ok(Math.abs(metres - events.places.radiusKm[place] * 1000) < 1e-3);
  }
});

test('an arrow stops before the place that it points at, for it is no arrival', async () => {
  const {events, layout, view} = await laidOut('story', [36, 34.8, 38, 36.6], 8);
  const arrows = arrowsOf(events, layout.mask, view);
  assert.ok(arrows.length >= 1);
  for (const arrow of arrows) {
    const to = events.towards.find(one => one.event === arrow.row);
    const gap = Math.hypot(to.x * view.scale - view.left - arrow.x1, to.y * view.scale - view.top - arrow.y1);
    assert.ok(gap > 10);
  }
  assert.deepEqual(arrowsOf(events, new Uint8Array(events.n), view), []);
});

test('a count in a ring is short', async () => {
  const {shortCount} = await innards('draw.js', 'shortCount');
  assert.deepEqual([7, 999, 1000, 1240, 9949, 9950, 123456].map(shortCount), ['7', '999', '1k', '1.2k', '9.9k', '10k', '123k']);
});
