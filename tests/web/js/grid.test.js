// The laws of hexagons, classes, areas and counts, on the modules themselves.

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Taken} from '../../../conflict_map/web/static/basemap.js';
import {COARSE, HEX_RADIUS, areaAt, areaOfSites, areasOf, classBounds, classOf, hexAt, hexCentre, hexGrid, hexRound, isInside, siteTally, tally} from '../../../conflict_map/web/static/grid.js';
import {mercatorX, mercatorY} from '../../../conflict_map/web/static/payload.js';

/** Repeatable numbers of 0..1. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test('a whole column and line round to themselves', () => {
  for (let q = -9; q <= 9; q++) for (let r = -9; r <= 9; r++) assert.deepEqual(hexRound(q, r), [q, r]);
});

test('the middle of a hexagon is in it', () => {
  for (let q = -40; q <= 40; q += 3) for (let r = -40; r <= 40; r += 3) assert.deepEqual(hexAt(...hexCentre(q, r)), [q, r]);
});

test('a point is in the hexagon whose middle is nearest, and no further than a corner', () => {
  const next = numbers(7);
  for (let k = 0; k < 4000; k++) {
    const x = next() * 60 - 30, y = next() * 60 - 30, [q, r] = hexAt(x, y);
    const distance = (a, b) => { const [cx, cy] = hexCentre(a, b); return Math.hypot(cx - x, cy - y); };
    const own = distance(q, r);
    assert.ok(own <= 1 + 1e-9);
    for (const [dq, dr] of [[1, 0], [-1, 0], [0, 1], [0, -1], [1, -1], [-1, 1]]) assert.ok(own <= distance(q + dq, r + dr) + 1e-9);
  }
});

test('moving a point by a whole hexagon moves its hexagon by one', () => {
  const next = numbers(11);
  for (let k = 0; k < 500; k++) {
    const x = next() * 9, y = next() * 9, [q, r] = hexAt(x, y), [dx, dy] = hexCentre(3, -2);
    assert.deepEqual(hexAt(x + dx, y + dy), [q + 3, r - 2]);
  }
});

test('the hexagons of a step hold every site, and are found again at their sites', () => {
  const next = numbers(3), sites = 2000, siteX = Float64Array.from({length: sites}, next), siteY = Float64Array.from({length: sites}, next);
  for (const step of [0, 4, 9, 17]) {
    const grid = hexGrid({sites, siteX, siteY}, step);
    assert.equal(new Set(grid.cellOf).size, grid.n);
    for (let s = 0; s < sites; s += 7) assert.equal(grid.at(siteX[s], siteY[s]), grid.cellOf[s]);
    assert.ok(Math.abs(grid.unit * 256 * 2 ** step - HEX_RADIUS) < 1e-9);
  }
});

test('classes begin at 1, rise, are five at most, and hold the most', () => {
  for (let most = 1; most < 3000000; most = Math.ceil(most * 1.17)) {
    const bounds = classBounds(most);
    assert.equal(bounds[0], 1);
    assert.ok(bounds.length <= 5 && bounds.every((b, k) => Number.isInteger(b) && (!k || b > bounds[k - 1])));
    assert.ok(bounds.at(-1) <= most, `${most}: ${bounds}`);
    bounds.forEach((b, k) => { assert.equal(classOf(b, bounds), k); assert.equal(classOf(b - 1, bounds), k - 1); });
  }
  assert.deepEqual(classBounds(0), []);
  assert.deepEqual(classBounds(300), [1, 3, 10, 30, 100]);
});

const square = (w, s, e, n) => [[w, s], [e, s], [e, n], [w, n], [w, s]];
const deltas = ring => ring.flatMap(([x, y], i) => (i ? [x - ring[i - 1][0], y - ring[i - 1][1]] : [x, y]));
const GROUND = {
  scale: 1,
  areas: [
    {level: 1, disputed: 0, id: 'c', name: 'Country', at: [5, 5], rings: [deltas(square(0, 0, 20, 10))]},
    {level: 2, disputed: 0, id: 'w', name: 'West', at: [2, 5], rings: [deltas(square(0, 0, 10, 10)), deltas(square(4, 4, 6, 6))]},
    {level: 2, disputed: 0, id: 'e', name: 'East', at: [15, 5], rings: [deltas(square(10, 0, 20, 10))]},
  ],
};

test('provinces are the areas, and countries where there are none', () => {
  assert.deepEqual(areasOf(GROUND).areas.map(area => area.name), ['West', 'East']);
  const wide = areasOf({...GROUND, areas: GROUND.areas.slice(0, 1)});
  assert.deepEqual([wide.provinces, wide.areas.map(area => area.name)], [false, ['Country']]);
  const disputed = {...GROUND.areas[2], disputed: 1, name: 'March'};
  assert.deepEqual(areasOf({...GROUND, areas: [GROUND.areas[0], disputed]}).areas.map(area => area.name), ['Country', 'March']);
});

test('a hole is outside, and a place just beside an edge belongs to the nearest area', () => {
  const {areas} = areasOf(GROUND);
  assert.equal(isInside(areas[0].rings, 5, 5), false);
  assert.equal(areaAt(areas, mercatorX(2), mercatorY(2)), 0);
  assert.equal(areaAt(areas, mercatorX(30), mercatorY(2)), -1);
  const places = [[30, 1], [-0.03, 2], [2, 3], [5, 5], [12, 9], [15, 10.04], [15, 10.2]];
  const siteLat = Float64Array.from(places, p => p[1]), siteLon = places.map(p => p[0]);
  assert.deepEqual([...areaOfSites(areas, {sites: places.length, siteLat, siteLon})], [-1, 0, 0, -1, 1, 1, -1]);
});

/** What the cells count. */
const count = (events, mask, cells, fineOnly, deathsOf) => tally(events, siteTally(events, mask, fineOnly, deathsOf), cells);

