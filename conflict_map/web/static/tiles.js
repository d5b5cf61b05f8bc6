// Tile layers that somebody added: says so when their server does not answer; knows no event.

import {t} from './language.js';

/** After so many failures without one success the reader is told. */
const PATIENCE = 4;

/**
 * Our own ground is beneath the tiles, so that a page without a network still shows where it is.
 * @param {import('leaflet').Map} map
 */
export function watchTiles(map) {
  const counts = {failed: 0, loaded: 0};
  const say = () => {
    const silent = counts.failed >= PATIENCE && !counts.loaded;
    document.getElementById('tiles-said').textContent = silent ? t('The pictures of the ground could not be loaded; the map is drawn without them.') : '';
  };
  map.on('layeradd', ({layer}) => {
    if (!(layer instanceof L.GridLayer)) return;
    layer.on('tileerror', () => { counts.failed++; say(); });
    layer.on('tileload', () => { counts.loaded++; if (counts.failed) say(); });
  });
}
