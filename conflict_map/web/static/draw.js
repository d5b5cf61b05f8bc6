// Marks, rings, areas, circles and arrows as pixels; knows no list and decides no position.

import {withAlpha} from './colours.js';
import {drawGlyph} from './glyphs.js';
import {isolated, t} from './language.js';
import {PATH_UNITS} from './marks.js';

/**
 * @import {View} from './basemap.js'
 * @import {Colours} from './colours.js'
 * @import {Circle, Layout, Mark, Ring} from './marks.js'
 * @import {Events} from './payload.js'
 * @typedef {{x0: number, y0: number, x1: number, y1: number, row: number, name: string}} Arrow
 * @typedef {Layout['shapes'][number]} Outline
 * @typedef {{selected: number, hover: number}} Emphasis rows, or -1
 */

/**
 * Run a drawing in the coordinates of an outline's path; line widths are given in pixels.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Outline} outline
 * @param {View} view
 * @param {number} ratio
 * @param {(k: number) => void} paint
 */
function inOutline(ctx, outline, view, ratio, paint) {
  const k = view.scale / PATH_UNITS;
  ctx.save();
  ctx.setTransform(k * ratio, 0, 0, k * ratio,
    (outline.cx * view.scale - view.left) * ratio, (outline.cy * view.scale - view.top) * ratio);
  paint(k);
  ctx.restore();
}

/**
 * An area: light fill and a dashed edge, because the event is somewhere in it. A line: cased.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Outline} outline
 * @param {string} colour
 * @param {boolean} strong
 * @param {View} view
 * @param {Colours} colours
 * @param {number} ratio
 */
function drawOutline(ctx, outline, colour, strong, view, colours, ratio) {
  inOutline(ctx, outline, view, ratio, k => {
    ctx.lineJoin = ctx.lineCap = 'round';
    if (outline.kind === 2) {
      // What fills the screen needs no fill, and areas over areas must not darken the map.
      const large = (outline.e - outline.w) * view.scale * (outline.s - outline.n) * view.scale > view.w * view.h * 0.4;
      ctx.fillStyle = withAlpha(colour, (strong ? 0.14 : 0.06) * (large ? 0.35 : 1));
      ctx.fill(outline.path, 'evenodd');
      ctx.lineWidth = (strong ? 2 : 1.2) / k;
      ctx.setLineDash([5 / k, 4 / k]);
      ctx.lineCap = 'butt';
      ctx.strokeStyle = strong ? colour : withAlpha(colour, 0.6);
      ctx.stroke(outline.path);
    } else {
      ctx.setLineDash([]);
      ctx.lineWidth = (strong ? 8 : 6.5) / k;
      ctx.strokeStyle = colours.paper;
      ctx.stroke(outline.path);
      ctx.lineWidth = (strong ? 4.5 : 3) / k;
      ctx.strokeStyle = colour;
      ctx.stroke(outline.path);
    }
  });
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Circle} circle
 * @param {string} colour
 * @param {boolean} strong
 */
function drawCircle(ctx, circle, colour, strong) {
  ctx.beginPath();
  ctx.arc(circle.x, circle.y, circle.r, 0, 2 * Math.PI);
  ctx.fillStyle = withAlpha(colour, strong ? 0.14 : 0.07);
  ctx.fill();
  ctx.setLineDash([4, 4]);
  ctx.lineWidth = strong ? 2 : 1.2;
  ctx.strokeStyle = strong ? colour : withAlpha(colour, 0.75);
  ctx.stroke();
  ctx.setLineDash([]);
}

/**
 * A ring of shares by type around a number.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Ring} ring
 * @param {string[]} keys
 * @param {Colours} colours
 * @param {boolean} strong
 */
function drawRing(ctx, ring, keys, colours, strong) {
  const width = Math.max(4, ring.r * 0.26);
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.arc(ring.x, ring.y, ring.r, 0, 2 * Math.PI);
  ctx.fillStyle = colours.paper;
  ctx.fill();
  let angle = -Math.PI / 2;
  ctx.lineWidth = width;
  ctx.lineCap = 'butt';
  for (let k = 0; k < keys.length; k++) {
    if (!ring.types[k]) continue;
    const next = angle + (2 * Math.PI * ring.types[k]) / ring.count;
    ctx.beginPath();
    ctx.arc(ring.x, ring.y, ring.r - width / 2, angle, next);
    ctx.strokeStyle = colours[keys[k]];
    ctx.stroke();
    angle = next;
  }
  ctx.lineWidth = strong ? 2.5 : 1;
  ctx.strokeStyle = strong ? colours.ink : colours.halo;
  ctx.beginPath();
  ctx.arc(ring.x, ring.y, ring.r + (strong ? 2 : 0), 0, 2 * Math.PI);
  ctx.stroke();
  ctx.fillStyle = colours.ink;
  ctx.font = '600 ' + (ring.r > 20 ? 12.5 : 11) + 'px system-ui, sans-serif';
  if ('letterSpacing' in ctx) ctx.letterSpacing = '0px';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(shortCount(ring.count), ring.x, ring.y + 0.5);
}

