// The inert block of data, read into columns; knows no control of the page and no map.

import {Head, UNKNOWN, columnOf, inflate, placeColumn} from './columns.js';
import {Texts} from './texts.js';

const PAYLOAD_VERSION = 2;
const MAX_INDEXED = 50000;
export const UNDATED = UNKNOWN;
export const POINT_SCALE = 1e7;
export const SHAPE_SCALE = 1e5;

/**
 * What Python writes into the head (web/payload.py, web/marks.py); how a column is coded is columns.js's to know.
 * @import {Codes, Column, Numbers, Reference} from './columns.js'
 * @typedef {[kind: 1|2, parts: number[][][]]} CodedShape a line (1) or an area (2) as rings of deltas
 * @typedef {{
 *   lat: Reference, lon: Reference, name: unknown, precision: Reference, radius_m: Reference, shape: Reference, heading: Reference,
 * }} CodedPlaces
 * @typedef {{
 *   version: number, rows: number, cut: number, order: string[], columns: Record<string, any>, reasons: unknown,
 *   glyphs: string[], glyph: unknown, firm: Reference, marks: {count: Reference, at: Reference}, places: CodedPlaces,
 *   shapes: CodedShape[], towards: [event: number, lat: number, lon: number, name: string][],
 *   words: Words, texts: import('./texts.js').About,
 *   title: string, description?: string|null, lang?: string|null, catalogue: Parameters<typeof import('./language.js').setLanguage>[0],
 *   basemap: import('./basemap.js').CodedGround, report?: import('./about.js').Report, citations?: string[], hosts?: string[],
 *   editing?: any,
 * }} Payload
 * @typedef {{glyphs: string[], precisions: Record<string, string>, statuses: Record<string, string>}} Words by glyph, precision and status
 */
/**
 * Places as the page draws them; precision is 0 where the events there say it themselves, shape -1 for none.
 * @typedef {{
 *   n: number, lat: Float64Array, lon: Float64Array, name: (place: number) => string|null,
 *   precision: Numbers, radiusKm: Float32Array, shape: Numbers, heading: Numbers,
 * }} Places
 */
/**
 * What the card shows of an event beyond its columns.
 * @typedef {{quote: string|null, source: string|null, claimant: string|null, kind: string|null, status: string|null, url: string|null}} Claim
 * @typedef {{name: string, method: string|null, ids: string[], disputed: string|null}} PlacedBy
 * @typedef {{
 *   claims: Claim[], dated_by: string|null, quantities: string[], placed_by: PlacedBy[], related: {name: string}[], headed: string[],
 *   runners: {name: string, where: string, id: string}[],
 * }} Detail
 */

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

