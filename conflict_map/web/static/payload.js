// The inert block of data, read into columns; knows no page and no map.

const PAYLOAD_VERSION = 1;
export const UNDATED = -2147483648;
const POINT_SCALE = 1e7;
export const SHAPE_SCALE = 1e5;

/**
 * Read base64 of gzip of JSON. A damaged block fails here, by gzip's own checksum.
 * @param {string} text
 * @returns {Promise<object>}
 */
export async function readPayload(text) {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const payload = await new Response(stream).json();
  if (payload.version !== PAYLOAD_VERSION) throw new Error('data of version ' + payload.version);
  return payload;
}

/**
 * Give a reader of one encoded column: all alike, a word list with indices, or plain.
 * @param {{all?: any, words?: string[], at?: number[], list?: any[]}} column
 * @returns {(row: number) => any}
 */
function reader(column) {
  if (column.list) return row => column.list[row];
  if (column.words) return row => (column.at[row] < 0 ? null : column.words[column.at[row]]);
  return () => (column.all === undefined ? null : column.all);
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
  /** @param {any} payload */
  constructor(payload) {
    const n = (this.n = payload.rows);
    this.cut = payload.cut;
    this.payload = payload;
    this.order = payload.order;
    this.words = payload.words;
    this.glyphKeys = payload.words.glyphs.map(pair => pair[0]);
    this.readers = {};
    for (const name of Object.keys(payload.columns)) this.readers[name] = reader(payload.columns[name]);
    this.glyph = Uint8Array.from(payload.glyph);
    this.firm = Uint8Array.from(payload.firm);
    this.start = new Int32Array(n);
    this.end = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const from = this.get('date_start', i), to = this.get('date_end', i);
      this.start[i] = from === null ? (to === null ? UNDATED : to) : from;
      this.end[i] = to === null ? this.start[i] : to;
    }
    this.markStart = Int32Array.from(payload.marks.start);
    this.markAt = Int32Array.from(payload.marks.at);
    this.readPlaces(payload.places);
    this.groupSites();
    this.towards = payload.towards.map(([event, lat, lon, name]) => ({
      event, name, x: mercatorX(this.unrolled(lon / POINT_SCALE)), y: mercatorY(lat / POINT_SCALE),
    }));
    this.placed = 0;
    for (let i = 0; i < n; i++) if (this.isPlaced(i)) this.placed++;
    /** @type {Map<string, number>|null} */
    this.rows = null;
  }

  readPlaces(places) {
    const n = places.lat.length;
    const radius = reader(places.radius_km);
    this.places = {
      n,
      lat: Float64Array.from(places.lat, v => v / POINT_SCALE),
      lon: Float64Array.from(places.lon, v => v / POINT_SCALE),
      name: reader(places.name),
      precision: Uint8Array.from(places.precision),
      radiusKm: Float64Array.from({length: n}, (_, i) => radius(i) || 0),
      shape: Int32Array.from(places.shape),
      heading: Uint8Array.from(places.heading),
    };
  }

  groupSites() {
    const {lat, lon, n} = this.places;
    const siteOf = new Map();
    this.siteOfPlace = new Int32Array(n);
    const first = [];
    for (let p = 0; p < n; p++) {
      const key = lat[p] + ',' + lon[p];
      let site = siteOf.get(key);
      if (site === undefined) { site = first.length; siteOf.set(key, site); first.push(p); }
      this.siteOfPlace[p] = site;
    }
    const sites = first.length;
    this.siteX = Float64Array.from(first, p => mercatorX(this.unrolled(lon[p])));
    this.siteY = Float64Array.from(first, p => mercatorY(lat[p]));
    this.siteLat = Float64Array.from(first, p => lat[p]);
    this.sitePlace = Int32Array.from(first);
    // Marks by site, as one run per site.
    const count = new Int32Array(sites + 1);
    for (const p of this.markAt) count[this.siteOfPlace[p] + 1]++;
    for (let s = 0; s < sites; s++) count[s + 1] += count[s];
    this.siteStart = Int32Array.from(count);
    this.siteEvent = new Int32Array(this.markAt.length);
    this.siteMarkPlace = new Int32Array(this.markAt.length);
    const next = Int32Array.from(count);
    for (let i = 0; i < this.n; i++) {
      for (let m = this.markStart[i]; m < this.markStart[i + 1]; m++) {
        const at = next[this.siteOfPlace[this.markAt[m]]]++;
        this.siteEvent[at] = i;
        this.siteMarkPlace[at] = this.markAt[m];
      }
    }
    this.sites = sites;
  }

  get(name, row) { return this.readers[name](row); }
  id(row) { return this.get('event_id', row); }
  isPlaced(row) { return this.markStart[row + 1] > this.markStart[row]; }
  isUndated(row) { return this.start[row] === UNDATED; }
  detail(row) { return this.payload.details[row] || null; }
  glyphKey(row) { return this.glyphKeys[this.glyph[row]]; }

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
    if (!this.rows) {
      this.rows = new Map();
      for (let i = 0; i < this.n; i++) this.rows.set(this.id(i), i);
    }
    const row = this.rows.get(String(id));
    return row === undefined ? -1 : row;
  }
}
