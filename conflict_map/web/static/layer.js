// Events on somebody else's Leaflet map: the marks, and a popup with the words; knows no page.

import {EventCanvas} from './canvas.js';
import {Events, readPayload} from './payload.js';
import {grouped, t, tn} from './language.js';
import {dataText, headline, make, whenText, whereText} from './words.js';

/** More lines than this make no popup. */
const MAX_LISTED = 12;

window.conflictMapLayer = function (map, blockId) {
  const block = document.getElementById(blockId);
  const state = {events: null};
  const ready = readPayload(block.textContent).then(async head => {
    const events = (state.events = new Events(head, k => { const found = document.getElementById(blockId + '-texts-' + k); return found ? found.textContent : null; }));
    await events.texts.start();
    const canvas = new EventCanvas(events, null, {
      onPick: ({mark, ring}, event) => {
        if (mark) events.load(mark.row).then(() => L.popup({maxWidth: 300}).setLatLng(event.latlng).setContent(layerCard(events, mark.row)).openOn(map));
        else {
          const [west, south, east, north] = canvas.layout.siteBounds(ring.sites), bounds = L.latLngBounds([[south, west], [north, east]]);
          const zoom = Math.min(map.getMaxZoom(), map.getBoundsZoom(bounds, false, L.point(120, 120)));
          if (ring.sites.length > 1 && zoom > map.getZoom()) map.fitBounds(bounds, {padding: [60, 60]});
          else L.popup({maxWidth: 300}).setLatLng(event.latlng).setContent(layerList(events, ring.sites)).openOn(map);
        }
      },
    });
    canvas.addTo(map);
    return canvas;
  });
  ready.catch(error => console.error('conflict-map: ' + error.message));
  return {
    ready,
    positions: () => (state.events ? Array.from({length: state.events.n}, (_, i) => i).filter(i => state.events.isPlaced(i))
      .map(i => [state.events.id(i), ...state.events.position(i)]) : []),
  };
};

/** The events at places that no closer view tells apart. */
function layerList(events, sites) {
  const rows = [...new Set(sites.flatMap(s => Array.from(events.siteEvent.subarray(events.siteStart[s], events.siteStart[s + 1]))))];
  return make('div', {class: 'conflict-map-card'},
    make('b', {}, tn('{n} event|{n} events', rows.length)),
    ...rows.slice(0, MAX_LISTED).map(row => make('span', {}, dataText('bdi', headline(events, row)), ' · ', whenText(events, row))),
    rows.length > MAX_LISTED ? make('span', {}, t('{n} more', {n: grouped(rows.length - MAX_LISTED)})) : null);
}

function layerCard(events, row) {
  const quote = events.get('quote', row), source = events.get('source', row), claimant = events.get('claimant', row);
  return make('div', {class: 'conflict-map-card'},
    dataText('b', headline(events, row)),
    make('span', {}, whenText(events, row), ' · ', dataText('bdi', whereText(events, row))),
    quote ? dataText('blockquote', quote) : null,
    claimant ? make('span', {}, t('Claimed by') + ' ', dataText('bdi', claimant)) : null,
    source ? make('span', {}, t('Source') + ': ', dataText('bdi', source)) : null);
}
