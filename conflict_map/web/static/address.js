// The view in the page's address, so that it can be shared; knows the filters and the map's place.

import {CHOICES} from './filters.js';
import {isoDay, parseDay} from './words.js';

/** @import {Filters} from './filters.js' */

/**
 * Read range, types, search, event and view from the address.
 * @param {string} hash
 */
export function readAddress(hash) {
  /** @type {Record<string, string>} */
  const state = {};
  for (const part of hash.replace(/^#/, '').split('&')) {
    const at = part.indexOf('=');
    if (at < 0) continue;
    try { state[part.slice(0, at)] = decodeURIComponent(part.slice(at + 1)); } catch { /* not ours */ }
  }
  return state;
}

/**
 * @param {Record<string, string>} state
 * @param {Filters} filters
 */
export function applyAddress(state, filters) {
  if (state.d) {
    const [from, to] = state.d.split('..').map(parseDay);
    if (from !== null && to !== null && to !== undefined) filters.setRange(from, to);
  }
  if (state.cmp && filters.domain) {
    const [from, to] = state.cmp.split('..').map(parseDay);
    const show = state.side === 'b' || state.side === 'both' ? state.side : 'a';
    if (from !== null && to !== null && to !== undefined && from <= to) filters.second = {from, to, show};
  }
  if (state.u) filters.undated = state.u === '1';
  if (state.hide) {
    for (const key of state.hide.split(',')) {
      const type = filters.events.glyphKeys.indexOf(key);
      if (type >= 0) filters.hidden.add(type);
    }
  }
  if (state.q) filters.query = state.q;
  filters.town = state.town === '1';
  for (const key of CHOICES) {
    const choice = state[key] ? filters.choice(key) : null;
    if (!choice) continue;
    for (const text of state[key].split('|')) {
      const at = choice.values.findIndex(value => String(value) === decodeURIComponent(text));
      if (at >= 0) choice.chosen.add(at + 1);
    }
  }
}

/**
 * @param {Filters} filters
 * @param {number} selected a row, or -1
 * @param {import('leaflet').Map|null} map null where it still shows its first view
 * @param {Record<string, string>} [more] what other parts of the page have to say
 */
export function formatAddress(filters, selected, map, more = {}) {
  const {events} = filters, parts = [];
  if (filters.from !== null && filters.to !== null) parts.push('d=' + isoDay(filters.from) + '..' + isoDay(filters.to));
  if (filters.undated) parts.push('u=1');
  if (filters.hidden.size) parts.push('hide=' + [...filters.hidden].sort().map(type => events.glyphKeys[type]).join(','));
  if (filters.second) {
    parts.push('cmp=' + isoDay(filters.second.from) + '..' + isoDay(filters.second.to));
    if (filters.second.show !== 'a') parts.push('side=' + filters.second.show);
  }
  if (filters.query.trim()) parts.push('q=' + encodeURIComponent(filters.query.trim()));
  if (filters.town) parts.push('town=1');
  for (const {key, chosen, values} of filters.choices.values()) {
    if (chosen.size) parts.push(key + '=' + encodeURIComponent([...chosen].map(k => encodeURIComponent(String(values[k - 1]))).join('|')));
  }
  if (selected >= 0) parts.push('e=' + encodeURIComponent(events.id(selected)));
  for (const [name, value] of Object.entries(more)) if (value) parts.push(name + '=' + encodeURIComponent(value));
  if (map) { const c = map.getCenter(); parts.push('v=' + c.lat.toFixed(4) + ',' + c.lng.toFixed(4) + ',' + map.getZoom()); }
  return parts.length ? '#' + parts.join('&') : '';
}

/**
 * Write the address where the page may: in srcdoc frames it throws.
 * @param {string} text
 */
export function writeAddress(text) {
  try {
    history.replaceState(null, '', text || location.pathname + location.search);
    return true;
  } catch {
    return false;
  }
}
