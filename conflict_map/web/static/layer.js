// Events on somebody else's Leaflet map: the marks, and a popup with the words; knows no page.

import {EventCanvas} from './canvas.js';
import {Events, readPayload} from './payload.js';
import {setLanguage, t} from './language.js';
import {dataText, headline, make, whenText, whereText} from './words.js';

window.conflictMapLayer = function (map, blockId) {
  const block = document.getElementById(blockId);
  const state = {events: null};
  let spoken = {lang: 'en', dir: 'ltr'};
  const ready = readPayload(block.textContent).then(async head => {
    spoken = setLanguage(head.json.catalogue, navigator.languages || []);
    const events = (state.events = new Events(head, k => { const found = document.getElementById(blockId + '-texts-' + k); return found ? found.textContent : null; }));
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
    positions: () => (state.events ? Array.from({length: state.events.n}, (_, i) => i).filter(i => state.events.isPlaced(i))
      .map(i => [state.events.id(i), ...state.events.position(i)]) : []),
  };
};

function layerCard(events, row, {lang, dir}) {
  const quote = events.get('quote', row), source = events.get('source', row), claimant = events.get('claimant', row);
  return make('div', {class: 'conflict-map-card', lang, dir},
    dataText('b', headline(events, row)),
    make('span', {}, whenText(events, row), ' · ', dataText('bdi', whereText(events, row))),
    quote ? dataText('blockquote', quote) : null,
    claimant ? make('span', {}, t('Claimed by') + ' ', dataText('bdi', claimant)) : null,
    source ? make('span', {}, t('Source') + t(': '), dataText('bdi', source)) : null);
}
