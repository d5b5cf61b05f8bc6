import assert from 'node:assert/strict';
import {test} from 'node:test';

import {packedBits, requestOf} from '../../../conflict_map/web/static/bridge.js';
import {numbers} from './pages.js';

test('a mask comes back from its bits, whatever its length', () => {
  for (const length of [0, 1, 7, 8, 9, 1000]) {
    const mask = Uint8Array.from({length}, () => 0), random = numbers(length, length + 1);
    for (let i = 0; i < length; i++) mask[i] = random.next().value > 0.5 ? 1 : 0;
    const bits = packedBits(mask);
    assert.equal(bits.length, Math.ceil(length / 8));
    assert.deepEqual(Array.from(mask, (_, i) => (bits[i >> 3] >> (i & 7)) & 1), [...mask]);
  }
});

test('a request is taken with exactly its values, and nothing else is one', () => {
  assert.deepEqual(requestOf({kind: 'select', row: 4, id: '<b>'}, 5), {kind: 'select', row: 4});
  assert.deepEqual(requestOf({kind: 'select', row: -1}, 0), {kind: 'select', row: -1});
  assert.deepEqual(requestOf({kind: 'range', from: '2024-12-01', to: null}, 5), {kind: 'range', from: '2024-12-01', to: null});
  assert.deepEqual(requestOf({kind: 'restore', address: '#q=x'}, 5), {kind: 'restore', address: '#q=x'});
  for (const strange of [
    null, undefined, 7, 'select', [], {}, {kind: 'eval', code: '1'}, {kind: 'select', row: 5}, {kind: 'select', row: -2}, {kind: 'select', row: 1.5},
    {kind: 'select', row: '1'}, {kind: 'range', from: '1 December', to: null}, {kind: 'range', from: '2024-12-01'}, {kind: 'restore', address: {}},
    {kind: 'restore', address: 'x'.repeat(20001)},
  ]) assert.equal(requestOf(strange, 5), null, JSON.stringify(strange));
});
