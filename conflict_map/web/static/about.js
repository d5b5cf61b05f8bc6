// What this map rests on: counts, inputs, rejected rows, versions, method; knows no event.

import {grouped, inRow, t, tn} from './language.js';
import {dataText, make} from './words.js';

/**
 * @import {Events} from './payload.js'
 * @typedef {{
 *   counts?: {rejected?: number}, reasons: [string, number][], rejections: any[][], warnings?: unknown[],
 *   inputs?: {path: string, format: string, records: number, sha256?: string}[],
 *   versions?: Record<string, unknown>, options?: Record<string, unknown>,
 * }} Report what the command says of the reading; the page of a ConflictMap without one has an empty one
 */

const METHOD = 'Each event is drawn no finer than its source supports: a province as its area, a road as a line, "near" as a circle, "towards" as an arrow and never as an arrival. Reports are claims: the card says who makes each one. Actors are named as the sources name them and are never told apart by colour.';
const LIMITS = 'The map shows what was reported, not what happened. Borders are de facto and no endorsement of any claim. Do not use it for navigation, targeting or any decision that could put people at risk.';
const GROUND = 'Places: GeoNames (geonames.org), CC BY 4.0. Shapes: Natural Earth, public domain. Map library: Leaflet, BSD 2-Clause.';

/**
 * @param {string[]} head
 * @param {any[][]} rows
 */
function aboutTable(head, rows) {
  return make('table', {}, make('thead', {}, make('tr', {}, ...head.map(text => make('th', {scope: 'col'}, text)))),
    make('tbody', {}, ...rows.map(cells => make('tr', {}, ...cells.map(value => (value instanceof Node ? make('td', {}, value) : dataText('td', value === null || value === undefined ? '' : value)))))));
}

/** @param {Record<string, unknown>} [pairs] */
function pairsText(pairs) {
  return Object.entries(pairs || {}).filter(([, value]) => value !== null && value !== '' && value !== false)
    .map(([name, value]) => name + ' ' + (typeof value === 'object' ? JSON.stringify(value) : value)).join(', ');
}

/**
 * Fill the About box from the report, and say its essence on the line that opens it.
 * @param {Events} events
 */
export function fillAbout(events) {
  const report = /** @type {Report} */ (events.payload.report || {});
  const counts = report.counts || {};
  const rejected = counts.rejected || 0;
  /** @type {Node[]} */
  const body = [];
  const total = events.n, unplaced = total - events.placed;
  const said = [tn('{n} event|{n} events', total), t('{n} placed', {n: grouped(events.placed)}), t('{n} not placed', {n: grouped(unplaced)})];
  if (counts.rejected !== undefined) said.push(tn('{n} row rejected|{n} rows rejected', rejected));
  document.getElementById('about-summary').textContent = t('About this map') + t(': ') + inRow(said);
  if (report.inputs?.length) {
    body.push(make('h2', {}, t('Read from')), aboutTable([t('File'), t('Format'), t('Records'), 'SHA-256'],
      report.inputs.map(input => [input.path, input.format, grouped(input.records), make('code', {}, String(input.sha256 || '').slice(0, 16))])));
  }
  if (rejected) {
    body.push(make('h2', {}, tn('{n} row rejected|{n} rows rejected', rejected)),
      make('ul', {}, ...report.reasons.map(([reason, n]) => make('li', {}, dataText('bdi', reason), t(': ') + grouped(n)))),
      aboutTable([t('File'), t('Row'), t('Column'), t('Value'), t('Reason')], report.rejections));
    if (rejected > report.rejections.length) body.push(make('p', {}, t('The first {n} are listed.', {n: grouped(report.rejections.length)})));
  }
  if (report.warnings?.length) {
    body.push(make('h2', {}, t('Warnings')), make('ul', {}, ...report.warnings.map(text => make('li', {}, dataText('bdi', typeof text === 'string' ? text : JSON.stringify(text))))));
  }
  const cited = events.payload.citations || [];
  if (cited.length) body.push(make('h2', {}, t('Sources of the events')), make('ul', {}, ...cited.map(text => make('li', {}, dataText('bdi', text)))));
  const hosts = events.payload.hosts || [];
  body.push(make('h2', {}, t('Method')), make('p', {}, t(METHOD)), make('h2', {}, t('Limits')), make('p', {}, t(LIMITS)),
    make('h2', {}, t('Sources of the ground')),
    make('p', {}, t(GROUND) + ' ' + (hosts.length ? t('Pictures of the ground are loaded from: {hosts}', {hosts: inRow(hosts)}) : t('Nothing is loaded from the network.'))));
  const made = [pairsText(report.versions), pairsText(report.options)].filter(Boolean).join('; ');
  if (made) body.push(make('h2', {}, t('Made with')), dataText('p', made));
  document.getElementById('about-body').replaceChildren(...body);
}