/**
 * A count in few letters.
 * @param {number} n
 */
export const shortCount = n => (n < 1000 ? String(n) : n < 9950 ? (n / 1000).toFixed(1).replace('.0', '') + 'k' : Math.round(n / 1000) + 'k');

/**
 * A direction: a dashed shaft and an open head that stops short of the place.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Arrow} arrow
 * @param {string} colour
 * @param {Colours} colours
 * @param {boolean} strong
 */
function drawArrow(ctx, arrow, colour, colours, strong) {
  const {x0, y0, x1, y1} = arrow;
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const head = () => {
    ctx.beginPath();
    ctx.moveTo(x1 - 9 * Math.cos(angle - 0.5), y1 - 9 * Math.sin(angle - 0.5));
    ctx.lineTo(x1, y1);
    ctx.lineTo(x1 - 9 * Math.cos(angle + 0.5), y1 - 9 * Math.sin(angle + 0.5));
    ctx.stroke();
  };
  ctx.lineCap = ctx.lineJoin = 'round';
  /** @type {[number, string][]} */
  const strokes = [[strong ? 6.5 : 5.5, colours.halo], [strong ? 2.8 : 2, colour]];
  for (const [width, style] of strokes) {
    ctx.lineWidth = width;
    ctx.strokeStyle = style;
    ctx.setLineDash(width > 5 ? [] : [1, 5]);
    ctx.beginPath();
    ctx.moveTo(x0, y0);
    ctx.lineTo(x1, y1);
    ctx.stroke();
    ctx.setLineDash([]);
    head();
  }
}

/**
 * Where the arrows of directions run: from the event's mark towards the named place, stopping
 * before it. An event without a mark gets a short arrow that points at the place.
 * @param {Events} events
 * @param {Uint8Array} mask
 * @param {View} view
 * @returns {Arrow[]}
 */
export function arrowsOf(events, mask, view) {
  const arrows = [];
  for (const to of events.towards) {
    if (!mask[to.event]) continue;
    const tx = to.x * view.scale - view.left, ty = to.y * view.scale - view.top;
    let fx = tx - 46, fy = ty + 18;
    if (events.isPlaced(to.event)) {
      const site = events.siteOfPlace[events.markAt[events.markStart[to.event]]];
      fx = events.siteX[site] * view.scale - view.left;
      fy = events.siteY[site] * view.scale - view.top;
    }
    const length = Math.hypot(tx - fx, ty - fy);
    if (length < 34) continue;
    /** @type {(d: number) => [number, number]} */
    const at = d => [fx + ((tx - fx) * d) / length, fy + ((ty - fy) * d) / length];
    const placed = events.isPlaced(to.event);
    const [x0, y0] = at(placed ? 13 : 0), [x1, y1] = at(length - 14);
    arrows.push({x0, y0, x1, y1, row: to.event, name: '\u2068' + t('towards {place}', {place: isolated(to.name)}) + '\u2069'});
  }
  return arrows;
}

/**
 * Where events may be: in full while they are few, thin lines where they are many.
 * @param {CanvasRenderingContext2D} ctx
 * @param {View} view
 * @param {Layout} layout
 * @param {(type: number) => string} colourOf
 * @param {Colours} colours
 * @param {number} ratio
 */
