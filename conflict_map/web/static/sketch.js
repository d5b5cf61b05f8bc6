// Lines, points, circles and words that the map's tools draw over the marks; knows no event and no tool.

import {svg} from './glyphs.js';

/** @typedef {{lat: number, lon: number}} Point degrees, WGS 84 */
/** @typedef {(project: (point: Point) => {x: number, y: number}) => SVGElement[]} Drawing */

export class Sketch {
  /** @param {import('leaflet').Map} map */
  constructor(map) {
    this.map = map;
    /** @type {Map<string, Drawing>} */
    this.drawings = new Map();
    const pane = map.createPane('cm-tools');
    pane.style.zIndex = '460';
    pane.style.pointerEvents = 'none';
    this.picture = svg('svg', {class: 'sketch', 'aria-hidden': 'true', focusable: 'false'});
    pane.append(this.picture);
    map.on('move zoom viewreset resize zoomend moveend', () => this.redraw());
  }

  /**
   * Draw something from now on, in place of what had this name; null takes it away.
   * @param {string} name
   * @param {Drawing|null} drawing
   */
  set(name, drawing) {
    if (drawing) this.drawings.set(name, drawing); else this.drawings.delete(name);
    this.redraw();
  }

  redraw() {
    const {map, picture} = this;
    if (!this.drawings.size) { picture.replaceChildren(); return; }
    const size = map.getSize();
    picture.setAttribute('width', String(size.x));
    picture.setAttribute('height', String(size.y));
    L.DomUtil.setPosition(/** @type {any} */ (picture), map.containerPointToLayerPoint([0, 0]));
    /** @param {Point} point */
    const project = ({lat, lon}) => map.latLngToContainerPoint([lat, lon]);
    picture.replaceChildren(...[...this.drawings.values()].flatMap(drawing => drawing(project)));
  }
}
