import assert from 'node:assert/strict';
import {test} from 'node:test';

import {withAlpha} from '../../../conflict_map/web/static/colours.js';
import {drawGlyph} from '../../../conflict_map/web/static/glyphs.js';
import {eventsOf, innards} from './pages.js';

/** A canvas that writes down what is asked of it. */
function paper() {
  const calls = [];
  const note = name => (...values) => calls.push([name, ...values]);
  return new Proxy({calls}, {
    get: (target, name) => (name in target ? target[name] : note(name)),
    set: (target, name, value) => { calls.push(['set ' + String(name), value]); target[name] = value; return true; },
  });
}

const COLOURS = {halo: '#ffffff', paper: '#fefefe', strike: '#b64519', other: '#5d6468', unrest: '#bf7f00'};

test('each type of the data has a shape of its own', async () => {
  const {GLYPH_SHAPES} = await innards('glyphs.js', 'GLYPH_SHAPES');
  const {glyphKeys} = await eventsOf('story');
  assert.deepEqual(Object.keys(GLYPH_SHAPES).filter(key => !glyphKeys.includes(key)), []);
  assert.deepEqual(glyphKeys.filter(key => !GLYPH_SHAPES[key]), ['unrest', 'other'], 'the disc and the ring');
  const shapes = Object.values(GLYPH_SHAPES).map(corners => JSON.stringify(corners));
  assert.equal(new Set(shapes).size, shapes.length);
  for (const corners of Object.values(GLYPH_SHAPES)) {
    for (const [x, y] of corners) assert.ok(Math.hypot(x, y) < 1.36, 'a mark stays within a third of its radius');
    const area = Math.abs(corners.reduce((sum, [x, y], i) => {
      const [nx, ny] = corners[(i + 1) % corners.length];
      return sum + x * ny - nx * y;
    }, 0)) / 2;
    assert.ok(area > 2 && area < 3.2, 'no type looks weightier than another: ' + area);
  }
});

test('a mark is filled where it is firm and hollow where it is only claimed', () => {
  const fills = firm => {
    const ctx = paper();
    drawGlyph(ctx, 'strike', firm, 10, 10, 6, COLOURS);
    return ctx.calls.filter(([name]) => name === 'set fillStyle').map(call => call[1]);
  };
  assert.deepEqual(fills(true), [COLOURS.strike]);
  assert.deepEqual(fills(false), [COLOURS.paper]);
});

test('"other" is a ring with a dot in it where it is firm', () => {
  const arcs = firm => {
    const ctx = paper();
    drawGlyph(ctx, 'other', firm, 10, 10, 6, COLOURS);
    return ctx.calls.filter(([name]) => name === 'arc').length;
  };
  assert.equal(arcs(true) - arcs(false), 1);
});

test('a colour with an opacity keeps its three parts', () => {
  assert.equal(withAlpha('#0B2551', 0.5), 'rgba(11,37,81,0.5)');
  assert.equal(withAlpha('#ffffff', 0), 'rgba(255,255,255,0)');
});
