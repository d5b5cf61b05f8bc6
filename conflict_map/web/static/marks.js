// Which marks, rings, areas and circles are on the screen, and where; knows no colour and no page.

import {SHAPE_SCALE, mercatorX, mercatorY, ringDegrees} from './payload.js';

const MAX_MARKS = 400;
export const MAX_FAN = 5;
/** So many outlines in view are drawn in full, so many as thin lines; of more, only the chosen event's. */
const MAX_FULL = 60, MAX_THIN = 800;
const MARK_RADIUS = 6.6;
/** A smaller circle would be hidden by its mark. */
const MIN_CIRCLE = MARK_RADIUS + 1;
const EARTH_ROUND_M = 40075016.686;
const FAN_STEP = 17;
const CROWD_CELL = 76;

/**
 * @import {View} from './basemap.js'
 * @import {CodedShape, Events} from './payload.js'
 * @typedef {{x: number, y: number, r: number, row: number, place: number, cx: number, half: number}} Mark
 * @typedef {{x: number, y: number, r: number, count: number, types: Int32Array, sites: number[]}} Ring
 * @typedef {{column: number, line: number, count: number, x: number, y: number, types: Int32Array, sites: number[]}} Cell of the screen's grid
 * @typedef {{x: number, y: number, r: number, type: number, place: number}} Circle
 * @typedef {{outline: Outline, shape: number, type: number}} Area type is -1 where it has events of several
 */

export class Layout {
  /** @param {Events} events */
  constructor(events) {
    this.events = events;
    this.types = events.glyphKeys.length;
    this.siteCount = new Int32Array(events.sites);
    this.siteTypes = new Int32Array(events.sites * this.types);
    this.placeCount = new Int32Array(events.places.n);
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {Ring[]} */
    this.rings = [];
    /** @type {Uint8Array} */
    this.mask = new Uint8Array(events.n).fill(1);
    // Places whose mark alone would claim too much: they have an outline or a circle.
    const {places, siteOfPlace, siteLat, payload} = events;
    /** @type {number[]} */
    const circles = [];
    this.isOutlined = new Uint8Array(places.n);
    for (let p = 0; p < places.n; p++) {
      if (places.shape[p] >= 0 || places.radiusKm[p] > 0) this.isOutlined[p] = 1;
      if (this.isOutlined[p] && places.shape[p] < 0) circles.push(p);
    }
    this.placeType = new Int8Array(places.n);
    this.shapes = payload.shapes.map(code => new Outline(code, events));
    /** @type {number[][]} */
    this.shapePlaces = payload.shapes.map(() => []);
    for (let p = 0; p < places.n; p++) if (places.shape[p] >= 0) this.shapePlaces[places.shape[p]].push(p);
    this.circlePlace = Int32Array.from(circles);
    // Radii on the Mercator map, which stretches by 1/cos of the latitude.
    this.circleSize = Float64Array.from(circles, p => (places.radiusKm[p] * 1000) / (EARTH_ROUND_M * Math.cos((siteLat[siteOfPlace[p]] * Math.PI) / 180)));
    /** Those in view, by their number among the circles; kept from frame to frame. */
    this.circles = new Int32Array(circles.length);
    this.circleCount = 0;
    /** @type {Area[]} */
    this.areas = [];
    /** @type {'full'|'thin'|'none'} */
    this.detail = 'full';
  }

  /**
   * Count the shown events at every site and place.
   * @param {Uint8Array} mask
   */
  recount(mask) {
    const e = this.events, T = this.types;
    this.mask = mask;
    this.siteCount.fill(0);
    this.siteTypes.fill(0);
    this.placeCount.fill(0);
    const {siteCount, siteTypes, placeCount, placeType, isOutlined} = this, {glyph, markStart, markAt, siteOfMark} = e;
    for (let row = 0; row < e.n; row++) {
      if (!mask[row]) continue;
      const type = glyph[row], stop = markStart[row + 1];
      for (let m = markStart[row]; m < stop; m++) {
        const site = siteOfMark[m], place = markAt[m];
        siteCount[site]++;
        siteTypes[site * T + type]++;
        if (!isOutlined[place]) continue;
        placeType[place] = placeCount[place] === 0 || placeType[place] === type ? type : -1;
        placeCount[place]++;
      }
    }
  }

