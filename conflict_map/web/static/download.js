// The shown events as CSV and GeoJSON files; knows columns and no control of the page.

import {isoDay, make} from './words.js';

/** Text that a spreadsheet would run as a formula gets an apostrophe in front. */
const tamed = text => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text);

function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = tamed(String(value));
  return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

/** One event as the contract's columns, dates as ISO texts. */
function record(events, row) {
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

function asCsv(events, rows) {
  const lines = [events.order.join(',')];
  for (const row of rows) {
    const values = record(events, row);
    lines.push(events.order.map(name => cell(values[name])).join(','));
  }
  return lines.join('\r\n') + '\r\n';
}

const round5 = v => Math.round(v * 1e5) / 1e5;

function ringCoordinates(degrees) {
  const out = [];
  for (let i = 0; i < degrees.length; i += 2) out.push([round5(degrees[i]), round5(degrees[i + 1])]);
  return out;
}

/** What is known of where: a point, points, a line or an area; null without a place. */
function geometryOf(events, row, shapes) {
  if (!events.isPlaced(row)) return null;
  const {places} = events;
  const at = [...events.markAt.subarray(events.markStart[row], events.markStart[row + 1])];
  const point = p => [places.lon[p], places.lat[p]];
  const kindOf = p => (places.shape[p] < 0 ? 0 : shapes[places.shape[p]].kind);
  const own = at.filter(p => kindOf(p) === kindOf(at[0]));
  if (kindOf(at[0]) === 0) return own.length === 1 ? {type: 'Point', coordinates: point(own[0])} : {type: 'MultiPoint', coordinates: own.map(point)};
  const parts = own.flatMap(p => shapes[places.shape[p]].parts.map(rings => rings.map(ringCoordinates)));
  if (kindOf(at[0]) === 2) return parts.length === 1 ? {type: 'Polygon', coordinates: parts[0]} : {type: 'MultiPolygon', coordinates: parts};
  const lines = parts.map(rings => rings[0]);
  return lines.length === 1 ? {type: 'LineString', coordinates: lines[0]} : {type: 'MultiLineString', coordinates: lines};
}

function asGeoJson(events, rows, shapes) {
  const features = rows.map(row => ({type: 'Feature', id: events.id(row), properties: record(events, row), geometry: geometryOf(events, row, shapes)}));
  return JSON.stringify({type: 'FeatureCollection', features});
}

/** Hand a text to the reader as a file. */
function offer(text, name, type) {
  const url = URL.createObjectURL(new Blob([text], {type}));
  const link = make('a', {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Only a reader's own press starts a download, never a script's. */
export function armDownloads(events, shownRows, shapes) {
  const arm = (id, name, type, write) => document.getElementById(id).addEventListener('click', press => {
    if (press.isTrusted) offer(write(shownRows()), name, type);
  });
  // The byte order mark tells Excel that the file is UTF-8.
  arm('download-csv', 'events.csv', 'text/csv;charset=utf-8', rows => '﻿' + asCsv(events, rows));
  arm('download-geojson', 'events.geojson', 'application/geo+json', rows => asGeoJson(events, rows, shapes));
}
