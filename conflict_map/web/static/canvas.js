// The events as one Leaflet layer of two canvases, ground and marks; knows no list and no filter.

import {readColours} from './colours.js';
import {arrowsOf, drawEvents} from './draw.js';
import {Layout} from './marks.js';

/**
 * @import {Ground, Label, View} from './basemap.js'
 * @import {Arrow, Emphasis} from './draw.js'
 * @import {Mark, Ring} from './marks.js'
 * @import {Events} from './payload.js'
 * @typedef {{mark?: Pick<Mark, 'row'>, ring?: Ring, cell?: number}} Picked one of them
 * @typedef {import('leaflet').LayerOptions & {
 *   onPick?: (found: Picked, event: import('leaflet').LeafletMouseEvent) => void,
 *   onHover?: (found: Picked|null, x: number, y: number) => void,
 *   onDetail?: (detail: string) => void,
 *   controls?: () => Iterable<Element>,
 *   cells?: import('./cells.js').Cells,
 * }} CanvasOptions
 */

/** More names of event places than this hide the map. */
const MAX_EVENT_LABELS = 60;

export class EventCanvas extends L.Layer {
  /**
   * @param {Events} events
   * @param {Ground|null} ground null where tiles or nothing lie below
   * @param {CanvasOptions} options cells may stand for the marks; onDetail hears how outlines are drawn when that changes
   */
  constructor(events, ground, options) {
    super();
    this.events = events;
    this.ground = ground;
    this.layout = new Layout(events);
    this.layout.recount(this.layout.mask);
    /** @type {Emphasis} */
    this.emphasis = {selected: -1, hover: -1};
    /** @type {CanvasOptions} */
    this.options = L.setOptions(this, options);
    this.colours = readColours();
    this.groundCanvas = L.DomUtil.create('canvas', 'leaflet-zoom-hide');
    this.markCanvas = L.DomUtil.create('canvas', 'leaflet-zoom-hide');
    this._frame = 0;
    this._detail = '';
  }

  /** @param {import('leaflet').Map} map */
  onAdd(map) {
    this._map = map;
    this.colours = readColours();
    this._place(this.groundCanvas, map, 'cm-ground', 150);
    this._place(this.markCanvas, map, 'cm-marks', 450);
    map.on('move zoom viewreset resize zoomend moveend', this.redraw, this);
    map.on('click', this._click, this);
    map.on('mousemove', this._move, this);
    map.on('mouseout', this._out, this);
    this.redraw();
    return this;
  }

  /** @param {import('leaflet').Map} map */
  onRemove(map) {
    map.off('move zoom viewreset resize zoomend moveend', this.redraw, this);
    map.off('click', this._click, this);
    map.off('mousemove', this._move, this);
    map.off('mouseout', this._out, this);
    this.groundCanvas.remove();
    this.markCanvas.remove();
    return this;
  }

