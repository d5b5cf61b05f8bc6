// The buttons under the map's zoom: first view, full screen, own position, measuring; knows no event.

import {svg} from './glyphs.js';
import {t} from './language.js';
import {lengthText} from './measure.js';
import {make} from './words.js';

/** @import {Sketch} from './sketch.js' */
/** @import {Measure} from './measure.js' */

/** @type {Record<string, string>} */
const PATHS = {
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.2V16h9V8.2M8.5 16v-4.5h3V16',
  grow: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  shrink: 'M8 4v4H4M16 8h-4V4M12 16v-4h4M4 12h4v4',
  locate: 'M10 2.5v3M10 14.5v3M2.5 10h3M14.5 10h3M10 5.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10 9a1 1 0 1 0 0 2 1 1 0 0 0 0-2',
  measure: 'M3 13.5 13.5 3 17 6.5 6.5 17zM6 10.5l1.8 1.8M8.5 8l2.6 2.6M11 5.5l1.8 1.8',
};

/** @param {string} name */
const toolIcon = name => svg('svg', {width: 20, height: 20, viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false'},
  svg('path', {d: PATHS[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round', 'stroke-linejoin': 'round'}));

export class MapTools {
  /**
   * @param {import('leaflet').Map} map
   * @param {Sketch} sketch
   * @param {Measure} measure
   * @param {{home: () => void, changed: () => void}} asks home shows the first view, changed is told when `isLocated` changes
   */
  constructor(map, sketch, measure, asks) {
    this.map = map;
    this.sketch = sketch;
    this.measure = measure;
    this.asks = asks;
    /** Whether the reader's own position is shown: then the view stays out of the address. */
    this.isLocated = false;
    this.turn = 0;
    /** @type {{center: import('leaflet').LatLng, zoom: number}|null} the view before it moved to the reader's position */
    this.before = null;
    this.homeButton = this.button('home', t('First view'), () => asks.home());
    this.screenButton = this.button('grow', t('Full screen'), () => this.toggleScreen());
    this.locateButton = this.button('locate', t('Show where I am'), () => this.toggleLocate());
    this.measureButton = this.button('measure', t('Measure'), event => this.toggleMeasure(event.detail === 0));
    for (const button of [this.locateButton, this.measureButton]) button.setAttribute('aria-pressed', 'false');
    const bar = make('div', {class: 'leaflet-bar tools', role: 'group', 'aria-label': t('Map tools')}, this.homeButton, this.screenButton, this.locateButton, this.measureButton);
    L.DomEvent.disableClickPropagation(bar);
    const Bar = L.Control.extend({options: {position: 'topright'}, onAdd: () => bar});
    new Bar().addTo(map);
    this.said = make('p', {class: 'reading', role: 'status'});
    this.box = this.makeBox();
    const boxes = document.getElementById('tool-boxes'), above = document.getElementById('show-as');
    boxes.append(this.box);
    // What is shown is chosen in the same corner, in one line or in two.
    if (above) new ResizeObserver(() => { boxes.style.top = above.offsetTop + above.offsetHeight + 8 + 'px'; }).observe(above);
    this.offer();
  }

  /**
   * @param {string} icon
   * @param {string} name
   * @param {(event: MouseEvent) => void} press
   */
  button(icon, name, press) {
    return make('button', {type: 'button', 'aria-label': name, title: name, on: {click: press}}, toolIcon(icon));
  }

  makeBox() {
    return make('div', {class: 'tool-box', role: 'group', 'aria-label': t('Show where I am'), hidden: true}, this.said,
      make('div', {class: 'tool-actions'}, make('button', {type: 'button', class: 'quiet', on: {click: () => { this.forget(); this.locateButton.focus(); }}}, t('Take it away'))));
  }

  /** Show only what this page may do here: frames may forbid a full screen and the position. */
  offer() {
    const app = document.getElementById('app');
    this.screenButton.hidden = !document.fullscreenEnabled || !app.requestFullscreen;
    document.addEventListener('fullscreenchange', () => this.sayScreen());
    this.locateButton.hidden = !navigator.geolocation || !window.isSecureContext;
    if (this.locateButton.hidden || !navigator.permissions) return;
    // This asks what is allowed; it does not ask the reader.
    navigator.permissions.query({name: 'geolocation'}).then(permission => {
      const show = () => { this.locateButton.hidden = permission.state === 'denied'; };
      permission.addEventListener('change', show);
      show();
    }, () => { /* a browser without this question shows the button */ });
  }

  toggleScreen() {
    if (document.fullscreenElement) document.exitFullscreen(); else document.getElementById('app').requestFullscreen().catch(() => { this.screenButton.hidden = true; });
  }

  sayScreen() {
    const on = Boolean(document.fullscreenElement), name = on ? t('Leave the full screen') : t('Full screen');
    this.screenButton.setAttribute('aria-label', name);
    this.screenButton.title = name;
    this.screenButton.replaceChildren(toolIcon(on ? 'shrink' : 'grow'));
  }

  /** @param {boolean} byKeyboard */
  toggleMeasure(byKeyboard) {
    if (this.measure.active) { this.measure.stop(); return; }
    this.measureButton.setAttribute('aria-pressed', 'true');
    this.measure.start(byKeyboard);
  }

  /** The measuring has ended: give the focus back if it was in there. */
  measureEnded() {
    this.measureButton.setAttribute('aria-pressed', 'false');
    const at = document.activeElement;
    if (!at || at === document.body || document.getElementById('map-box').contains(at)) this.measureButton.focus({preventScroll: true});
  }

  toggleLocate() {
    if (this.isLocated || !this.box.hidden) { this.forget(); return; }
    const turn = ++this.turn;
    this.say(t('Asking your browser for your position …'));
    navigator.geolocation.getCurrentPosition(
      ({coords}) => { if (turn === this.turn) this.located(coords); },
      ({code}) => { if (turn === this.turn) this.say(code === 1 ? t('Your browser did not allow it.') : t('Your position could not be found.')); },
      {enableHighAccuracy: true, timeout: 20000, maximumAge: 60000});
  }

  /** @param {string} text */
  say(text) {
    this.box.hidden = false;
    this.said.textContent = text;
  }

  /**
   * Draw the position with how far off it may be. It goes nowhere: not even into the address.
   * @param {GeolocationCoordinates} coords
   */
  located({latitude: lat, longitude: lon, accuracy}) {
    const {map} = this, bounds = map.options.maxBounds, at = L.latLng(lat, lon);
    const within = t('You are within {distance} of the point. Neither it nor the view goes into the link.', {distance: lengthText(accuracy / 1000)});
    if (bounds instanceof L.LatLngBounds && !bounds.contains(at)) { this.say(t('You are outside of this map.')); return; }
    this.before = {center: map.getCenter(), zoom: map.getZoom()};
    this.isLocated = true;
    this.asks.changed();
    this.locateButton.setAttribute('aria-pressed', 'true');
    const circle = at.toBounds(2 * accuracy);
    this.sketch.set('locate', project => {
      const {x, y} = project({lat, lon}), r = Math.max(0, y - project({lat: circle.getNorth(), lon}).y);
      return [svg('circle', {class: 'sketch-near', cx: x, cy: y, r}), svg('circle', {class: 'sketch-here', cx: x, cy: y, r: '6'})];
    });
    if (!map.getBounds().contains(at)) map.fitBounds(circle, {animate: false, maxZoom: 12, padding: [40, 40]});
    this.say(within);
  }

  /** Take the position away, and the view that it led to. */
  forget() {
    this.turn++;
    this.box.hidden = true;
    this.said.textContent = '';
    this.locateButton.setAttribute('aria-pressed', 'false');
    if (!this.isLocated || !this.before) return;
    this.sketch.set('locate', null);
    this.map.setView(this.before.center, this.before.zoom, {animate: false});
    this.before = null;
    this.isLocated = false;
    this.asks.changed();
  }
}
