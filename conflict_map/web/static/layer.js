// Events on somebody else's Leaflet map: the marks, and a popup with the words; knows no page.

import {EventCanvas} from './canvas.js';
import {Events, readPayload} from './payload.js';
import {grouped, setLanguage, t, tn} from './language.js';
import {dataText, headline, make, whenText, whereText} from './words.js';

/** More lines than this make no popup. */
const MAX_LISTED = 12;

window.conflictMapLayer = (map, blockId) => {
  const block = document.getElementById(blockId);
  if (!block) throw new Error('conflict-map: no block of data is called ' + blockId);
  /** @type {Events|null} */
  let drawn = null;
  let spoken = {lang: 'en', dir: 'ltr'};
  const ready = readPayload(block.textContent).then(async head => {
    spoken = setLanguage(head.json.catalogue, navigator.languages || []);
    const events = new Events(head, k => document.getElementById(blockId + '-texts-' + k)?.textContent ?? null);
    drawn = events;
    await events.texts.start();
    const canvas = new EventCanvas(events, null, {
      onPick: ({mark, ring}, event) => {
        if (mark) events.load(mark.row).then(() => L.popup({maxWidth: 300}).setLatLng(event.latlng).setContent(layerCard(events, mark.row, spoken)).openOn(map));
        else if (ring) {
          const [west, south, east, north] = canvas.layout.siteBounds(ring.sites), bounds = L.latLngBounds([[south, west], [north, east]]);
          const zoom = Math.min(map.getMaxZoom(), map.getBoundsZoom(bounds, false, L.point(120, 120)));
          if (ring.sites.length > 1 && zoom > map.getZoom()) map.fitBounds(bounds, {padding: [60, 60]});
          else L.popup({maxWidth: 300}).setLatLng(event.latlng).setContent(layerList(events, ring.sites, spoken)).openOn(map);
        }
      },
    });
    canvas.addTo(map);
    return canvas;
  });
  ready.catch(error => console.error('conflict-map: ' + error.message));
  return {
    ready,
    positions: () => (drawn ? positionsOf(drawn) : []),
  };
};

/**
 * @param {Events} events
 * @returns {[string, number, number][]}
 */
function positionsOf(events) {
  return Array.from({length: events.n}, (_, i) => i).filter(i => events.isPlaced(i)).map(i => {
    const [lat, lon] = events.position(i);
    return [events.id(i), lat, lon];
  });
}

/**
 * The events at places that no closer view tells apart.
 * @param {Events} events
 * @param {number[]} sites
 * @param {{lang: string, dir: string}} spoken
 */
function layerList(events, sites, {lang, dir}) {
  const rows = [...new Set(sites.flatMap(s => Array.from(events.siteEvent.subarray(events.siteStart[s], events.siteStart[s + 1]))))];
  return make('div', {class: 'conflict-map-card', lang, dir},
    make('b', {}, tn('{n} event|{n} events', rows.length)),
    ...rows.slice(0, MAX_LISTED).map(row => make('span', {}, dataText('bdi', headline(events, row)), ' · ', whenText(events, row))),
    rows.length > MAX_LISTED ? make('span', {}, t('{n} more', {n: grouped(rows.length - MAX_LISTED)})) : null);
}

/**
 * @param {Events} events
 * @param {number} row
 * @param {{lang: string, dir: string}} spoken
 */
function layerCard(events, row, {lang, dir}) {
  const quote = events.get('quote', row), source = events.get('source', row), claimant = events.get('claimant', row);
  return make('div', {class: 'conflict-map-card', lang, dir},
    dataText('b', headline(events, row)),
    make('span', {}, whenText(events, row), ' · ', dataText('bdi', whereText(events, row))),
    quote ? dataText('blockquote', quote) : null,
    claimant ? make('span', {}, t('Claimed by') + ' ', dataText('bdi', claimant)) : null,
    source ? make('span', {}, t('Source') + t(': '), dataText('bdi', source)) : null);
}