/** Events as far as counting looks at them: marks at sites, a place each. */
function eventsOf(marks, precision) {
  const markStart = Int32Array.from([0, ...marks.map((sum => own => (sum += own.length))(0))]), at = Int32Array.from(marks.flat());
  return {n: marks.length, sites: precision.length, markStart, markAt: at, siteOfMark: at, places: {precision}};
}

test('every shown placed event is in a cell, too coarse, or in no cell', () => {
  const next = numbers(5);
  for (let round = 0; round < 60; round++) {
    const places = 12, precision = Array.from({length: places}, () => 1 + Math.floor(next() * 7));
    const marks = Array.from({length: 40}, () => (next() < 0.1 ? [] : [Math.floor(next() * places)]));
    const mask = Uint8Array.from(marks, () => (next() < 0.7 ? 1 : 0)), cellOf = Int32Array.from({length: places}, () => Math.floor(next() * 5) - 1);
    const found = count(eventsOf(marks, precision), mask, {cellOf, n: 4}, true, row => (row % 3 ? row % 5 : null));
    const shown = marks.filter((own, row) => mask[row] && own.length).length, sum = found.events.reduce((a, b) => a + b, 0);
    assert.equal(sum + found.coarse + found.outside, shown);
    assert.equal(count(eventsOf(marks, precision), mask, {cellOf: new Int32Array(places), n: 1}, false, () => null).events[0], shown);
  }
});

test('an event counts once in each cell, and deaths that nobody counted are not none', () => {
  const events = eventsOf([[0, 1], [0, 2], [2], []], [1, 1, COARSE]), cells = {cellOf: Int32Array.from([0, 0, 1]), n: 2};
  const all = count(events, Uint8Array.of(1, 1, 1, 1), cells, false, row => [4, null, 0][row]);
  assert.deepEqual([[...all.events], [...all.deaths], [...all.unknown]], [[2, 2], [4, 0], [1, 1]]);
  assert.deepEqual([all.several, all.coarse, all.outside], [1, 1, 0]);
  const fine = count(events, Uint8Array.of(1, 1, 1, 1), cells, true, () => null);
  assert.deepEqual([[...fine.events], fine.coarse], [[2, 0], 1]);
});

test('looking up taken rectangles by squares finds what looking at all of them finds', () => {
  const next = numbers(9), taken = new Taken(), boxes = [];
  for (let k = 0; k < 800; k++) {
    const x = next() * 900 - 60, y = next() * 700 - 60, box = [x, y, x + 1 + next() * 150, y + 1 + next() * 40];
    assert.equal(taken.free(...box), !boxes.some(([a, b, c, d]) => box[0] < c && box[2] > a && box[1] < d && box[3] > b));
    if (k % 2) { taken.add(...box); boxes.push(box); }
  }
});
