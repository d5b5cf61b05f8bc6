// Lengths and areas on the earth, and the tool that measures them on the map; knows no event.

import {svg} from './glyphs.js';
import {grouped, t, tn} from './language.js';
import {make} from './words.js';

/** @import {Point, Sketch} from './sketch.js' */

// WGS 84.
const EQUATOR_KM = 6378.137, FLATTENING = 1 / 298.257223563;
const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));
const RADIANS = Math.PI / 180;
/** Pixels between a press and a point that count as on it, and a step of the cross. */
const NEAR_PX = 11, STEP_PX = 10, LONG_STEP_PX = 60;
const MOST_POINTS = 500;

/**
 * The angle between two directions on a sphere, by the haversine; radians in and out.
 * @param {number} lat1
 * @param {number} lat2
 * @param {number} dLon
 */
function haversineAngle(lat1, lat2, dLon) {
  const half = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2;
  return 2 * Math.asin(Math.min(1, Math.sqrt(half)));
}

/**
 * Length of the geodesic between two points, in kilometres.
 *
 * The haversine on the sphere is up to 0.56 % off (north to south at the equator); Lambert's correction for
 * the ellipsoid (1942; in R. Thomas, "Spheroidal geodesics", 1970) brings it within some ten metres. Between
 * all but antipodes, where the correction has no value, and the sphere's length stands.
 * @param {Point} a
 * @param {Point} b
 */
export function geodesicKm(a, b) {
  /** @param {number} lat */
  const reduced = lat => Math.atan((1 - FLATTENING) * Math.tan(lat * RADIANS));
  const b1 = reduced(a.lat), b2 = reduced(b.lat), angle = haversineAngle(b1, b2, (b.lon - a.lon) * RADIANS);
  if (angle < 1e-12) return 0;
  if (angle > 3.1) return EQUATOR_KM * (1 - FLATTENING / 3) * angle;
  const p = (b1 + b2) / 2, q = (b2 - b1) / 2;
  const x = ((angle - Math.sin(angle)) * Math.sin(p) ** 2 * Math.cos(q) ** 2) / Math.cos(angle / 2) ** 2;
  const y = ((angle + Math.sin(angle)) * Math.cos(p) ** 2 * Math.sin(q) ** 2) / Math.sin(angle / 2) ** 2;
  return EQUATOR_KM * (angle - (FLATTENING / 2) * (x + y));
}

/**
 * What the sine of a latitude is on a sphere of the ellipsoid's area, but for a factor (Snyder, "Map projections", 3-12).
 * @param {number} lat
 */
function authalic(lat) {
  const e = ECCENTRICITY, s = Math.sin(lat * RADIANS);
  return (1 - e * e) * (s / (1 - e * e * s * s) - Math.log((1 - e * s) / (1 + e * s)) / (2 * e));
}

/**
 * Area inside a ring of points, in square kilometres; no ring around a pole.
 *
 * The points are put on the sphere that has the ellipsoid's area, and the spherical excess of each side is
 * added up: within 0.1 % of the ellipsoid for what fits on a map of a country.
 * @param {Point[]} points
 */
export function areaKm2(points) {
  const whole = authalic(90), radius2 = (EQUATOR_KM ** 2 * whole) / 2;
  const tangents = points.map(point => Math.tan(Math.asin(authalic(point.lat) / whole) / 2));
  let excess = 0;
  points.forEach((point, i) => {
    const j = (i + 1) % points.length, turn = ((((points[j].lon - point.lon) % 360) + 540) % 360) - 180;
    excess += 2 * Math.atan2(Math.tan((turn * RADIANS) / 2) * (tangents[i] + tangents[j]), 1 + tangents[i] * tangents[j]);
  });
  return Math.abs(excess) * radius2;
}

/**
 * Points of the great circle from a to b, b among them, close enough together to be drawn straight.
 * @param {Point} a
 * @param {Point} b
 * @returns {Point[]}
 */
export function greatCircle(a, b) {
  const angle = haversineAngle(a.lat * RADIANS, b.lat * RADIANS, (b.lon - a.lon) * RADIANS);
  const steps = Math.min(120, Math.ceil(angle / 0.008)), out = [];
  /** @param {Point} point */
  const vector = ({lat, lon}) => [Math.cos(lat * RADIANS) * Math.cos(lon * RADIANS), Math.cos(lat * RADIANS) * Math.sin(lon * RADIANS), Math.sin(lat * RADIANS)];
  const from = vector(a), to = vector(b);
  let before = a.lon;
  for (let k = 1; k < steps; k++) {
    const v = from.map((c, i) => (c * Math.sin(angle * (1 - k / steps)) + to[i] * Math.sin((angle * k) / steps)) / Math.sin(angle));
    const lon = Math.atan2(v[1], v[0]) / RADIANS;
    // The map may show longitudes beyond 180: go on from the last one.
    before = lon + 360 * Math.round((before - lon) / 360);
    out.push({lat: Math.atan2(v[2], Math.hypot(v[0], v[1])) / RADIANS, lon: before});
  }
  out.push(b);
  return out;
}

