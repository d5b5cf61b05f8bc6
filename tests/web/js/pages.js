// What the tests of the page's modules read: the data of pages as Python wrote them, and names that modules keep to themselves.

import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {runInThisContext} from 'node:vm';

import {Events, readPayload} from '../../../conflict_map/web/static/payload.js';

const STATIC = new URL('../../../conflict_map/web/static/', import.meta.url);
const PAYLOADS = new URL('../../../.cache/payloads/', import.meta.url);
const OPENED = new URL('../../../.cache/opened/', import.meta.url);

// What a page carries before its own script.
runInThisContext(readFileSync(new URL('../../../conflict_map/web/vendor/fzstd.js', import.meta.url), 'utf8'));

// Node has no canvas; what is traced on this one is not looked at.
globalThis.Path2D ??= class {
  moveTo() {}
  lineTo() {}
  closePath() {}
};

function written(name) {
  const path = new URL(name, PAYLOADS);
  if (!existsSync(path)) throw new Error(fileURLToPath(path) + ' is missing: run `make javascript`, which writes it');
  return readFileSync(path, 'utf8');
}

/** The inert block of a page, its head: story, crowd, dateline or empty (tests/web/write_payloads.py). */
export const payloadText = name => written(name + '.txt');

/** The events of that page as the table that they came from. */
export const rowsOf = name => JSON.parse(written(name + '.json'));

/** The events of that page as the page has them, with all long texts at hand. */
export async function eventsOf(name) {
  const texts = written(name + '.texts').split('\n');
  const events = new Events(await readPayload(payloadText(name)), block => texts[block] ?? null);
  await events.texts.start();
  return events;
}

/**
 * Give names of a module that it does not export, from a copy that exports them.
 * @param {string} file
 * @param {...string} names
 */
export async function innards(file, ...names) {
  const source = readFileSync(new URL(file, STATIC), 'utf8').replace(/from '\.\/([^']+)'/g, (_, other) => `from '${new URL(other, STATIC)}'`);
  const hidden = names.filter(name => !new RegExp('^export (async )?(function|class|const) ' + name + '\\b', 'm').test(source));
  const whole = hidden.length ? source + '\nexport {' + hidden.join(', ') + '};\n' : source;
  // A file of its own for each asker: the tests run at the same time.
  const copy = new URL(names.join('-') + '-' + file, OPENED);
  mkdirSync(OPENED, {recursive: true});
  writeFileSync(copy, whole);
  return import(copy);
}

/** A view of a width and height in pixels that shows the middle of a box in degrees. */
export function viewOf(module, [west, south, east, north], zoom, w = 800, h = 600) {
  const scale = 256 * 2 ** zoom;
  const x = module.mercatorX((west + east) / 2) * scale, y = module.mercatorY((south + north) / 2) * scale;
  return {w, h, scale, left: x - w / 2, top: y - h / 2, zoom};
}

/** Numbers that are the same in every run. */
export function* numbers(count, seed = 1) {
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    yield state / 0x80000000;
  }
}
