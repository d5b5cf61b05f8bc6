// Events counted in hexagons and in areas, and the classes that shade them; knows no canvas and no page.

import {mercatorX, mercatorY, ringDegrees} from './payload.js';

/**
 * @import {CodedArea, CodedGround} from './basemap.js'
 * @import {Events} from './payload.js'
 * @typedef {{cellOf: Int32Array, n: number, x: number[], y: number[], unit: number, at: (x: number, y: number) => number}} Grid
 *   the cell of each site, -1 for none; the middles of cells; how large they are, 0 where each has its own size; the cell at a point
 */

/** Corner to centre of a hexagon at a whole zoom step, in pixels; half a step later it is 1.4 times as large. */
export const HEX_RADIUS = 24;
const ROOT3 = Math.sqrt(3);
const WORLD = 256;
/** Column and line of a hexagon as one number; at the last zoom there are under 2^20 of either. */
const KEY_SPAN = 2 ** 22;
const CLASSES = 5;
/** Leading digits of the bounds of classes. */
const NICE = [1, 2, 3, 5, 10];
/** Precision from which a place is a region or a country: no province holds it. */
export const COARSE = 6;
/** From here on a place is a district, a part of a province or a province: larger than a hexagon may be. */
const ROUGH = 3;
/** Beside an edge that is drawn coarsely, a place belongs to the nearest area: this far, in degrees. */
const NEAR_DEGREES = 0.05;

/**
 * The whole column and line of a pointy-top hexagon, from fractions: the two that round best are kept.
 * @param {number} q
 * @param {number} r
 * @returns {[number, number]}
 */
export function hexRound(q, r) {
  // Red Blob Games, "Hexagonal Grids", rounding: q + r + s = 0 must hold again.
  const s = -q - r;
  let a = Math.round(q), b = Math.round(r);
  const c = Math.round(s), da = Math.abs(a - q), db = Math.abs(b - r), dc = Math.abs(c - s);
  if (da > db && da > dc) a = -b - c;
  else if (db > dc) b = -a - c;
  return [a + 0, b + 0];
}

/**
 * Column and line of the hexagon that holds a point, both in units of a hexagon's radius.
 * @param {number} x
 * @param {number} y
 */
export const hexAt = (x, y) => hexRound((x * ROOT3 - y) / 3, (y * 2) / 3);

/**
 * The middle of a hexagon, in units of its radius.
 * @param {number} q
 * @param {number} r
 */
export const hexCentre = (q, r) => [ROOT3 * (q + r / 2), 1.5 * r];

/**
 * Hexagons of one zoom step that hold sites. They hang on the world, so a pan makes no others.
 * @param {{sites: number, siteX: ArrayLike<number>, siteY: ArrayLike<number>}} events positions of 0..1 across the Mercator world
 * @param {number} step whole zoom
 */
export function hexGrid({sites, siteX, siteY}, step) {
  const unit = HEX_RADIUS / (WORLD * 2 ** step), cellOf = new Int32Array(sites), numbers = new Map();
  /** @type {number[]} */
  const x = [];
  /** @type {number[]} */
  const y = [];
  for (let s = 0; s < sites; s++) {
    const [q, r] = hexAt(siteX[s] / unit, siteY[s] / unit), key = hexKey(q, r);
    let cell = numbers.get(key);
    if (cell === undefined) {
      const centre = hexCentre(q, r);
      cell = x.length;
      numbers.set(key, cell);
      x.push(centre[0] * unit);
      y.push(centre[1] * unit);
    }
    cellOf[s] = cell;
  }
  /** @type {(px: number, py: number) => number} */
  const at = (px, py) => { const found = numbers.get(hexKey(...hexAt(px / unit, py / unit))); return found === undefined ? -1 : found; };
  return {step, unit, cellOf, n: x.length, x, y, at};
}

/** @param {number} q @param {number} r */
const hexKey = (q, r) => (q + KEY_SPAN / 2) * KEY_SPAN + r;

/**
 * An area that events are counted in.
 * @typedef {CodedArea & {id: string, name: string, at: [lon: number, lat: number]}} NamedArea
 * @typedef {{id: string, name: string, index: number, x: number, y: number, rings: Float64Array[], box: number[], wide: number, tall: number}} Area
 */

/**
 * The areas that tile the ground: provinces, or countries where no province is drawn, and disputed land after them.
 * @param {Pick<CodedGround, 'areas'|'scale'>} basemap
 * @returns {{areas: Area[], provinces: boolean}}
 */