/**
 * A number with about four digits that count.
 * @param {number} value
 */
const measured = value => grouped(value >= 100 ? Math.round(value) : value >= 10 ? Math.round(value * 10) / 10 : Math.round(value * 100) / 100);
/**
 * A length in words, from metres to thousands of kilometres.
 * @param {number} km
 */
export const lengthText = km => (km < 1 ? t('{n} m', {n: grouped(Math.round(km * 1000))}) : t('{n} km', {n: measured(km)}));
/** @param {number} km2 */
const areaText = km2 => (km2 < 0.01 ? t('{n} m²', {n: grouped(Math.round(km2 * 1e6))}) : t('{n} km²', {n: measured(km2)}));
/** @param {Point} point */
const degreesText = ({lat, lon}) => lat.toFixed(4) + ', ' + (((((lon + 180) % 360) + 360) % 360) - 180).toFixed(4);

export class Measure {
  /**
   * @param {import('leaflet').Map} map
   * @param {Sketch} sketch
   * @param {{snap: (at: {x: number, y: number}) => Point|null, selected: () => Point|null, ended: () => void}} asks
   *   snap gives the point that is drawn at a place of the screen, selected that of the selected event
   */
  constructor(map, sketch, asks) {
    this.map = map;
    this.sketch = sketch;
    this.asks = asks;
    this.active = false;
    /** @type {Point[]} */
    this.points = [];
    this.closed = false;
    /** @type {{x: number, y: number}|null} where the cross is, once the keyboard moves it */
    this.cross = null;
    /** @type {Point|null} where the pointer is */
    this.pointer = null;
    /** @param {string} text @param {() => void} press */
    const button = (text, press) => make('button', {type: 'button', class: 'quiet', on: {click: press}}, text);
    this.reading = make('p', {class: 'reading', role: 'status'});
    this.how = make('p', {class: 'how'});
    this.undoButton = button(t('Undo'), () => this.undo());
    this.closeButton = button(t('Close shape'), () => this.close());
    this.selectedButton = button(t('Selected event'), () => { const at = this.asks.selected(); if (at) this.add(at); });
    this.box = make('div', {class: 'tool-box', role: 'group', 'aria-label': t('Measure'), hidden: true}, this.reading, this.how,
      make('div', {class: 'tool-actions'}, this.selectedButton,
        button(t('Map middle'), () => { const {lat, lng} = this.map.getCenter(); this.add({lat, lon: lng}); }),
        this.closeButton, this.undoButton, button(t('End'), () => this.stop())));
    document.getElementById('tool-boxes').append(this.box);
    map.on('click', event => { if (this.active) this.press(event.containerPoint, event.latlng); });
    map.on('mousemove', event => { if (this.active) { this.pointer = {lat: event.latlng.lat, lon: event.latlng.lng}; this.draw(); } });
    map.on('mouseout', () => { if (this.pointer) { this.pointer = null; this.draw(); } });
    // Before Leaflet sees the key, and before anything that is inside the map does.
    document.getElementById('map-box').addEventListener('keydown', event => { if (this.active) this.key(event); }, true);
  }

  /** @param {boolean} byKeyboard whether the cross is shown at once */
  start(byKeyboard) {
    this.active = true;
    this.map.doubleClickZoom.disable();
    const container = this.map.getContainer();
    container.classList.add('measuring');
    this.how.textContent = byKeyboard ? t('Arrows move the cross, Enter sets a point, C closes the shape, Escape ends.') : '';
    this.clear();
    this.box.hidden = false;
    if (byKeyboard) {
      this.moveCross(0, 0);
      container.focus({preventScroll: true});
    }
  }

  stop() {
    if (!this.active) return;
    this.active = false;
    this.map.doubleClickZoom.enable();
    this.map.getContainer().classList.remove('measuring');
    this.box.hidden = true;
    this.points = [];
    this.cross = this.pointer = null;
    this.sketch.set('measure', null);
    this.asks.ended();
  }

  clear() {
    this.points = [];
    this.closed = false;
    this.changed();
  }

  /** The buttons follow the selection. */
  update() { this.selectedButton.hidden = !this.active || !this.asks.selected(); }

  /**
   * @param {{x: number, y: number}} at on the screen
   * @param {{lat: number, lng: number}} position
   */
  press(at, {lat, lng}) {
    const first = this.points[0], start = first ? this.map.latLngToContainerPoint([first.lat, first.lon]) : null;
    if (!this.closed && start && this.points.length > 2 && Math.hypot(start.x - at.x, start.y - at.y) < NEAR_PX) { this.close(); return; }
    this.add(this.asks.snap(at) || {lat, lon: lng});
  }

  /** @param {Point} point */
  add(point) {
    if (this.closed) { this.points = []; this.closed = false; }
    const last = this.points[this.points.length - 1];
    // The second press of a double click sets no second point.
    if ((last && last.lat === point.lat && last.lon === point.lon) || this.points.length >= MOST_POINTS) return;
    this.points.push(point);
    this.changed();
  }