  getEvents() { return {}; }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('leaflet').Map} map
   * @param {string} name of the pane
   * @param {number} order
   */
  _place(canvas, map, name, order) {
    const pane = map.getPane(name) || map.createPane(name);
    pane.style.zIndex = String(order);
    pane.style.pointerEvents = 'none';
    canvas.setAttribute('aria-hidden', 'true');
    pane.append(canvas);
  }

  /** @param {Uint8Array} mask */
  setMask(mask) {
    this.layout.recount(mask);
    this.options.cells?.setMask(mask);
    this.redraw();
  }

  /** What stands for the marks now, null for themselves. */
  cells() { return this.options.cells?.on ? this.options.cells : null; }

  /** @param {Partial<Emphasis>} change */
  setEmphasis(change) { Object.assign(this.emphasis, change); this.redraw(); }

  recolour() { this.colours = readColours(); this.redraw(); }

  /** Draw before the next paint, once however often it is asked for. */
  redraw() {
    if (!this._frame && this._map) this._frame = requestAnimationFrame(() => { this._frame = 0; this.drawNow(); });
  }

  /** @returns {View} */
  view() {
    const map = this._map, size = map.getSize(), corner = map.getPixelBounds().getTopLeft(), zoom = map.getZoom();
    return {w: size.x, h: size.y, scale: 256 * 2 ** zoom, left: corner.x, top: corner.y, zoom};
  }

  drawNow() {
    const map = this._map;
    if (!map?._loaded) return;
    const view = this.view();
    const ratio = Math.min(3, Math.max(window.devicePixelRatio || 1, document.documentElement.classList.contains('printing') ? 2 : 1));
    const [ground, marks] = [this.groundCanvas, this.markCanvas].map(canvas => this._fit(canvas, view, ratio));
    const cells = this.cells();
    if (cells) {
      cells.prepare(view);
      this.layout.arrangeRows(view, new Set([this.emphasis.selected, this.emphasis.hover].filter(row => row >= 0)));
      cells.draw(marks, view, this.colours, ratio, this.emphasis);
    } else this.layout.arrange(view);
    this._sayDetail(cells);
    const arrows = cells ? [] : arrowsOf(this.events, this.layout.mask, view);
    if (this.ground) {
      this.ground.draw(ground, view, this.colours, ratio);
      const taken = this.ground.taken(this._taken(view, arrows));
      if (cells) cells.write(marks, view, this.colours, taken);
      this.ground.drawLabels(cells ? marks : ground, view, this._labels(this.ground, view, arrows), taken, this.colours);
    }
    drawEvents(marks, view, this.layout, arrows, this.emphasis, this.colours, ratio);
  }

  /** @param {import('./cells.js').Cells|null} cells */
  _sayDetail(cells) {
    const detail = cells ? 'full' : this.layout.detail;
    if (detail !== this._detail) this.options.onDetail?.(detail);
    this._detail = detail;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {View} view
   * @param {number} ratio
   */
  _fit(canvas, view, ratio) {
    const w = Math.round(view.w * ratio), h = Math.round(view.h * ratio);
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = view.w + 'px';
      canvas.style.height = view.h + 'px';
    }
    L.DomUtil.setPosition(canvas, this._map.containerPointToLayerPoint([0, 0]));
    const ctx = canvas.getContext('2d');
    if (!ctx) throw new Error('This browser gives no canvas to draw on.');
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, view.w, view.h);
    return ctx;
  }

  /**
   * What labels keep off: marks, arrows, roads, and the controls over the map.
   * @param {View} view
   * @param {Arrow[]} arrows
   * @returns {[x0: number, y0: number, x1: number, y1: number][]}
   */
  _taken(view, arrows) {
    /** @type {[x0: number, y0: number, x1: number, y1: number][]} */
    const taken = [];
    for (const {x, y, r} of [...this.layout.marks, ...this.layout.rings]) taken.push([x - r - 2, y - r - 2, x + r + 2, y + r + 2]);
    /** @type {(x0: number, y0: number, x1: number, y1: number) => void} */
    const along = (x0, y0, x1, y1) => {
      const n = Math.max(1, Math.min(80, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 8)));
      for (let k = 0; k <= n; k++) {
        const x = x0 + ((x1 - x0) * k) / n, y = y0 + ((y1 - y0) * k) / n;
        taken.push([x - 3, y - 3, x + 3, y + 3]);
      }
    };
    for (const {x0, y0, x1, y1} of arrows) along(x0, y0, x1, y1);
    for (const {outline} of this.layout.areas) {
      if (outline.kind === 1 && this.layout.detail === 'full') outline.segments(view, along);
    }
    const box = this._map.getContainer().getBoundingClientRect();
    for (const control of this.options.controls?.() ?? []) {
      const r = control.getBoundingClientRect();
      if (r.width) taken.push([r.left - box.left, r.top - box.top, r.right - box.left, r.bottom - box.top]);
    }
    return taken;
  }

  /**
   * Names in order of importance: where events are, directions, countries, provinces, towns.
   * @param {Ground} ground
   * @param {View} view
   * @param {Arrow[]} arrows
   * @returns {Label[]}
   */
  _labels(ground, view, arrows) {
    const {events, layout} = this;
    /** @type {Map<string, Label>} */
    const own = new Map();
    /** @type {(name: string|null, x: number, y: number, half: number) => void} */
    const add = (name, x, y, half) => {
      if (!name || own.has(name) || own.size >= MAX_EVENT_LABELS) return;
      const text = name.length > 34 ? name.slice(0, 33) + '…' : name;
      own.set(name, {name: text, x: (x + view.left) / view.scale, y: (y + view.top) / view.scale, half, kind: 'event'});
    };
    for (const mark of layout.marks) add(events.places.name(mark.place), mark.cx, mark.y, mark.half);
    for (const ring of layout.rings) {
      if (ring.sites.length === 1) add(events.places.name(events.sitePlace[ring.sites[0]]), ring.x, ring.y, ring.r - 5);
    }
    /** @type {Label[]} */
    const towards = arrows.map(({x1, y1, name}) => ({name, kind: 'towards', x: (x1 + view.left) / view.scale, y: (y1 + view.top) / view.scale}));
    const cells = this.cells(), byArea = cells?.mode === 'areas';
    // Areas carry names of their own, and few of them leave room for a town's.
    const most = byArea && view.zoom < 8 ? 0 : view.zoom < 5 ? 25 : view.zoom < 7 ? 60 : view.zoom < 9 ? 160 : 260;
    const towns = ground.labels.slice(0, most).filter(label => !own.has(label.name));
    const countries = cells && byArea && !cells.areProvinces ? ground.countries.filter(({name}) => !cells.names.has(name)) : ground.countries;
    return [...towards, ...own.values(), ...countries, ...(view.zoom > 6 && !byArea ? ground.provinces.filter(p => !own.has(p.name)) : []), ...towns];
  }

  /**
   * The mark, ring or cell at a point of the screen; null for none.
   * @param {number} x
   * @param {number} y
   * @returns {Picked|null}
   */
  pick(x, y) {
    const cells = this.cells();
    if (!cells) return this.layout.pick(x, y);
    const cell = cells.pick(this.view(), x, y);
    return cell >= 0 ? {cell} : null;
  }

  /**
   * What is nearest to the middle of the map; null where nothing is shown on it.
   * @returns {Picked|null}
   */
  middle() {
    const view = this.view(), cells = this.cells();
    if (!cells) return this.layout.nearest(view, view.w / 2, view.h / 2);
    const cell = cells.nearest(view, view.w / 2, view.h / 2);
    return cell >= 0 ? {cell} : null;
  }

  /** @param {import('leaflet').LeafletMouseEvent} event */
  _click(event) {
    const found = this.pick(event.containerPoint.x, event.containerPoint.y);
    if (found) this.options.onPick?.(found, event);
  }

  /** @param {import('leaflet').LeafletMouseEvent} event */
  _move(event) {
    const {x, y} = event.containerPoint;
    const found = this.pick(x, y), cells = this.cells(), cell = found?.cell ?? -1;
    if (cells && cells.hover !== cell) { cells.hover = cell; this.redraw(); }
    this._map.getContainer().style.cursor = found ? 'pointer' : '';
    const row = found?.mark ? found.mark.row : -1;
    if (row !== this.emphasis.hover) this.setEmphasis({hover: row});
    this.options.onHover?.(found, x, y);
  }

  _out() {
    const cells = this.cells();
    if (cells && cells.hover >= 0) { cells.hover = -1; this.redraw(); }
    if (this.emphasis.hover >= 0) this.setEmphasis({hover: -1});
    this.options.onHover?.(null, 0, 0);
  }
}
