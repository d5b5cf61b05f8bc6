// The key of the map: only what this map draws; knows the marks' meanings and no filter.

import {svg} from './glyphs.js';
import {MAX_FAN} from './marks.js';
import {t} from './language.js';
import {make} from './words.js';

/** @import {Events} from './payload.js' */

/** @param {...Node} parts */
function keyPicture(...parts) {
  return svg('svg', {width: 34, height: 20, viewBox: '0 0 34 20', 'aria-hidden': 'true', focusable: 'false'}, ...parts);
}

/**
 * Whether some mark stands for a wider area that nothing outlines.
 * @param {Events} events
 */
function hasVague(events) {
  const {places} = events, at = events.placeOfRow();
  for (let i = 0; i < events.n; i++) {
    const p = at[i];
    if (p >= 0 && places.shape[p] < 0 && !(places.radiusKm[p] > 0) && events.precisionOf(p, i) >= 3) return true;
  }
  return false;
}

/**
 * Fill the key with the kinds of mark that occur.
 * @param {Events} events
 * @param {{areas: {disputed: boolean}[]}} basemap
 */
export function fillKey(events, basemap) {
  const {places} = events;
  /** @type {Node[]} */
  const items = [];
  const ink = 'var(--ink-2)', dash = {fill: 'none', stroke: ink, 'stroke-width': 1.4, 'stroke-dasharray': '3.5 3'};
  /** @param {string} text @param {...Node} parts */
  const add = (text, ...parts) => items.push(make('li', {}, keyPicture(...parts), make('span', {}, text)));
  /** @param {(place: number) => boolean} test */
  const some = test => { for (let p = 0; p < places.n; p++) if (test(p)) return true; return false; };
  /** @param {string} fill */
  const square = fill => svg('rect', {x: 11, y: 4, width: 12, height: 12, fill, stroke: ink, 'stroke-width': 2, 'stroke-linejoin': 'round'});
  if (events.firm.includes(1)) add(t('Filled: coded or corroborated'), square(ink));
  if (events.firm.includes(0)) add(t('Hollow: one source says so'), square('none'));
  if (some(p => places.radiusKm[p] > 0 && places.shape[p] < 0)) add(t('Within this distance'), svg('circle', {cx: 17, cy: 10, r: 8, ...dash}), svg('circle', {cx: 17, cy: 10, r: 2, fill: ink}));
  if (some(p => places.shape[p] >= 0 && events.payload.shapes[places.shape[p]][0] === 2)) add(t('Somewhere in this area'), svg('path', {d: 'M5 5 L14 3 L28 6 L29 15 L17 17 L6 15 Z', ...dash, fill: 'color-mix(in srgb, var(--ink-2) 12%, transparent)'}));
  if (some(p => places.shape[p] >= 0 && events.payload.shapes[places.shape[p]][0] === 1)) add(t('Somewhere along this line'), svg('path', {d: 'M4 14 Q14 4 30 8', fill: 'none', stroke: ink, 'stroke-width': 3, 'stroke-linecap': 'round'}));
  if (hasVague(events)) add(t('Stands for a wider area'), svg('circle', {cx: 17, cy: 10, r: 8, ...dash}), svg('rect', {x: 13.5, y: 6.5, width: 7, height: 7, fill: ink}));
  if (events.towards.length) add(t('Heading there, not arrived'), svg('path', {d: 'M4 10 H26', fill: 'none', stroke: ink, 'stroke-width': 2, 'stroke-dasharray': '1 4', 'stroke-linecap': 'round'}), svg('path', {d: 'M22 5 L29 10 L22 15', fill: 'none', stroke: ink, 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round'}));
  if (events.markAt.length > MAX_FAN) add(t('Several events, by type'), svg('circle', {cx: 17, cy: 10, r: 7.5, fill: 'none', stroke: ink, 'stroke-width': 3.5, 'stroke-dasharray': '29 18'}), svg('circle', {cx: 17, cy: 10, r: 7.5, fill: 'none', stroke: 'var(--border)', 'stroke-width': 3.5, 'stroke-dasharray': '18 29', 'stroke-dashoffset': '18'}));
  if (basemap.areas.some(area => area.disputed)) add(t('Disputed border'), svg('path', {d: 'M4 12 L14 7 L20 12 L30 8', fill: 'none', stroke: 'var(--border)', 'stroke-width': 1.6, 'stroke-dasharray': '4 3'}));
  document.getElementById('key-items').replaceChildren(...items);
  document.getElementById('key').hidden = items.length === 0;
}