/** @param {number} lon */
export const mercatorX = lon => (lon + 180) / 360;
/** @param {number} lat */
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
    /** @type {Payload} */
    const payload = head.json;
    const n = payload.rows;
    this.n = n;
    this.cut = payload.cut;
    this.payload = payload;
    this.order = payload.order;
    this.glyphKeys = payload.glyphs;
    this.firm = /** @type {Uint8Array} */ (head.array(payload.firm));
    const marks = readMarks(head, payload, n);
    this.markAt = marks.at;
    this.markStart = marks.start;
    this.placed = marks.placed;
    this.places = readPlaces(head, payload.places);
    const sites = groupSites(this.places);
    this.siteOfPlace = sites.ofPlace;
    this.sites = sites.first.length;
    const {lat, lon} = this.places;
    this.siteX = Float64Array.from(sites.first, p => mercatorX(this.unrolled(lon[p])));
    this.siteY = Float64Array.from(sites.first, p => mercatorY(lat[p]));
    this.siteLat = Float64Array.from(sites.first, p => lat[p]);
    this.sitePlace = Int32Array.from(sites.first);
    const bySite = marksBySite(this);
    this.siteOfMark = bySite.ofMark;
    this.siteStart = bySite.start;
    this.siteEvent = bySite.event;
    this.siteMarkPlace = bySite.place;
    /** @type {Int32Array|null} the place of each row's first mark, once somebody asks */
    this.placeAt = null;
    /** @type {Uint8Array|null} the precision of each row's own column, once somebody asks */
    this.ownPrecision = null;
    /** @type {Record<string, Column>} */
    this.columns = {};
    const placeOfRow = () => this.placeOfRow(), codes = payload.columns;
    /** @type {(name: string) => Column} */
    const column = name => {
      if (!this.columns[name]) this.columns[name] = make(codes[name]);
      return this.columns[name];
    };
    /** @type {(code: any) => Column} */
    const make = code => (code.like ? column(code.like) : code.name_of_place ? this.namesByPlace(head) : columnOf(code, head, n, placeOfRow, column));
    for (const name of Object.keys(codes)) column(name);
    const glyphs = /** @type {() => Codes} */ (columnOf(payload.glyph, head, n, placeOfRow, column).codes);
    this.glyph = Uint8Array.from(glyphs(), code => code - 1);
    this.reasons = columnOf(payload.reasons, head, n);
    this.texts = new Texts(payload.texts, n, findText);
    const days = readDays(this.columns.date_start, this.columns.date_end, n);
    this.start = days.start;
    this.end = days.end;
    this.towards = payload.towards.map(([event, lat, lon, name]) => ({
      event, name, x: mercatorX(this.unrolled(lon / POINT_SCALE)), y: mercatorY(lat / POINT_SCALE),
    }));
    /** @type {Map<string, number>|null} */
    this.rows = null;
  }

  /**
   * The names of places as a column of events: they are not in the file twice.
   * @param {Head} head
   */
  namesByPlace(head) {
    const {words, codes} = columnOf(this.payload.places.name, head, this.places.n);
    const codesOf = /** @type {() => Codes} */ (codes);
    return placeColumn(/** @type {any[]} */ (words), codesOf(), new Map(), this.n, this.placeOfRow());
  }

  /** The place of each row's first mark, -1 for none. */
  placeOfRow() {
    if (this.placeAt) return this.placeAt;
    const placeAt = new Int32Array(this.n).fill(-1), {n, markAt, markStart} = this;
    for (let i = 0; i < n; i++) if (this.isPlaced(i)) placeAt[i] = markAt[markStart[i]];
    this.placeAt = placeAt;
    return placeAt;
  }

  /**
   * A value of an event; undefined for a long text that is not inflated yet: see `load`.
   * @param {string} name
   * @param {number} row
   * @returns {any} what the column holds
   */
  get(name, row) {
    const column = this.columns[name];
    if (!column) return null;
    return column.text === undefined ? column.get(row) : this.texts.get(column.text, row, own => this.columns[own].get(row));
  }

  /**
   * Whether a row's long texts are there.
   * @param {number} row
   */
  has(row) { return this.texts.has(row); }

  /**
   * Inflate a row's long texts.
   * @param {number} row
   */
  load(row) { return this.texts.load(this.texts.blockOf(row)); }

  /** @param {number} row @returns {string} */
  id(row) { return this.columns.event_id.get(row); }
  /** @param {number} row */
  isPlaced(row) { return this.markStart[row + 1] > this.markStart[row]; }
  /** @param {number} row */
  isUndated(row) { return this.start[row] === UNDATED; }
  /**
   * How exactly a mark's place is known: 1 the named place ... 7 a country.
   * @param {number} place
   * @param {number} row
   */
  precisionOf(place, row) { return this.places.precision[place] || this.rowPrecision[row]; }

  /** The precision that each event's own column says, 1 where it says none. */
  get rowPrecision() {
    if (!this.ownPrecision) {
      const column = this.columns.geo_precision;
      this.ownPrecision = Uint8Array.from({length: this.n}, (_, row) => column.get(row) || 1);
    }
    return this.ownPrecision;
  }

  /** @param {number} row */
  glyphKey(row) { return this.glyphKeys[this.glyph[row]]; }
  /** @param {number} row @returns {string|null} */
  reason(row) { return this.reasons.get(row); }

  /**
   * What the card shows beyond the columns: claims, how it was placed, runners-up.
   * @param {number} row
   * @returns {Detail|null}
   */
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

  /**
   * Latitude and longitude that the data states for a placed event.
   * @param {number} row
   * @returns {[lat: number, lon: number]}
   */
  position(row) {
    const place = this.markAt[this.markStart[row]];
    return [this.places.lat[place], this.places.lon[place]];
  }

  /**
   * A longitude where the map shows it: beyond 180 where events lie across the antimeridian.
   * @param {number} lon
   */
  unrolled(lon) { return lon < this.cut ? lon + 360 : lon; }

  /**
   * Where a placed event is on the map.
   * @param {number} row
   * @returns {[lat: number, lon: number]}
   */
  shownAt(row) {
    const [lat, lon] = this.position(row);
    return [lat, this.unrolled(lon)];
  }

  /**
   * The row of an event, -1 for none.
   * @param {unknown} id
   */
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