export function areasOf(basemap) {
  const all = /** @type {{area: NamedArea, index: number}[]} */ (basemap.areas.map((area, index) => ({area, index})).filter(({area}) => area.name));
  const provinces = all.some(({area}) => area.level === 2 && !area.disputed);
  const chosen = all.filter(({area}) => (area.level === 2) === provinces);
  if (!provinces) chosen.push(...all.filter(({area}) => area.level === 2));
  return {
    provinces,
    areas: chosen.map(({area, index}) => {
      const rings = area.rings.map(ring => ringDegrees(ring, basemap.scale)), box = [540, 90, -540, -90];
      for (const d of rings) for (let i = 0; i < d.length; i += 2) {
        if (d[i] < box[0]) box[0] = d[i];
        if (d[i + 1] < box[1]) box[1] = d[i + 1];
        if (d[i] > box[2]) box[2] = d[i];
        if (d[i + 1] > box[3]) box[3] = d[i + 1];
      }
      return {id: area.id, name: area.name, index, x: mercatorX(area.at[0]), y: mercatorY(area.at[1]), rings, box, wide: (box[2] - box[0]) / 360, tall: mercatorY(box[1]) - mercatorY(box[3])};
    }),
  };
}

/**
 * Whether a point is inside rings, holes and parts alike (even-odd).
 * @param {Float64Array[]} rings
 * @param {number} x
 * @param {number} y
 */
export function isInside(rings, x, y) {
  let inside = false;
  for (const d of rings) {
    const n = d.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const yi = d[i + 1], yj = d[j + 1];
      if ((yi > y) !== (yj > y) && x < ((d[j] - d[i]) * (y - yi)) / (yj - yi) + d[i]) inside = !inside;
    }
  }
  return inside;
}

/**
 * Square of the distance from a point to the nearest edge, in degrees of latitude.
 * @param {Float64Array[]} rings
 * @param {number} x
 * @param {number} y
 * @param {number} squeeze degrees of latitude per degree of longitude
 */
function edgeDistance(rings, x, y, squeeze) {
  let best = Infinity;
  for (const d of rings) for (let i = 0; i + 3 < d.length; i += 2) {
    const ax = (d[i] - x) * squeeze, ay = d[i + 1] - y, bx = (d[i + 2] - d[i]) * squeeze, by = d[i + 3] - d[i + 1];
    const length = bx * bx + by * by, k = length ? Math.max(0, Math.min(1, -(ax * bx + ay * by) / length)) : 0;
    best = Math.min(best, (ax + k * bx) ** 2 + (ay + k * by) ** 2);
  }
  return best;
}

/**
 * The area of every site, -1 for none: the first that holds it, or the nearest one just beside it, for
 * coasts and borders are drawn coarsely.
 * @param {Area[]} areas
 * @param {{sites: number, siteLat: Float64Array, siteLon: ArrayLike<number>}} events sites in order of latitude
 * @param {number} near degrees
 */
export function areaOfSites(areas, {sites, siteLat, siteLon}, near = NEAR_DEGREES) {
  const areaOf = new Int32Array(sites).fill(-1);
  /** @param {number} lat */
  const from = lat => { let a = 0, b = sites; while (a < b) { const m = (a + b) >> 1; if (siteLat[m] < lat) a = m + 1; else b = m; } return a; };
  areas.forEach(({rings, box: [west, south, east, north]}, k) => {
    for (let s = from(south); s < sites && siteLat[s] <= north; s++) {
      if (areaOf[s] < 0 && siteLon[s] >= west && siteLon[s] <= east && isInside(rings, siteLon[s], siteLat[s])) areaOf[s] = k;
    }
  });
  for (let s = 0; s < sites; s++) {
    if (areaOf[s] >= 0) continue;
    const lat = siteLat[s], lon = siteLon[s], squeeze = Math.cos((lat * Math.PI) / 180), wide = near / Math.max(0.05, squeeze);
    let best = near * near;
    areas.forEach(({rings, box: [west, south, east, north]}, k) => {
      if (lon < west - wide || lon > east + wide || lat < south - near || lat > north + near) return;
      const d = edgeDistance(rings, lon, lat, squeeze);
      if (d < best) { best = d; areaOf[s] = k; }
    });
  }
  return areaOf;
}

/**
 * The area that holds a point of 0..1 across the Mercator world, -1 for none.
 * @param {Area[]} areas
 * @param {number} x
 * @param {number} y
 */
export function areaAt(areas, x, y) {
  const lon = x * 360 - 180, lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  return areas.findIndex(({rings, box: [west, south, east, north]}) => lon >= west && lon <= east && lat >= south && lat <= north && isInside(rings, lon, lat));
}

/**
 * What the shown events come to in each cell. An event at places in several cells counts in each of
 * them, once, so that a cell's number is the number of events that its list shows. Deaths that nobody
 * has put a number to are counted as events without a number, not as none. Events whose
 * every place is a region or a country are counted apart, and those whose places no cell holds.
 * @typedef {{events: Int32Array, deaths: Float64Array, unknown: Int32Array, coarse: number, rough: number, outside: number, several: number}} Tally
 */