  /**
   * Lay out what is in view: single marks, or rings by screen grid where there are too many.
   * @param {View} view
   */
  arrange(view) {
    const e = this.events;
    /** @type {number[]} */
    const inView = [];
    let total = 0;
    for (let s = 0; s < e.sites; s++) {
      if (!this.siteCount[s]) continue;
      const x = e.siteX[s] * view.scale - view.left, y = e.siteY[s] * view.scale - view.top;
      if (x < -30 || y < -30 || x > view.w + 30 || y > view.h + 30) continue;
      inView.push(s);
      total += this.siteCount[s];
    }
    this.marks = [];
    this.rings = [];
    this.arrangeCells(view, inView, total > MAX_MARKS ? CROWD_CELL : 34);
    this.arrangeOutlines(view);
  }

  /**
   * @param {View} view
   * @param {number[]} sites
   * @param {number} cell its size in pixels
   */
  arrangeCells(view, sites, cell) {
    const e = this.events, T = this.types;
    // Cells hang on the world, not on the screen: a pan moves rings and does not make others.
    const column0 = Math.floor((view.left - 30) / cell), line0 = Math.floor((view.top - 30) / cell);
    const across = Math.ceil((view.w + 60) / cell) + 1, down = Math.ceil((view.h + 60) / cell) + 1;
    const at = new Int32Array(across * down).fill(-1);
    /** @type {Cell[]} */
    const cells = [];
    for (const s of sites) {
      const wx = e.siteX[s] * view.scale, wy = e.siteY[s] * view.scale;
      const column = Math.floor(wx / cell), line = Math.floor(wy / cell);
      const index = (line - line0) * across + column - column0;
      let found = cells[at[index]];
      if (!found) {
        at[index] = cells.length;
        found = {column, line, count: 0, x: 0, y: 0, types: new Int32Array(T), sites: []};
        cells.push(found);
      }
      const n = this.siteCount[s];
      found.count += n;
      found.x += (wx - view.left) * n;
      found.y += (wy - view.top) * n;
      for (let t = 0; t < T; t++) found.types[t] += this.siteTypes[s * T + t];
      found.sites.push(s);
    }
    let most = 1;
    for (const c of cells) if (c.count > most) most = c.count;
    /** @type {number[]} */
    const alone = [];
    for (const c of cells) {
      if (c.count <= MAX_FAN && (c.sites.length < 3 || c.count < 4)) { alone.push(...c.sites); continue; }
      // Area stands for the count; a ring stays inside its cell, so that rings never overlap.
      const r = cell === CROWD_CELL ? 13 + (cell / 2 - 24) * Math.sqrt(c.count / most) : Math.min(cell / 2 - 1, 11.5 + Math.sqrt(c.count) * 0.6);
      const x0 = c.column * cell - view.left, y0 = c.line * cell - view.top;
      // A single place keeps its position; a group stands where most of it is.
      /** @param {number} v @param {number} from */
      const inside = (v, from) => (c.sites.length === 1 ? v : Math.min(Math.max(v, from + r), from + cell - r));
      const x = inside(c.x / c.count, x0), y = inside(c.y / c.count, y0);
      this.rings.push({x, y, r, count: c.count, types: c.types, sites: c.sites});
    }
    this.fans(view, alone);
  }

  /**
   * Points first and exactly where they are; the mark of an area stands for the whole of it,
   * so it may make way for a point.
   * @param {View} view
   * @param {number[]} sites
   */
  fans(view, sites) {
    /** @param {number} s */
    const isArea = s => this.events.places.shape[this.events.sitePlace[s]] >= 0;
    for (const s of sites) if (!isArea(s)) this.fan(view, s, 0);
    for (const s of sites) {
      if (!isArea(s)) continue;
      const x = this.events.siteX[s] * view.scale - view.left, y = this.events.siteY[s] * view.scale - view.top;
      const half = ((this.siteCount[s] - 1) * FAN_STEP) / 2 + 2 * MARK_RADIUS;
      /** @param {number} dy */
      const free = dy => [...this.marks, ...this.rings].every(o => Math.abs(o.x - x) > half + o.r - MARK_RADIUS || Math.abs(o.y - y - dy) > MARK_RADIUS + o.r + 2);
      this.fan(view, s, [0, -18, 18, -36, 36].find(free) || 0);
    }
  }