/**
 * The first and last day of every event; a date of which only one end is known counts as that day.
 * @param {Column} from
 * @param {Column} to
 * @param {number} n rows
 */
function readDays(from, to, n) {
  /** @param {Column} column */
  const days = column => (column.numbers instanceof Int32Array ? column.numbers : new Int32Array(n).fill(n && column.get(0) !== null ? column.get(0) : UNDATED));
  if (to === from) return {start: days(from), end: days(to)};
  const start = days(from).slice(), end = days(to).slice();
  for (let i = 0; i < n; i++) {
    if (start[i] === UNDATED) start[i] = end[i];
    if (end[i] === UNDATED) end[i] = start[i];
  }
  return {start, end};
}

/**
 * Marks by event: the place of each, and where the run of every event begins.
 * @param {Head} head
 * @param {Payload} payload
 * @param {number} n rows
 */
function readMarks(head, {marks}, n) {
  const count = head.array(marks.count), start = new Int32Array(n + 1);
  let placed = 0;
  for (let i = 0; i < n; i++) {
    start[i + 1] = start[i] + count[i];
    if (count[i]) placed++;
  }
  return {at: head.array(marks.at), start, placed};
}

/**
 * @param {Head} head
 * @param {CodedPlaces} places
 * @returns {Places}
 */
function readPlaces(head, places) {
  const lat = head.array(places.lat), lon = head.array(places.lon), n = lat.length;
  const radius = head.array(places.radius_m);
  return {
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

/**
 * Places come in order of latitude and longitude: those of one site stand side by side.
 * @param {Places} places
 */
function groupSites({n, lat, lon}) {
  const ofPlace = new Int32Array(n);
  /** @type {number[]} the first place of each site */
  const first = [];
  for (let p = 0; p < n; p++) {
    if (p === 0 || lat[p] !== lat[p - 1] || lon[p] !== lon[p - 1]) first.push(p);
    ofPlace[p] = first.length - 1;
  }
  return {ofPlace, first};
}

/**
 * Marks by site, as one run for each.
 * @param {{n: number, sites: number, siteOfPlace: Int32Array, markAt: Numbers, markStart: Int32Array}} events
 */
function marksBySite({n, sites, siteOfPlace, markAt, markStart}) {
  const marks = markAt.length, start = new Int32Array(sites + 1), ofMark = new Int32Array(marks);
  for (let m = 0; m < marks; m++) {
    const site = siteOfPlace[markAt[m]];
    ofMark[m] = site;
    start[site + 1]++;
  }
  for (let s = 0; s < sites; s++) start[s + 1] += start[s];
  const event = new Int32Array(marks), place = new Int32Array(marks), next = start.slice();
  for (let i = 0; i < n; i++) {
    for (let m = markStart[i]; m < markStart[i + 1]; m++) {
      const at = next[ofMark[m]]++;
      event[at] = i;
      place[at] = markAt[m];
    }
  }
  return {ofMark, start, event, place};
}
