// The inert block of data, read into columns; knows no control of the page and no map.

import {Head, UNKNOWN, columnOf, inflate, placeColumn} from './columns.js';
import {Texts} from './texts.js';

const PAYLOAD_VERSION = 2;
const MAX_INDEXED = 50000;
export const UNDATED = UNKNOWN;
export const POINT_SCALE = 1e7;
export const SHAPE_SCALE = 1e5;

/**
 * Read the head of the data.
 * @param {string} text
 * @returns {Promise<Head>}
 */
export async function readPayload(text) {
  const head = new Head(await inflate(text));
  if (head.json.version !== PAYLOAD_VERSION) throw new Error('data of version ' + head.json.version);
  return head;
}

export const mercatorX = lon => (lon + 180) / 360;
export const mercatorY = lat => {
  const s = Math.sin((Math.max(-85.06, Math.min(85.06, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
};

/**
 * Undo the deltas of a ring.
 * @param {number[]} deltas lon, lat steps, each relative to the one before
 * @param {number} scale steps per degree
 * @returns {Float64Array} lon, lat, lon, lat ... in degrees
 */
export function ringDegrees(deltas, scale) {
  const out = new Float64Array(deltas.length);
  let x = 0, y = 0;
  for (let i = 0; i < deltas.length; i += 2) {
    x += deltas[i]; y += deltas[i + 1];
    out[i] = x / scale; out[i + 1] = y / scale;
  }
  return out;
}

/**
 * Events as columns, and where they are: an event has marks, a mark is at a place,
 * places with the same coordinates share a site. Drawing works on sites.
 */
export class Events {
  /**
   * @param {Head} head
   * @param {(block: number) => string|null} findText gives a block of long texts as base64
   */
  constructor(head, findText) {
    const payload = head.json, n = (this.n = payload.rows);
    this.cut = payload.cut;
    this.payload = payload;
    this.order = payload.order;
    this.glyphKeys = payload.glyphs;
    this.firm = /** @type {Uint8Array} */ (head.array(payload.firm));
    this.readMarks(head);
    this.readPlaces(head);
    this.groupSites();
    /** @type {Record<string, import('./columns.js').Column>} */
    this.columns = {};
    const placeOfRow = () => this.placeOfRow();
    const codes = payload.columns, column = name => this.columns[name] || (this.columns[name] = make(codes[name]));
    const make = code => (code.like ? column(code.like) : code.name_of_place ? this.namesByPlace(head) : columnOf(code, head, n, placeOfRow, column));
    for (const name of Object.keys(codes)) column(name);
    const glyphs = columnOf(payload.glyph, head, n, placeOfRow, column);
    this.glyph = Uint8Array.from(/** @type {Uint8Array} */ (glyphs.codes()), code => code - 1);
    this.reasons = columnOf(payload.reasons, head, n);
    this.texts = new Texts(payload.texts, n, findText);
    this.readDays();
    this.towards = payload.towards.map(([event, lat, lon, name]) => ({
      event, name, x: mercatorX(this.unrolled(lon / POINT_SCALE)), y: mercatorY(lat / POINT_SCALE),
    }));
    /** @type {Map<string, number>|null} */
    this.rows = null;
  }

  /** The names of places as a column of events: they are not in the file twice. */
  namesByPlace(head) {
    const {words, codes} = columnOf(this.payload.places.name, head, this.places.n);
    return placeColumn(/** @type {any[]} */ (words), /** @type {() => ArrayLike<number>} */ (codes)(), new Map(), this.n, this.placeOfRow());
  }

  readDays() {
    const {n} = this, from = this.columns.date_start, to = this.columns.date_end;
    const days = column => (column.numbers instanceof Int32Array ? column.numbers : new Int32Array(n).fill(n && column.get(0) !== null ? column.get(0) : UNDATED));
    this.start = days(from);
    this.end = days(to);
    if (to === from) return;
    // A date of which only one end is known counts as that day.
    this.start = this.start.slice();
    this.end = this.end.slice();
    for (let i = 0; i < n; i++) {
      if (this.start[i] === UNDATED) this.start[i] = this.end[i];
      if (this.end[i] === UNDATED) this.end[i] = this.start[i];
    }
  }

  readMarks(head) {
    const {n} = this, count = head.array(this.payload.marks.count);
    this.markAt = head.array(this.payload.marks.at);
    this.markStart = new Int32Array(n + 1);
    this.placed = 0;
    for (let i = 0; i < n; i++) {
      this.markStart[i + 1] = this.markStart[i] + count[i];
      if (count[i]) this.placed++;
    }
  }

  readPlaces(head) {
    const places = this.payload.places, lat = head.array(places.lat), lon = head.array(places.lon), n = lat.length;
    const radius = head.array(places.radius_m);
    this.places = {
      n,
      lat: Float64Array.from(lat, v => v / POINT_SCALE),
      lon: Float64Array.from(lon, v => v / POINT_SCALE),
      name: columnOf(places.name, head, n).get,
      precision: head.array(places.precision),
      radiusKm: Float32Array.from(radius, v => Math.max(0, v) / 1000),
      shape: head.array(places.shape),
      heading: head.array(places.heading),
    };
  }

  /** Places come in order of latitude and longitude: those of one site stand side by side. */
  groupSites() {
    const {lat, lon, n} = this.places;
    this.siteOfPlace = new Int32Array(n);
    const first = [];
    for (let p = 0; p < n; p++) {
      if (p === 0 || lat[p] !== lat[p - 1] || lon[p] !== lon[p - 1]) first.push(p);
      this.siteOfPlace[p] = first.length - 1;
    }
    const sites = (this.sites = first.length);
    this.siteX = Float64Array.from(first, p => mercatorX(this.unrolled(lon[p])));
    this.siteY = Float64Array.from(first, p => mercatorY(lat[p]));
    this.siteLat = Float64Array.from(first, p => lat[p]);
    this.sitePlace = Int32Array.from(first);
    // Marks by site, as one run per site.
    const marks = this.markAt.length, start = new Int32Array(sites + 1);
    this.siteOfMark = new Int32Array(marks);
    for (let m = 0; m < marks; m++) start[(this.siteOfMark[m] = this.siteOfPlace[this.markAt[m]]) + 1]++;
    for (let s = 0; s < sites; s++) start[s + 1] += start[s];
    this.siteStart = start;
    this.siteEvent = new Int32Array(marks);
    this.siteMarkPlace = new Int32Array(marks);
    const next = start.slice();
    for (let i = 0; i < this.n; i++) {
      for (let m = this.markStart[i]; m < this.markStart[i + 1]; m++) {
        const at = next[this.siteOfMark[m]]++;
        this.siteEvent[at] = i;
        this.siteMarkPlace[at] = this.markAt[m];
      }
    }
  }

  /** The place of each row's first mark, -1 for none. */
  placeOfRow() {
    if (!this.placeAt) {
      this.placeAt = new Int32Array(this.n).fill(-1);
      for (let i = 0; i < this.n; i++) if (this.isPlaced(i)) this.placeAt[i] = this.markAt[this.markStart[i]];
    }
    return this.placeAt;
  }

  /** A value of an event; undefined for a long text that is not inflated yet: see `load`. */
  get(name, row) {
    const column = this.columns[name];
    if (!column) return null;
    return column.text === undefined ? column.get(row) : this.texts.get(column.text, row, own => this.columns[own].get(row));
  }

  /** Whether a row's long texts are there. */
  has(row) { return this.texts.has(row); }

  /** Inflate a row's long texts. */
  load(row) { return this.texts.load(this.texts.blockOf(row)); }

  id(row) { return this.columns.event_id.get(row); }
  isPlaced(row) { return this.markStart[row + 1] > this.markStart[row]; }
  isUndated(row) { return this.start[row] === UNDATED; }
  /** How exactly a mark's place is known: 1 the named place ... 7 a country. */
  precisionOf(place, row) { return this.places.precision[place] || this.rowPrecision[row]; }

  /** The precision that each event's own column says, 1 where it says none. */
  get rowPrecision() {
    if (!this.ownPrecision) {
      const column = this.columns.geo_precision;
      this.ownPrecision = Uint8Array.from({length: this.n}, (_, row) => column.get(row) || 1);
    }
    return this.ownPrecision;
  }

  glyphKey(row) { return this.glyphKeys[this.glyph[row]]; }
  reason(row) { return this.reasons.get(row); }

  /** What the card shows beyond the columns: claims, how it was placed, runners-up. */
  detail(row) {
    const text = this.columns.details ? this.get('details', row) : null;
    if (text) return JSON.parse(text);
    const how = this.get('how_placed', row);
    if (!how) return null;
    const ids = (this.get('place_ids', row) || '').split('; ').filter(Boolean);
    return {
      claims: [], dated_by: null, quantities: [], related: [], headed: [], runners: [],
      placed_by: [{name: this.get('place_name', row), method: how, ids, disputed: this.get('disputed', row)}],
    };
  }

  /** Latitude and longitude that the data states for a placed event. */
  position(row) {
    const place = this.markAt[this.markStart[row]];
    return [this.places.lat[place], this.places.lon[place]];
  }

  /** A longitude where the map shows it: beyond 180 where events lie across the antimeridian. */
  unrolled(lon) { return lon < this.cut ? lon + 360 : lon; }

  /** Where a placed event is on the map. */
  shownAt(row) {
    const [lat, lon] = this.position(row);
    return [lat, this.unrolled(lon)];
  }

  rowOf(id) {
    const wanted = String(id);
    if (this.n > MAX_INDEXED) {
      // A map of so many ids would be larger than everything else.
      for (let i = 0; i < this.n; i++) if (this.id(i) === wanted) return i;
      return -1;
    }
    if (!this.rows) {
      this.rows = new Map();
      for (let i = 0; i < this.n; i++) this.rows.set(this.id(i), i);
    }
    const row = this.rows.get(wanted);
    return row === undefined ? -1 : row;
  }
}