  /**
   * Events at one site side by side: none hides another.
   * @param {View} view
   * @param {number} site
   * @param {number} dy pixels downwards
   */
  fan(view, site, dy) {
    const e = this.events;
    const n = this.siteCount[site];
    const half = ((n - 1) * FAN_STEP) / 2;
    const x = e.siteX[site] * view.scale - view.left, y = e.siteY[site] * view.scale - view.top + dy;
    let k = 0;
    for (let m = e.siteStart[site]; m < e.siteStart[site + 1]; m++) {
      if (!this.mask[e.siteEvent[m]]) continue;
      this.marks.push({x: x - half + k * FAN_STEP, y, r: MARK_RADIUS, row: e.siteEvent[m], place: e.siteMarkPlace[m], cx: x, half});
      k++;
    }
  }

  /**
   * Which outlines are in view, and how many: that decides how they are drawn.
   * @param {View} view
   */
  arrangeOutlines(view) {
    const {siteX, siteY, siteOfPlace} = this.events, {circlePlace, circleSize, placeCount, circles} = this, {scale, left, top, w, h} = view;
    this.areas = [];
    this.shapes.forEach((outline, shape) => {
      const shown = outline.touches(view) ? this.shapePlaces[shape].filter(p => placeCount[p]) : [];
      if (!shown.length) return;
      const type = this.placeType[shown[0]];
      this.areas.push({outline, shape, type: shown.every(p => this.placeType[p] === type) ? type : -1});
    });
    let count = 0;
    const most = MAX_THIN - this.areas.length;
    for (let k = 0; k < circlePlace.length && count <= most; k++) {
      const p = circlePlace[k], r = circleSize[k] * scale;
      if (r < MIN_CIRCLE || !placeCount[p]) continue;
      const s = siteOfPlace[p], x = siteX[s] * scale - left, y = siteY[s] * scale - top;
      if (x < -r || y < -r || x > w + r || y > h + r) continue;
      circles[count++] = k;
    }
    this.circleCount = count;
    const all = this.areas.length + count;
    this.detail = all > MAX_THIN ? 'none' : all > MAX_FULL ? 'thin' : 'full';
    if (this.detail === 'none') { this.areas = []; this.circleCount = 0; }
    // The large ones first, so that the small ones lie on top.
    this.areas.sort((a, b) => b.outline.size - a.outline.size);
    if (this.detail === 'full') circles.subarray(0, this.circleCount).sort((a, b) => circleSize[b] - circleSize[a]);
  }

  /**
   * A circle in view as pixels.
   * @param {number} k its number among the circles
   * @param {View} view
   * @returns {Circle}
   */
  circle(k, view) {
    const {siteX, siteY, siteOfPlace} = this.events, place = this.circlePlace[k], s = siteOfPlace[place];
    return {x: siteX[s] * view.scale - view.left, y: siteY[s] * view.scale - view.top, r: this.circleSize[k] * view.scale, type: this.placeType[place], place};
  }

  /**
   * The outlines and circles of some places, wherever they are.
   * @param {Iterable<number>} places
   * @param {View} view
   */
  outlinesOf(places, view) {
    const {shape} = this.events.places;
    /** @type {Outline[]} */
    const areas = [];
    /** @type {Circle[]} */
    const circles = [];
    for (const p of places) {
      if (shape[p] >= 0) { if (!areas.includes(this.shapes[shape[p]])) areas.push(this.shapes[shape[p]]); continue; }
      const k = this.isOutlined[p] ? lowerBound(this.circlePlace, p) : -1;
      const circle = k >= 0 ? this.circle(k, view) : null;
      if (circle && circle.r >= MIN_CIRCLE) circles.push(circle);
    }
    return {areas, circles};
  }

  /**
   * Nothing but the marks of some rows, where something else stands for the rest.
   * @param {View} view
   * @param {Iterable<number>} rows
   */
  arrangeRows(view, rows) {
    const e = this.events;
    this.marks = [];
    this.rings = [];
    this.areas = [];
    this.circleCount = 0;
    this.detail = 'full';
    for (const row of rows) for (let m = e.markStart[row]; m < e.markStart[row + 1]; m++) {
      const place = e.markAt[m], s = e.siteOfPlace[place], x = e.siteX[s] * view.scale - view.left, y = e.siteY[s] * view.scale - view.top;
      this.marks.push({x, y, r: MARK_RADIUS, row, place, cx: x, half: 0});
    }
  }

  /**
   * The mark or ring at a point of the screen, nearest first; null for none.
   * @param {number} x
   * @param {number} y
   * @returns {{mark: Mark, ring?: undefined}|{ring: Ring, mark?: undefined}|null}
   */
  pick(x, y) {
    /** @type {Mark|null} */
    let best = null;
    let bestD = 13 * 13;
    for (const mark of this.marks) {
      const d = (mark.x - x) ** 2 + (mark.y - y) ** 2;
      if (d < bestD) { best = mark; bestD = d; }
    }
    if (best) return {mark: best};
    for (const ring of this.rings) if ((ring.x - x) ** 2 + (ring.y - y) ** 2 < (ring.r + 3) ** 2) return {ring};
    return null;
  }