/**
 * Shown events by site, so that another zoom step need not look at each event again.
 * @typedef {{events: Int32Array, deaths: Float64Array, unknown: Int32Array, coarse: number, rough: number, rows: number[], limit: number, deathsOf: (row: number) => number|null}} SiteTally
 *   rows are events at several places; they are in no site's number
 */

/**
 * Count shown events at sites.
 * @param {Pick<Events, 'n'|'sites'|'markStart'|'markAt'|'siteOfMark'|'places'|'rowPrecision'>} events
 * @param {Uint8Array} mask
 * @param {boolean} fineOnly places of COARSE precision or coarser are not counted
 * @param {(row: number) => number|null} deathsOf
 * @returns {SiteTally}
 */
export function siteTally({n, sites, markStart, markAt, siteOfMark, places, rowPrecision}, mask, fineOnly, deathsOf) {
  const counted = new Int32Array(sites), deaths = new Float64Array(sites), unknown = new Int32Array(sites), rows = [];
  const limit = fineOnly ? COARSE : Infinity, {precision} = places;
  let coarse = 0, rough = 0;
  for (let row = 0; row < n; row++) {
    const first = markStart[row], stop = markStart[row + 1];
    if (!mask[row] || first === stop) continue;
    let finest = precision[markAt[first]] || rowPrecision[row];
    for (let m = first + 1; m < stop; m++) finest = Math.min(finest, precision[markAt[m]] || rowPrecision[row]);
    if (finest >= COARSE) coarse++; else if (finest >= ROUGH) rough++;
    if (finest >= limit) continue;
    if (stop - first > 1) { rows.push(row); continue; }
    const site = siteOfMark[first], dead = deathsOf(row);
    counted[site]++;
    if (dead === null) unknown[site]++; else deaths[site] += dead;
  }
  return {events: counted, deaths, unknown, coarse, rough, rows, limit, deathsOf};
}

/**
 * Bring the numbers of sites together in cells.
 * @param {Pick<Events, 'markStart'|'markAt'|'siteOfMark'|'places'|'rowPrecision'>} events
 * @param {SiteTally} bySite
 * @param {Pick<Grid, 'cellOf'|'n'>} grid
 * @returns {Tally}
 */
export function tally({markStart, markAt, siteOfMark, places, rowPrecision}, bySite, {cellOf, n: cells}) {
  const counted = new Int32Array(cells), deaths = new Float64Array(cells), unknown = new Int32Array(cells), {limit} = bySite;
  let outside = 0, several = 0;
  for (let site = 0; site < cellOf.length; site++) {
    const cell = cellOf[site];
    if (cell < 0) { outside += bySite.events[site]; continue; }
    counted[cell] += bySite.events[site];
    deaths[cell] += bySite.deaths[site];
    unknown[cell] += bySite.unknown[site];
  }
  for (const row of bySite.rows) {
    const into = new Set(), dead = bySite.deathsOf(row);
    for (let m = markStart[row]; m < markStart[row + 1]; m++) {
      if ((places.precision[markAt[m]] || rowPrecision[row]) < limit && cellOf[siteOfMark[m]] >= 0) into.add(cellOf[siteOfMark[m]]);
    }
    for (const cell of into) {
      counted[cell]++;
      if (dead === null) unknown[cell]++; else deaths[cell] += dead;
    }
    if (!into.size) outside++; else if (into.size > 1) several++;
  }
  return {events: counted, deaths, unknown, coarse: bySite.coarse, rough: bySite.rough, outside, several};
}

/**
 * Where classes begin: steps of one ratio from 1 to the most, rounded to 1, 2, 3 or 5 with noughts. Counts
 * of events run over powers of ten, and a class that means "so many times as much" means it everywhere.
 * @param {number} most
 * @returns {number[]} at most five, from 1 upwards
 */
export function classBounds(most) {
  if (!(most >= 1)) return [];
  if (most <= CLASSES) return Array.from({length: Math.floor(most)}, (_, k) => k + 1);
  const ratio = most ** (1 / CLASSES);
  /** @type {number[]} */
  const bounds = [];
  for (let k = 0; k < CLASSES; k++) {
    const exact = ratio ** k, ten = 10 ** Math.floor(Math.log10(exact));
    const nice = NICE.map(digit => digit * ten).reduce((a, b) => (Math.abs(Math.log(b / exact)) < Math.abs(Math.log(a / exact)) ? b : a));
    if (!bounds.length || nice > bounds[bounds.length - 1]) bounds.push(nice);
  }
  return bounds;
}

/**
 * The class of a number: 0 for the first, -1 below it.
 * @param {number} value
 * @param {number[]} bounds
 */
export function classOf(value, bounds) {
  let k = bounds.length - 1;
  while (k >= 0 && value < bounds[k]) k--;
  return k;
}
