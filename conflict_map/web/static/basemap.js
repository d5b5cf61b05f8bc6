// Land, borders and names under the events; knows the payload's ground, and no event.

import {mercatorX, mercatorY, ringDegrees} from './payload.js';

/** @import {Colours} from './colours.js' */

const PATH_STEPS = 1 << 22;
/** Pixels of a square in which taken rectangles are looked up. */
const SQUARE = 64, SQUARES_DOWN = 8192;

/**
 * The screen as the drawing rooms see it.
 * @typedef {{w: number, h: number, scale: number, left: number, top: number, zoom: number}} View
 */

/**
 * The ground as the payload has it: rings of deltas in steps per degree, levels 0 (other countries), 1 (this one), 2 (provinces).
 * @typedef {{level: number, disputed: boolean, rings: number[][], id?: string, name?: string, at?: [lon: number, lat: number]}} CodedArea
 * @typedef {[name: string, lon: number, lat: number, size?: number]} CodedLabel
 * @typedef {[west: number, south: number, east: number, north: number]} Box degrees
 * @typedef {{
 *   box: Box, outer: Box, areas: CodedArea[], far: CodedArea[], scale: number, far_scale: number,
 *   labels: CodedLabel[], countries: CodedLabel[], provinces: CodedLabel[],
 * }} CodedGround
 * @typedef {{level: number, disputed: boolean, fill: Path2D, line: Path2D}} Area
 * @typedef {'event'|'towards'|'country'|'province'|'town'} LabelKind
 * @typedef {{name: string, x: number, y: number, kind: LabelKind, size?: number, half?: number, width?: number}} Label in Mercator units; width as measured, in pixels
 * @typedef {{font: string, colour: string, gap: number, dot: boolean, spaced?: boolean}} LabelStyle
 */

/** Paths relative to a centre, in steps that keep 32-bit floats exact enough at every zoom. */
export class Ground {
  /** @param {CodedGround} basemap */
  constructor(basemap) {
    this.basemap = basemap;
    const [west, south, east, north] = basemap.box;
    this.cx = mercatorX((west + east) / 2);
    this.cy = mercatorY((south + north) / 2);
    this.box = basemap.box;
    this.areas = basemap.areas.map(area => this.areaPaths(area, basemap.scale, 0));
    this.far = basemap.far.map(area => this.areaPaths(area, basemap.far_scale, 0.006 * (east - west)));
    /** @type {(labels: CodedLabel[], kind: LabelKind) => Label[]} */
    const names = (labels, kind) => labels.map(([name, lon, lat, size]) => ({name, x: mercatorX(lon), y: mercatorY(lat), kind, size: (size || 0) / 360}));
    this.labels = names(basemap.labels, 'town');
    this.countries = names(basemap.countries, 'country');
    this.provinces = names(basemap.provinces, 'province');
  }

  /** @param {number} lon @param {number} lat @returns {[number, number]} */
  point(lon, lat) {
    return [(mercatorX(lon) - this.cx) * PATH_STEPS, (mercatorY(lat) - this.cy) * PATH_STEPS];
  }

  /** @param {Path2D} path @param {Float64Array} degrees */
  addRing(path, degrees) {
    for (let i = 0; i < degrees.length; i += 2) {
      const [x, y] = this.point(degrees[i], degrees[i + 1]);
      if (i) path.lineTo(x, y); else path.moveTo(x, y);
    }
    path.closePath();
  }

  /**
   * Fill and outline of an area; what runs along the edge of the cut is no border.
   * @param {CodedArea} area
   * @param {number} scale steps per degree
   * @param {number} seam degrees
   * @returns {Area}
   */
  areaPaths(area, scale, seam) {
    const margin = 2 / scale + seam;
    /** @typedef {(d: Float64Array, i: number, j: number) => boolean} Runs */
    /** @type {(a: number, b: number) => boolean} */
    const near = (a, b) => Math.abs(a - b) < margin;
    /** @type {(box: Box, d: Float64Array, i: number, j: number) => boolean} */
    const along = ([west, south, east, north], d, i, j) =>
      (near(d[i], west) && near(d[j], west)) || (near(d[i], east) && near(d[j], east)) ||
      (near(d[i + 1], south) && near(d[j + 1], south)) || (near(d[i + 1], north) && near(d[j + 1], north));
    /** @param {number} lon */
    const onCut = lon => Math.abs(Math.abs(lon) - 180) < 0.6 / scale;
    /** @type {Runs} */
    const dateLine = (d, i, j) => onCut(d[i]) && onCut(d[j]);
    /** @type {Runs} */
    const onEdge = (d, i, j) => dateLine(d, i, j) || along(this.box, d, i, j) || along(this.basemap.outer, d, i, j);
    const fill = new Path2D(), line = new Path2D();
    for (const ring of area.rings) {
      const d = ringDegrees(ring, scale);
      this.addRing(fill, d);
      let pen = false;
      for (let i = 0; i + 3 < d.length; i += 2) {
        if (onEdge(d, i, i + 2)) { pen = false; continue; }
        if (!pen) line.moveTo(...this.point(d[i], d[i + 1]));
        line.lineTo(...this.point(d[i + 2], d[i + 3]));
        pen = true;
      }
    }
    return {level: area.level, disputed: area.disputed, fill, line};
  }