  /**
   * The first shown event of the site that is nearest to a point of the screen; null for none.
   * @param {View} view
   * @param {number} x
   * @param {number} y
   */
  nearest(view, x, y) {
    const e = this.events, px = (x + view.left) / view.scale, py = (y + view.top) / view.scale;
    let best = -1, bestD = Infinity;
    for (let s = 0; s < e.sites; s++) {
      const d = (e.siteX[s] - px) ** 2 + (e.siteY[s] - py) ** 2;
      if (this.siteCount[s] && d < bestD) { best = s; bestD = d; }
    }
    for (let m = best < 0 ? 0 : e.siteStart[best]; best >= 0 && m < e.siteStart[best + 1]; m++) {
      if (this.mask[e.siteEvent[m]]) return {mark: {row: e.siteEvent[m]}};
    }
    return null;
  }

  /**
   * West, south, east, north of some sites in degrees.
   * @param {number[]} sites
   * @returns {[west: number, south: number, east: number, north: number]}
   */
  siteBounds(sites) {
    const e = this.events;
    let w = 540, s = 90, east = -180, n = -90;
    for (const site of sites) {
      const place = e.sitePlace[site], lat = e.places.lat[place], lon = e.unrolled(e.places.lon[place]);
      w = Math.min(w, lon); east = Math.max(east, lon); s = Math.min(s, lat); n = Math.max(n, lat);
    }
    return [w, s, east, n];
  }
}

/** A line or an area of an event, as a path around its own centre. */
class Outline {
  /**
   * @param {CodedShape} code
   * @param {Events} events
   */
  constructor([kind, parts], events) {
    this.kind = kind;
    /** @param {number} lon */
    this.unrolled = lon => events.unrolled(lon);
    this.parts = parts.map(rings => rings.map(ring => ringDegrees(ring, SHAPE_SCALE)));
    let w = 1, n = 1, e = 0, s = 0;
    /** @param {(x: number, y: number, first: boolean) => void} visit */
    const each = visit => {
      for (const rings of this.parts) for (const d of rings) {
        for (let i = 0; i < d.length; i += 2) visit(mercatorX(this.unrolled(d[i])), mercatorY(d[i + 1]), i === 0);
      }
    };
    each((x, y) => { w = Math.min(w, x); e = Math.max(e, x); n = Math.min(n, y); s = Math.max(s, y); });
    this.w = w;
    this.e = e;
    this.n = n;
    this.s = s;
    this.cx = (w + e) / 2;
    this.cy = (n + s) / 2;
    this.size = (e - w) * (s - n);
    this.path = new Path2D();
    each((x, y, first) => {
      const px = (x - this.cx) * PATH_UNITS, py = (y - this.cy) * PATH_UNITS;
      if (first) this.path.moveTo(px, py); else this.path.lineTo(px, py);
    });
  }

  /**
   * Visit the pieces of its paths in screen pixels.
   * @param {View} view
   * @param {(x0: number, y0: number, x1: number, y1: number) => void} visit
   */
  segments(view, visit) {
    /** @param {number} lon */
    const sx = lon => mercatorX(this.unrolled(lon)) * view.scale - view.left;
    /** @param {number} lat */
    const sy = lat => mercatorY(lat) * view.scale - view.top;
    for (const rings of this.parts) for (const d of rings) {
      for (let i = 0; i + 3 < d.length; i += 2) visit(sx(d[i]), sy(d[i + 1]), sx(d[i + 2]), sy(d[i + 3]));
    }
  }

  /** @param {View} view */
  touches(view) {
    return this.e * view.scale > view.left && this.w * view.scale < view.left + view.w &&
      this.s * view.scale > view.top && this.n * view.scale < view.top + view.h;
  }
}

export const PATH_UNITS = 1 << 22;

/**
 * Where a number stands in a sorted array that holds it.
 * @param {Int32Array} sorted
 * @param {number} wanted
 */
function lowerBound(sorted, wanted) {
  let a = 0, b = sorted.length;
  while (a < b) { const m = (a + b) >> 1; if (sorted[m] < wanted) a = m + 1; else b = m; }
  return a;
}
