// Events on somebody else's Leaflet map: the marks, and a popup with the words; knows no page.

import {EventCanvas} from './canvas.js';
import {Events, readPayload} from './payload.js';
import {setLanguage, t} from './language.js';
import {dataText, headline, make, whenText, whereText} from './words.js';

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
        else if (ring.sites.length > 1) {
          const [west, south, east, north] = canvas.layout.siteBounds(ring.sites);
          map.fitBounds([[south, west], [north, east]], {padding: [60, 60]});
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
