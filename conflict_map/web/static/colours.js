// The colours that style sheets name, for canvases; knows no shape and no page.

const COLOUR_NAMES = ['strike', 'ground', 'civilians', 'movement', 'unrest', 'other', 'sea', 'land',
  'land-other', 'border', 'border-thin', 'label', 'label-strong', 'halo', 'paper', 'ink', 'ink-2', 'rule', 'cell-1', 'cell-2', 'cell-3', 'cell-4', 'cell-5', 'cell-edge'];

/**
 * Colours by the names of the style sheets, as '#rrggbb'.
 * @typedef {Record<string, string>} Colours
 */

/** Read the colours as they are now; call again when the scheme changes. */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  /** @type {Colours} */
  const colours = {};
  for (const name of COLOUR_NAMES) colours[name] = style.getPropertyValue('--' + name).trim() || '#777';
  return colours;
}

/**
 * A '#rrggbb' colour with an opacity.
 * @param {string} hex
 * @param {number} alpha
 */
export function withAlpha(hex, alpha) {
  const v = parseInt(hex.slice(1), 16);
  return 'rgba(' + (v >> 16) + ',' + ((v >> 8) & 255) + ',' + (v & 255) + ',' + alpha + ')';
}
