// The shown events as CSV and GeoJSON files; knows columns and no control of the page.

import {t} from './language.js';
import {isoDay, make} from './words.js';

/**
 * @import {Layout} from './marks.js'
 * @import {Events} from './payload.js'
 * @typedef {Layout['shapes']} Shapes
 * @typedef {(rows: number[], isLast: boolean) => string} Write rows of one block of texts
 */

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front.
 * @param {string} text
 */
const tamed = text => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text);

/** @param {unknown} value */
function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = tamed(String(value));
  return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

/**
 * One event as the contract's columns, dates as ISO texts.
 * @param {Events} events
 * @param {number} row
 */
function record(events, row) {
  /** @type {Record<string, unknown>} */
  const values = {};
  const [lat, lon] = events.isPlaced(row) ? events.position(row) : [null, null];
  for (const name of events.order) {
    if (name === 'lat') values[name] = lat;
    else if (name === 'lon') values[name] = lon;
    else {
      const value = events.get(name, row);
      values[name] = value !== null && name.startsWith('date_') && name !== 'date_precision' ? isoDay(value) : value;
    }
  }
  return values;
}

/**
 * @param {Events} events
 * @param {number[]|Int32Array} rows whose texts are at hand
 */
export function asCsv(events, rows) {
  /** @type {string[]} */
  const lines = [];
  for (const row of rows) {
    const values = record(events, row);
    lines.push(events.order.map(name => cell(values[name])).join(','));
  }
  return lines.join('\r\n') + (lines.length ? '\r\n' : '');
}

/** @param {number} v */
const round5 = v => Math.round(v * 1e5) / 1e5;

/** @param {Float64Array} degrees */
function ringCoordinates(degrees) {
  /** @type {[lon: number, lat: number][]} */
  const out = [];
  for (let i = 0; i < degrees.length; i += 2) out.push([round5(degrees[i]), round5(degrees[i + 1])]);
  return out;
}

/**
 * What is known of where: a point, points, a line or an area; null without a place.
 * @param {Events} events
 * @param {number} row
 * @param {Shapes} shapes
 */
function geometryOf(events, row, shapes) {
  if (!events.isPlaced(row)) return null;
  const {places} = events;
  const at = [...events.markAt.subarray(events.markStart[row], events.markStart[row + 1])];
  /** @param {number} p */
  const point = p => [places.lon[p], places.lat[p]];
  /** @param {number} p */
  const kindOf = p => (places.shape[p] < 0 ? 0 : shapes[places.shape[p]].kind);
  const own = at.filter(p => kindOf(p) === kindOf(at[0]));
  if (kindOf(at[0]) === 0) return own.length === 1 ? {type: 'Point', coordinates: point(own[0])} : {type: 'MultiPoint', coordinates: own.map(point)};
  const parts = own.flatMap(p => shapes[places.shape[p]].parts.map(rings => rings.map(ringCoordinates)));
  if (kindOf(at[0]) === 2) return parts.length === 1 ? {type: 'Polygon', coordinates: parts[0]} : {type: 'MultiPolygon', coordinates: parts};
  const lines = parts.map(rings => rings[0]);
  return lines.length === 1 ? {type: 'LineString', coordinates: lines[0]} : {type: 'MultiLineString', coordinates: lines};
}

/**
 * @param {Events} events
 * @param {number} row
 * @param {Shapes} shapes
 */
function feature(events, row, shapes) {
  return JSON.stringify({type: 'Feature', id: events.id(row), properties: record(events, row), geometry: geometryOf(events, row, shapes)});
}

/**
 * Write the rows part by part, block of texts by block, so that a million of them is never one string.
 * @param {Events} events
 * @param {Int32Array} rows
 * @param {string} head
 * @param {Write} write
 * @param {string} tail
 * @param {(share: number) => void} progress
 */
async function written(events, rows, head, write, tail, progress) {
  let parts = [head], out = new Blob([]), waiting = 0, last = performance.now();
  for (let k = 0; k < rows.length;) {
    const block = events.texts.blockOf(rows[k]), batch = [];
    // Rows are in order of block but for the jump from placed to not placed.
    while (k < rows.length && events.texts.blockOf(rows[k]) === block) batch.push(rows[k++]);
    await events.load(batch[0]);
    const text = write(batch, k >= rows.length);
    parts.push(text);
    waiting += text.length;
    if (waiting > 8e6) { out = new Blob([out, ...parts]); parts = []; waiting = 0; }
    if (performance.now() - last > 100) { progress(k / rows.length); await new Promise(go => setTimeout(go)); last = performance.now(); }
  }
  return new Blob([out, ...parts, tail]);
}

/**
 * Hand a blob to the reader as a file.
 * @param {Blob} blob
 * @param {string} name
 */
export function offer(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = make('a', {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/**
 * Only a reader's own press starts a download, never a script's.
 * @param {Events} events
 * @param {() => Int32Array} shownRows
 * @param {Shapes} shapes
 */
export function armDownloads(events, shownRows, shapes) {
  const said = document.getElementById('copied');
  /** @type {(id: 'download-csv'|'download-geojson', name: string, type: string, head: string, write: Write, tail: string) => void} */
  const arm = (id, name, type, head, write, tail) => document.getElementById(id).addEventListener('click', async press => {
    if (!press.isTrusted) return;
    const blob = await written(events, shownRows(), head, write, tail, share => { said.textContent = t('{n} % written', {n: Math.round(share * 100)}); });
    said.textContent = '';
    offer(new Blob([blob], {type}), name);
  });
  // The byte order mark tells Excel that the file is UTF-8.
  arm('download-csv', 'events.csv', 'text/csv;charset=utf-8', '\ufeff' + events.order.join(',') + '\r\n', rows => asCsv(events, rows), '');
  arm('download-geojson', 'events.geojson', 'application/geo+json', '{"type":"FeatureCollection","features":[',
    (rows, end) => rows.map(row => feature(events, row, shapes)).join(',') + (end ? '' : ','), ']}');
}