  /**
   * Run a drawing in the coordinates of the ground's paths.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {number} ratio pixels of the screen per pixel of the page
   * @param {(k: number) => void} paint is told the pixels per step
   */
  inPaths(ctx, view, ratio, paint) {
    const k = view.scale / PATH_STEPS;
    ctx.save();
    ctx.setTransform(k * ratio, 0, 0, k * ratio,
      (this.cx * view.scale - view.left) * ratio, (this.cy * view.scale - view.top) * ratio);
    paint(k);
    ctx.restore();
  }

  /**
   * What is taken on the screen, for names to keep off.
   * @param {[x0: number, y0: number, x1: number, y1: number][]} boxes pixels
   */
  taken(boxes) {
    const taken = new Taken();
    for (const box of boxes) taken.add(...box);
    return taken;
  }

  /**
   * Write names where they touch no mark and no other name.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Label[]} labels the most important first
   * @param {Taken} taken
   * @param {Colours} colours
   */
  drawLabels(ctx, view, labels, taken, colours) { placeLabels(ctx, view, labels, taken, colours); }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Colours} colours
   * @param {number} ratio pixels of the screen per pixel of the page
   */
  draw(ctx, view, colours, ratio) {
    this.inPaths(ctx, view, ratio, () => {
      for (const area of [...this.far, ...this.areas]) {
        if (area.level === 2) continue;
        ctx.fillStyle = area.level ? colours.land : colours['land-other'];
        ctx.fill(area.fill, 'evenodd');
      }
    });
    this.drawBorders(ctx, view, colours, ratio, false);
    if (!this.far.length && !this.areas.length) drawGraticule(ctx, view, colours);
  }

  /**
   * Lines alone, also over what shades the land: shaded areas have edges of their own.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {Colours} colours
   * @param {number} ratio pixels of the screen per pixel of the page
   * @param {boolean} shaded
   */
  drawBorders(ctx, view, colours, ratio, shaded) {
    this.inPaths(ctx, view, ratio, k => {
      ctx.lineJoin = 'round';
      ctx.lineCap = 'butt';
      // Far out, province borders would end where the detail ends: leave them out.
      const boxWidth = (mercatorX(this.box[2]) - mercatorX(this.box[0])) * view.scale;
      const all = [...this.far, ...this.areas];
      /** @type {(area: Area, colour: string, width: number, dash: number[]) => void} */
      const stroke = (area, colour, width, dash) => {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width / k;
        ctx.setLineDash(dash.map(d => d / k));
        ctx.stroke(area.line);
      };
      for (const level of shaded || boxWidth < view.w * 0.85 ? [0, 1] : [2, 0, 1]) {
        for (const area of all) {
          if (area.level === level && !area.disputed) stroke(area, level === 2 ? colours['border-thin'] : colours.border, level === 2 ? 0.8 : 1.15, []);
        }
      }
      // Disputed borders last, and the firm line under them taken away.
      for (const area of all) {
        if (!area.disputed) continue;
        if (!shaded) stroke(area, colours.land, 2.4, []);
        stroke(area, colours.border, 1.3, [4, 3]);
      }
      ctx.setLineDash([]);
    });
  }
}

/**
 * Lines of latitude and longitude, where there is no ground to draw.
 * @param {CanvasRenderingContext2D} ctx
 * @param {View} view
 * @param {Colours} colours
 */
function drawGraticule(ctx, view, colours) {
  const degreesWide = (view.w / view.scale) * 360;
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30].find(s => degreesWide / s < 9) || 30;
  ctx.strokeStyle = colours.rule;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  for (let lon = -180; lon <= 180; lon += step) {
    const x = Math.round(mercatorX(lon) * view.scale - view.left) + 0.5;
    if (x >= 0 && x <= view.w) { ctx.moveTo(x, 0); ctx.lineTo(x, view.h); }
  }
  for (let lat = -80; lat <= 80; lat += step) {
    const y = Math.round(mercatorY(lat) * view.scale - view.top) + 0.5;
    if (y >= 0 && y <= view.h) { ctx.moveTo(0, y); ctx.lineTo(view.w, y); }
  }
  ctx.stroke();
}