function drawUncertainty(ctx, view, layout, colourOf, colours, ratio) {
  if (layout.detail === 'full') {
    for (const area of layout.areas) drawOutline(ctx, area.outline, colourOf(area.type), false, view, colours, ratio);
    for (let i = 0; i < layout.circleCount; i++) {
      const circle = layout.circle(layout.circles[i], view);
      drawCircle(ctx, circle, colourOf(circle.type), false);
    }
    return;
  }
  ctx.setLineDash([]);
  for (const area of layout.areas) {
    inOutline(ctx, area.outline, view, ratio, k => {
      ctx.lineWidth = 1 / k;
      ctx.strokeStyle = withAlpha(colourOf(area.type), 0.45);
      ctx.stroke(area.outline.path);
    });
  }
  const {siteX, siteY, siteOfPlace} = layout.events, {circles, circlePlace, circleSize, placeType} = layout;
  ctx.lineWidth = 1;
  // One path for each type: a stroke costs more than a circle.
  for (let type = -1; type < layout.types; type++) {
    ctx.beginPath();
    for (let i = 0; i < layout.circleCount; i++) {
      const k = circles[i], place = circlePlace[k];
      if (placeType[place] !== type) continue;
      const s = siteOfPlace[place], x = siteX[s] * view.scale - view.left, y = siteY[s] * view.scale - view.top, r = circleSize[k] * view.scale;
      ctx.moveTo(x + r, y);
      ctx.arc(x, y, r, 0, 2 * Math.PI);
    }
    ctx.strokeStyle = withAlpha(colourOf(type), 0.4);
    ctx.stroke();
  }
}

/**
 * Draw everything that stands for events.
 * @param {CanvasRenderingContext2D} ctx
 * @param {View} view
 * @param {Layout} layout
 * @param {Arrow[]} arrows
 * @param {Emphasis} emphasis
 * @param {Colours} colours
 * @param {number} ratio
 */
export function drawEvents(ctx, view, layout, arrows, emphasis, colours, ratio) {
  const events = layout.events, keys = events.glyphKeys;
  const strongRow = emphasis.hover >= 0 ? emphasis.hover : emphasis.selected;
  const strongPlaces = new Set();
  for (const row of [emphasis.selected, emphasis.hover]) {
    if (row < 0) continue;
    for (let m = events.markStart[row]; m < events.markStart[row + 1]; m++) strongPlaces.add(events.markAt[m]);
  }
  drawUncertainty(ctx, view, layout, type => (type < 0 ? colours['ink-2'] : colours[keys[type]]), colours, ratio);
  const strong = layout.outlinesOf(strongPlaces, view), strongColour = strongRow >= 0 ? colours[events.glyphKey(strongRow)] : '';
  for (const outline of strong.areas) drawOutline(ctx, outline, strongColour, true, view, colours, ratio);
  for (const circle of strong.circles) drawCircle(ctx, circle, strongColour, true);
  for (const arrow of arrows) drawArrow(ctx, arrow, colours[events.glyphKey(arrow.row)], colours, arrow.row === strongRow);
  for (const ring of layout.rings) drawRing(ctx, ring, keys, colours, ringHolds(layout, ring, emphasis.selected));
  for (const mark of layout.marks) drawMark(ctx, mark, layout, colours, mark.row === emphasis.selected || mark.row === emphasis.hover);
}

/**
 * @param {Layout} layout
 * @param {Ring} ring
 * @param {number} row
 */
function ringHolds(layout, ring, row) {
  if (row < 0) return false;
  const {events} = layout;
  for (let m = events.markStart[row]; m < events.markStart[row + 1]; m++) {
    if (ring.sites.includes(events.siteOfPlace[events.markAt[m]])) return true;
  }
  return false;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Mark} mark
 * @param {Layout} layout
 * @param {Colours} colours
 * @param {boolean} strong
 */
function drawMark(ctx, mark, layout, colours, strong) {
  const {events} = layout, {places} = events;
  const key = events.glyphKey(mark.row), colour = colours[key];
  // A row that is only known to a district or coarser, with no outline to say so.
  const vague = events.precisionOf(mark.place, mark.row) >= 3 && places.shape[mark.place] < 0 && !places.radiusKm[mark.place];
  if (vague) {
    ctx.beginPath();
    ctx.arc(mark.x, mark.y, mark.r + 6.5, 0, 2 * Math.PI);
    ctx.setLineDash([3, 3]);
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }
  drawGlyph(ctx, key, events.firm[mark.row] === 1, mark.x, mark.y, mark.r + (strong ? 1.4 : 0), colours);
  if (strong) {
    ctx.beginPath();
    ctx.arc(mark.x, mark.y, mark.r + 6, 0, 2 * Math.PI);
    ctx.setLineDash([]);
    ctx.lineWidth = 2;
    ctx.strokeStyle = colours.ink;
    ctx.stroke();
  }
}
