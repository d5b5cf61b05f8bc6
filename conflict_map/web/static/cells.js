// Hexagons and shaded areas on the map, with their numbers; knows what they count, and no list.

import {withAlpha} from './colours.js';
import {shortCount} from './draw.js';
import {areaAt, areaOfSites, areasOf, classBounds, classOf, hexGrid, siteTally, tally} from './grid.js';

/**
 * @import {Taken, View} from './basemap.js'
 * @import {Colours} from './colours.js'
 * @import {Emphasis} from './draw.js'
 * @import {Grid, SiteTally, Tally} from './grid.js'
 * @typedef {'events'|'hex'|'areas'} Mode
 * @typedef {'events'|'deaths'} Amount
 * @typedef {{name: string|null, id: string|null, events: number, deaths: number, unknown: number, lat: number, lon: number}} CellCount
 */

const CELL_CLASSES = 5;
/** Grids of zoom steps that stay at hand: zooming goes to and fro. */
const KEPT_GRIDS = 4;
const DARK_TEXT = '#1d2327', LIGHT_TEXT = '#ffffff';

/**
 * The text colour that reads better on a fill.
 * @param {string} hex
 */
function textOn(hex) {
  const v = parseInt(hex.slice(1), 16);
  /** @param {number} c */
  const linear = c => (c <= 10 ? c / 3294 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(v >> 16) + 0.7152 * linear((v >> 8) & 255) + 0.0722 * linear(v & 255) > 0.21 ? DARK_TEXT : LIGHT_TEXT;
}

/** What is drawn instead of marks: nothing, hexagons of the zoom, or the areas of the ground. */
export class Cells {
  /**
   * @param {import('./payload.js').Events} events
   * @param {import('./basemap.js').Ground} ground
   */
  constructor(events, ground) {
    this.events = events;
    this.ground = ground;
    /** @type {Mode} */
    this.mode = 'events';
    /** @type {Amount} */
    this.measure = 'events';
    /** @type {Uint8Array} */
    this.mask = new Uint8Array(events.n).fill(1);
    this.hover = -1;
    /** @type {Map<number|'areas', Grid>} */
    this.grids = new Map();
    /** @type {Grid} */
    this.grid = {cellOf: new Int32Array(0), n: 0, x: [], y: [], unit: 0, at: () => -1};
    /** Whether the numbers are those of the mask, the mode and the measure. */
    this.isCounted = false;
    /** @type {Tally} */
    this.counts = {events: new Int32Array(0), deaths: new Float64Array(0), unknown: new Int32Array(0), coarse: 0, rough: 0, outside: 0, several: 0};
    /** @type {Int32Array|Float64Array} those of the counts that shade the cells */
    this.values = this.counts.events;
    this.most = 0;
    /** @type {number[]} */
    this.bounds = [];
    /** @type {SiteTally|null} */
    this.bySite = null;
    /** Called when the numbers have changed. */
    this.onCount = () => {};
    const {areas, provinces} = areasOf(ground.basemap);
    this.areas = areas;
    this.areProvinces = provinces;
    /** Names of the areas that have a number now: the ground does not write them again.
     * @type {Set<string>} */
    this.names = new Set();
    const deaths = events.columns.fatalities_best;
    this.hasDeaths = Boolean(deaths?.numbers);
    /** @type {(row: number) => number|null} */
    this.deathsOf = deaths ? row => deaths.get(row) : () => null;
  }

  get on() { return this.mode !== 'events'; }
  /** A region or a country is in no province and no hexagon; a country holds its regions. */
  get fineOnly() { return this.mode === 'hex' || this.areProvinces; }

  /** @param {Uint8Array} mask */
  setMask(mask) { this.mask = mask; this.forget(); }

  /** The numbers are of something else now: they are counted when they are drawn. */
  forget() { this.isCounted = false; this.bySite = null; }

  /**
   * @param {Mode} mode
   * @param {Amount} measure
   */
  show(mode, measure) {
    this.mode = mode;
    this.measure = this.hasDeaths ? measure : 'events';
    this.forget();
    this.hover = -1;
  }

  /** @param {number} zoom */
  gridFor(zoom) {
    const key = this.mode === 'areas' ? 'areas' : Math.floor(zoom + 1e-6);
    const known = this.grids.get(key);
    if (known) return known;
    const grid = key === 'areas' ? this.areaGrid() : hexGrid(this.events, key);
    if (this.grids.size > KEPT_GRIDS) this.grids.delete(/** @type {number} */ ([...this.grids.keys()].find(old => old !== 'areas')));
    this.grids.set(key, grid);
    return grid;
  }

  /** @returns {Grid} */
  areaGrid() {
    const {events, areas} = this;
    const siteLon = Float64Array.from(events.sitePlace, p => events.unrolled(events.places.lon[p]));
    const cellOf = areaOfSites(areas, {sites: events.sites, siteLat: events.siteLat, siteLon});
    return {cellOf, n: areas.length, x: areas.map(a => a.x), y: areas.map(a => a.y), unit: 0, at: (x, y) => areaAt(areas, x, y)};
  }

  /**
   * Count anew if the filters, the mode or the zoom step ask for it.
   * @param {View} view
   */
  prepare(view) {
    const grid = this.gridFor(view.zoom);
    if (grid === this.grid && this.isCounted) return;
    this.grid = grid;
    if (!this.bySite) this.bySite = siteTally(this.events, this.mask, this.fineOnly, this.deathsOf);
    const counts = tally(this.events, this.bySite, grid);
    this.counts = counts;
    this.isCounted = true;
    this.values = this.measure === 'deaths' ? counts.deaths : counts.events;
    let most = 0;
    for (let c = 0; c < grid.n; c++) if (this.values[c] > most) most = this.values[c];
    this.most = most;
    this.bounds = classBounds(most);
    this.hover = -1;
    if (this.mode === 'areas') this.names = new Set(this.areas.filter((_, c) => counts.events[c]).map(area => area.name));
    this.onCount();
  }

  /**
   * Nothing of a cell's number is known: it has events, and no count of deaths.
   * @param {number} cell
   */
  isUnknown(cell) { return this.measure === 'deaths' && this.counts.unknown[cell] === this.counts.events[cell]; }

  /**
   * A cell's number as it is written: a sum that lacks some events ends in +.
   * @param {number} cell
   */
  text(cell) {
    if (this.isUnknown(cell)) return '?';
    return shortCount(this.values[cell]) + (this.measure === 'deaths' && this.counts.unknown[cell] ? '+' : '');
  }

  /**
   * The step of the scale that a class has: few classes are spread over the whole of it.
   * @param {number} k
   */
  step(k) {
    const of = this.bounds.length;
    return of < 2 ? Math.ceil(CELL_CLASSES / 2) : 1 + Math.round((k * (CELL_CLASSES - 1)) / (of - 1));
  }

  /**
   * @param {number} cell
   * @param {Colours} colours
   */
  fill(cell, colours) {
    const k = this.isUnknown(cell) ? -1 : classOf(this.values[cell], this.bounds);
    return k < 0 ? colours.paper : colours['cell-' + this.step(k)];
  }

  /**
   * The cells in which an event is.
   * @param {number} row
   */
  of(row) {
    const {events, grid} = this;
    /** @type {Set<number>} */
    const found = new Set();
    if (row >= 0) for (let m = events.markStart[row]; m < events.markStart[row + 1]; m++) found.add(grid.cellOf[events.siteOfPlace[events.markAt[m]]]);
    return found;
  }

  /**
   * The sites of a cell.
   * @param {number} cell
   */
  sitesOf(cell) {
    /** @type {number[]} */
    const sites = [];
    this.grid.cellOf.forEach((c, s) => { if (c === cell) sites.push(s); });
    return sites;
  }

  /**
   * The cell with events at a point of the screen, -1 for none.
   * @param {View} view
   * @param {number} x
   * @param {number} y
   */
  pick(view, x, y) {
    if (!this.isCounted) return -1;
    const px = (x + view.left) / view.scale, py = (y + view.top) / view.scale;
    const cell = this.grid.at(px, py);
    return cell >= 0 && this.counts.events[cell] ? cell : -1;
  }

  /**
   * The cell with events whose middle is nearest to a point of the screen, -1 for none.
   * @param {View} view
   * @param {number} x
   * @param {number} y
   */
  nearest(view, x, y) {
    const {grid, counts} = this, px = (x + view.left) / view.scale, py = (y + view.top) / view.scale;
    let best = -1, bestD = Infinity;
    for (let c = 0; c < grid.n; c++) {
      const d = (grid.x[c] - px) ** 2 + (grid.y[c] - py) ** 2;
      if (counts.events[c] && d < bestD) { best = c; bestD = d; }
    }
    return best;
  }

  /**
   * Draw fills and edges; borders of the ground go over them, and numbers over those.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Colours} colours
   * @param {number} ratio pixels of the screen per pixel of the page
   * @param {Emphasis} emphasis
   */
  draw(ctx, view, colours, ratio, emphasis) {
    ctx.setLineDash([]);
    if (this.mode === 'hex') this.drawHexagons(ctx, view, colours); else this.drawAreas(ctx, view, colours, ratio);
    this.ground.drawBorders(ctx, view, colours, ratio, true);
    const strong = new Set([...this.of(emphasis.selected), ...this.of(emphasis.hover), this.hover]);
    for (const cell of strong) if (cell >= 0 && this.counts.events[cell]) this.drawStrong(ctx, view, colours, ratio, cell);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {number} cell
   */
  hexagon(ctx, view, cell) {
    const {grid} = this, r = grid.unit * view.scale, w = (r * Math.sqrt(3)) / 2;
    const x = grid.x[cell] * view.scale - view.left, y = grid.y[cell] * view.scale - view.top;
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + w, y - r / 2);
    ctx.lineTo(x + w, y + r / 2);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - w, y + r / 2);
    ctx.lineTo(x - w, y - r / 2);
    ctx.closePath();
  }

  /**
   * Visit the cells with events whose middle is on the screen or just beside it.
   * @param {View} view
   * @param {(cell: number, x: number, y: number) => void} visit
   */
  inView(view, visit) {
    const {grid, counts} = this, edge = this.mode === 'hex' ? grid.unit * view.scale : 0;
    for (let c = 0; c < grid.n; c++) {
      if (!counts.events[c]) continue;
      const x = grid.x[c] * view.scale - view.left, y = grid.y[c] * view.scale - view.top;
      if (x > -edge && y > -edge && x < view.w + edge && y < view.h + edge) visit(c, x, y);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Colours} colours
   */
  drawHexagons(ctx, view, colours) {
    /** @type {Map<string, number[]>} */
    const byFill = new Map();
    this.inView(view, cell => {
      const fill = this.fill(cell, colours), same = byFill.get(fill);
      if (same) same.push(cell); else byFill.set(fill, [cell]);
    });
    ctx.lineJoin = 'round';
    ctx.lineWidth = 1;
    ctx.strokeStyle = colours['cell-edge'];
    for (const [fill, cells] of byFill) {
      ctx.beginPath();
      for (const cell of cells) this.hexagon(ctx, view, cell);
      ctx.fillStyle = withAlpha(fill, 0.92);
      ctx.fill();
      ctx.stroke();
    }
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Colours} colours
   * @param {number} ratio pixels of the screen per pixel of the page
   */
  drawAreas(ctx, view, colours, ratio) {
    this.ground.inPaths(ctx, view, ratio, k => {
      ctx.lineJoin = 'round';
      for (let c = 0; c < this.areas.length; c++) {
        if (!this.counts.events[c]) continue;
        const {fill, line} = this.ground.areas[this.areas[c].index];
        ctx.fillStyle = this.fill(c, colours);
        ctx.fill(fill, 'evenodd');
        ctx.lineWidth = 1.2 / k;
        ctx.strokeStyle = colours['cell-edge'];
        ctx.stroke(line);
      }
    });
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Colours} colours
   * @param {number} ratio pixels of the screen per pixel of the page
   * @param {number} cell
   */
  drawStrong(ctx, view, colours, ratio, cell) {
    /** @type {[width: number, colour: string][]} */
    const strokes = [[5, colours.paper], [2.5, colours.ink]];
    /** @param {number} k pixels per step of the path */
    const paint = k => {
      for (const [width, colour] of strokes) {
        ctx.lineWidth = width / k;
        ctx.strokeStyle = colour;
        if (this.mode === 'areas') ctx.stroke(this.ground.areas[this.areas[cell].index].fill); else ctx.stroke();
      }
    };
    ctx.lineJoin = 'round';
    if (this.mode === 'areas') { this.ground.inPaths(ctx, view, ratio, paint); return; }
    ctx.beginPath();
    this.hexagon(ctx, view, cell);
    paint(1);
  }

  /**
   * Write the numbers where they fit, and the names of areas over them; names of towns keep off.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Colours} colours
   * @param {Taken} taken
   */
  write(ctx, view, colours, taken) {
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.setLineDash([]);
    if ('letterSpacing' in ctx) ctx.letterSpacing = '0px';
    const isHex = this.mode === 'hex', room = isHex ? this.grid.unit * view.scale * 1.6 : Infinity;
    /** @type {[cell: number, x: number, y: number][]} */
    const largest = [];
    this.inView(view, (cell, x, y) => { largest.push([cell, x, y]); });
    if (!isHex) largest.sort((a, b) => this.values[b[0]] - this.values[a[0]]);
    for (const [cell, x, y] of largest) {
      const text = this.text(cell), fill = this.fill(cell, colours), ink = fill === colours.paper ? colours.ink : textOn(fill);
      ctx.font = '600 ' + (isHex ? 11.5 : 12.5) + 'px system-ui, sans-serif';
      const half = ctx.measureText(text).width / 2 + 1;
      if (isHex) {
        if (half * 2 > room) continue;
        taken.add(x - half, y - 7, x + half, y + 7);
        ctx.fillStyle = ink;
        ctx.fillText(text, x, y + 0.5);
        continue;
      }
      const area = this.areas[cell], wide = area.wide * view.scale, tall = area.tall * view.scale;
      if (wide < half * 2 + 2 || tall < 12 || !taken.free(x - half, y - 7, x + half, y + 7)) continue;
      taken.add(x - half, y - 7, x + half, y + 7);
      ctx.lineWidth = 3;
      ctx.strokeStyle = fill;
      ctx.strokeText(text, x, y + 0.5);
      ctx.fillStyle = ink;
      ctx.fillText(text, x, y + 0.5);
      this.writeName(ctx, area.name, x, y - 14, wide, fill, ink, taken);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {string} name
   * @param {number} x
   * @param {number} y
   * @param {number} wide pixels that there are
   * @param {string} fill
   * @param {string} ink
   * @param {Taken} taken
   */
  writeName(ctx, name, x, y, wide, fill, ink, taken) {
    ctx.font = '11px system-ui, sans-serif';
    const half = ctx.measureText(name).width / 2 + 1;
    if (half * 2 > wide * 1.05 || !taken.free(x - half, y - 7, x + half, y + 7)) return;
    taken.add(x - half, y - 7, x + half, y + 7);
    ctx.lineJoin = 'round';
    ctx.lineWidth = 3;
    ctx.strokeStyle = fill;
    ctx.strokeText(name, x, y);
    ctx.fillStyle = ink;
    ctx.fillText(name, x, y);
  }
}