/** Taken rectangles on the screen, for labels that must not touch a mark or each other; looked up by squares. */
export class Taken {
  constructor() {
    /** @type {Map<number, number[][]>} */
    this.squares = new Map();
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  add(x0, y0, x1, y1) {
    const box = [x0, y0, x1, y1];
    for (let line = Math.floor(y0 / SQUARE); line <= Math.floor(y1 / SQUARE); line++) {
      for (let column = Math.floor(x0 / SQUARE); column <= Math.floor(x1 / SQUARE); column++) {
        const key = column * SQUARES_DOWN + line, here = this.squares.get(key);
        if (here) here.push(box); else this.squares.set(key, [box]);
      }
    }
  }

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  free(x0, y0, x1, y1) {
    for (let line = Math.floor(y0 / SQUARE); line <= Math.floor(y1 / SQUARE); line++) {
      for (let column = Math.floor(x0 / SQUARE); column <= Math.floor(x1 / SQUARE); column++) {
        for (const [a, b, c, d] of this.squares.get(column * SQUARES_DOWN + line) || []) if (x0 < c && x1 > a && y0 < d && y1 > b) return false;
      }
    }
    return true;
  }
}

/** @type {Record<LabelKind, LabelStyle>} */
const LABEL_STYLES = {
  event: {font: '600 12.5px system-ui, sans-serif', colour: 'label-strong', gap: 12, dot: false},
  towards: {font: 'italic 12px system-ui, sans-serif', colour: 'label-strong', gap: 10, dot: false},
  country: {font: '600 12px system-ui, sans-serif', colour: 'label', gap: 0, spaced: true, dot: false},
  province: {font: '11px system-ui, sans-serif', colour: 'label', gap: 0, dot: false, spaced: true},
  town: {font: '11.5px system-ui, sans-serif', colour: 'label', gap: 6, dot: true},
};

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {LabelStyle} style
 * @param {Colours} colours
 */
function writeLabel(ctx, text, x, y, style, colours) {
  ctx.font = style.font;
  if ('letterSpacing' in ctx) ctx.letterSpacing = style.spaced ? '1.2px' : '0px';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3.2;
  ctx.strokeStyle = colours.halo;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colours[style.colour];
  ctx.fillText(text, x, y);
}

/**
 * Place labels in order of importance, beside their point, never over a mark or another label.
 * @param {CanvasRenderingContext2D} ctx
 * @param {View} view
 * @param {Label[]} labels in Mercator units
 * @param {Taken} taken
 * @param {Colours} colours
 */
function placeLabels(ctx, view, labels, taken, colours) {
  ctx.textBaseline = 'middle';
  ctx.setLineDash([]);
  const written = new Set();
  for (const label of labels) {
    const px = label.x * view.scale - view.left, py = label.y * view.scale - view.top;
    if (px < -60 || py < -10 || px > view.w + 60 || py > view.h + 10) continue;
    // A name longer than its land by far says nothing about where it is.
    if (label.size && label.size * view.scale < 14) continue;
    const style = LABEL_STYLES[label.kind];
    const text = style.spaced && label.kind === 'country' ? label.name.toUpperCase() : label.name;
    if (written.has(text)) continue;
    ctx.font = style.font;
    if ('letterSpacing' in ctx) ctx.letterSpacing = style.spaced ? '1.2px' : '0px';
    // Measuring costs more than placing; names of the ground stay the same objects from frame to frame.
    if (label.width === undefined) label.width = ctx.measureText(text).width;
    const w = label.width, h = 8, down = style.gap;
    const g = style.gap + (label.half || 0);
    const tries = g
      ? [[px + g, py], [px - g - w, py], [px - w / 2, py - down - 4], [px - w / 2, py + down + 5],
        [px + g, py - 11], [px + g, py + 11], [px - g - w, py - 11], [px - g - w, py + 11]]
      : [[px - w / 2, py]];
    const spot = tries.find(([x, y]) => x > 2 && x + w < view.w - 2 && y > 8 && y < view.h - 8 && taken.free(x - 2, y - h, x + w + 2, y + h));
    if (!spot) continue;
    if (style.dot) {
      if (!taken.free(px - 3, py - 3, px + 3, py + 3)) continue;
      ctx.beginPath();
      ctx.arc(px, py, 2, 0, 2 * Math.PI);
      ctx.fillStyle = colours.label;
      ctx.fill();
      taken.add(px - 3, py - 3, px + 3, py + 3);
    }
    taken.add(spot[0] - 2, spot[1] - h, spot[0] + w + 2, spot[1] + h);
    ctx.textAlign = 'left';
    writeLabel(ctx, text, spot[0], spot[1], style, colours);
    written.add(text);
  }
}
