// The six marks, on canvas and in the list: type is colour and shape; knows no event.

/** @import {Colours} from './colours.js' */

/** @type {Record<string, [number, number][]>} */
const GLYPH_SHAPES = {
  strike: [[0, -1.12], [1.08, 0.78], [-1.08, 0.78]],
  ground: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
  civilians: [[0, -1.25], [1.05, 0], [0, 1.25], [-1.05, 0]],
  movement: [[0, -1.1], [1.05, -0.34], [0.65, 0.89], [-0.65, 0.89], [-1.05, -0.34]],
};

/**
 * Trace a mark with its centre at x, y.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} key
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function traceGlyph(ctx, key, x, y, r) {
  ctx.beginPath();
  const corners = GLYPH_SHAPES[key];
  if (!corners) {
    ctx.arc(x, y, r * (key === 'other' ? 0.85 : 0.98), 0, 2 * Math.PI);
    return;
  }
  for (const [dx, dy] of corners) ctx.lineTo(x + dx * r, y + dy * r);
  ctx.closePath();
}

/**
 * Draw a mark: filled if confirmed or coded, hollow if only claimed; "other" is a ring,
 * with a dot where it is confirmed.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} key
 * @param {boolean} firm
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {Colours} colours
 */
export function drawGlyph(ctx, key, firm, x, y, r, colours) {
  const colour = colours[key];
  ctx.lineJoin = 'round';
  ctx.setLineDash([]);
  traceGlyph(ctx, key, x, y, r);
  ctx.lineWidth = 5;
  ctx.strokeStyle = colours.halo;
  ctx.stroke();
  const filled = firm && key !== 'other';
  ctx.fillStyle = filled ? colour : colours.paper;
  ctx.fill();
  ctx.lineWidth = filled ? 1 : 2.2;
  ctx.strokeStyle = colour;
  ctx.stroke();
  if (firm && key === 'other') {
    ctx.beginPath();
    ctx.arc(x, y, r * 0.35, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
  }
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, string|number>} attributes
 * @param {...(Node|string)} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * The same mark for the list and the chips.
 * @param {string} key
 * @param {boolean} firm
 */
export function glyphIcon(key, firm, size = 16) {
  const c = size / 2, r = size * 0.36;
  const filled = firm && key !== 'other';
  const paint = {fill: filled ? `var(--${key})` : 'none', stroke: `var(--${key})`, 'stroke-width': filled ? 1 : 2, 'stroke-linejoin': 'round'};
  const corners = GLYPH_SHAPES[key];
  const mark = corners
    ? svg('polygon', {points: corners.map(([x, y]) => (c + x * r).toFixed(2) + ',' + (c + y * r).toFixed(2)).join(' '), ...paint})
    : svg('circle', {cx: c, cy: c, r: r * (key === 'other' ? 0.85 : 0.98), ...paint});
  const parts = [mark];
  if (firm && key === 'other') parts.push(svg('circle', {cx: c, cy: c, r: r * 0.35, fill: `var(--${key})`}));
  return svg('svg', {width: size, height: size, viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true', focusable: 'false'}, ...parts);
}