  undo() {
    if (this.closed) this.closed = false; else this.points.pop();
    this.changed();
  }

  close() {
    if (this.points.length < 3) return;
    this.closed = true;
    this.changed();
  }

  changed() {
    const {points} = this, length = this.length();
    this.how.hidden = points.length > 1 || !this.how.textContent;
    this.undoButton.hidden = !points.length;
    this.closeButton.hidden = this.closed || points.length < 3;
    this.update();
    const parts = [];
    if (this.closed) parts.push(t('Area {area}', {area: areaText(areaKm2(points))}), t('around it {length}', {length: lengthText(length)}));
    else if (points.length > 1) parts.push(t('Length {length}', {length: lengthText(length)}));
    if (points.length) parts.push(tn('{n} point|{n} points', points.length));
    this.reading.textContent = parts.join(' · ') || t('Press points on the map to measure.');
    this.draw();
  }

  length() {
    const {points} = this;
    let sum = 0;
    for (let i = 1; i < points.length; i++) sum += geodesicKm(points[i - 1], points[i]);
    return this.closed ? sum + geodesicKm(points[points.length - 1], points[0]) : sum;
  }

  draw() {
    if (!this.active) return;
    const {points, closed, cross} = this;
    const ring = closed ? [...points, points[0]] : points, last = points[points.length - 1];
    const next = closed ? null : cross ? this.pointAt(cross) : this.pointer;
    this.sketch.set('measure', project => {
      const out = [];
      /** @param {Point[]} run */
      const trace = run => run.map(project).map(({x, y}) => x.toFixed(1) + ',' + y.toFixed(1)).join(' ');
      /** @param {Point[]} run */
      const line = run => run.flatMap((point, i) => (i ? greatCircle(run[i - 1], point) : [point]));
      if (closed) out.push(svg('polygon', {class: 'sketch-area', points: trace(line(ring))}));
      for (const kind of ['sketch-halo', 'sketch-line']) if (ring.length > 1) out.push(svg('polyline', {class: kind, points: trace(line(ring))}));
      if (last && next) out.push(svg('polyline', {class: 'sketch-next', points: trace(line([last, next]))}));
      for (const point of points) { const {x, y} = project(point); out.push(svg('circle', {class: 'sketch-point', cx: x.toFixed(1), cy: y.toFixed(1), r: '4'})); }
      if (last && next) {
        const {x, y} = project(next);
        const isRight = x > this.map.getSize().x - 130;
        out.push(svg('text', {class: 'sketch-text', x: (isRight ? x - 10 : x + 10).toFixed(1), y: (y < 24 ? y + 22 : y - 10).toFixed(1), 'text-anchor': isRight ? 'end' : 'start'}, document.createTextNode(lengthText(this.length() + geodesicKm(last, next)))));
      }
      if (cross) {
        const arms = 'M' + (cross.x - 13) + ' ' + cross.y + 'H' + (cross.x + 13) + 'M' + cross.x + ' ' + (cross.y - 13) + 'V' + (cross.y + 13);
        for (const kind of ['sketch-halo', 'sketch-line']) out.push(svg('path', {class: kind, d: arms}));
      }
      return out;
    });
  }

  /**
   * @param {{x: number, y: number}} at on the screen
   * @returns {Point}
   */
  pointAt(at) {
    const {lat, lng} = this.map.containerPointToLatLng([at.x, at.y]);
    return {lat, lon: lng};
  }

  /**
   * Move the cross; the map follows where it would leave it.
   * @param {number} dx
   * @param {number} dy
   */
  moveCross(dx, dy) {
    const size = this.map.getSize(), cross = this.cross || {x: Math.round(size.x / 2), y: Math.round(size.y / 2)};
    const x = cross.x + dx, y = cross.y + dy;
    /** @param {number} v @param {number} most */
    const inside = (v, most) => Math.max(20, Math.min(most - 20, v));
    this.cross = {x: inside(x, size.x), y: inside(y, size.y)};
    if (this.cross.x !== x || this.cross.y !== y) this.map.panBy([x - this.cross.x, y - this.cross.y], {animate: false});
    this.pointer = null;
    this.draw();
    return this.pointAt(this.cross);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const onMap = event.target === this.map.getContainer();
    const step = event.shiftKey ? LONG_STEP_PX : event.altKey ? 1 : STEP_PX;
    /** @type {Record<string, [number, number]>} */
    const moves = {ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step]}, move = moves[event.key];
    if (event.key === 'Escape') this.stop();
    else if (!onMap) return;
    else if (move) this.reading.textContent = degreesText(this.moveCross(move[0], move[1]));
    else if (event.key === 'Enter') {
      if (!this.cross) this.moveCross(0, 0); else this.press(this.cross, this.map.containerPointToLatLng([this.cross.x, this.cross.y]));
    } else if (event.key === 'Backspace') this.undo();
    else if (event.key === 'c' || event.key === 'C') this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
