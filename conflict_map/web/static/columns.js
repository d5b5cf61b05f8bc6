// Blocks of data as columns of numbers and words; knows no event and no page.

/** Stands for an unknown number among whole ones. */
export const UNKNOWN = -2147483648;

/**
 * Undo base64.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64(text) {
  // @ts-expect-error  newer than the types, and several times faster
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/**
 * Inflate base64 of gzip. A damaged block fails here, by gzip's own checksum.
 * @param {string} text
 * @returns {Promise<ArrayBuffer>}
 */
export function inflate(text) {
  const stream = new Blob([fromBase64(text.trim())]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

/**
 * Numbers of a block, and numbers of words.
 * @typedef {Uint8Array|Uint16Array|Uint32Array|Int32Array|Float64Array} Numbers
 * @typedef {Uint8Array|Uint16Array|Uint32Array} Codes
 * @typedef {[offset: number, count: number, kind: string]} Reference an array in the block
 */

/** The head of a block: its JSON, and arrays that the JSON refers to by offset, length and type. */
export class Head {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    /** @type {any} What Python wrote; readers say what they take it for. */
    this.json = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    this.buffer = buffer;
    this.start = 4 + length;
  }

  /**
   * One array. Types are NumPy's, with d for steps between values and p for byte planes.
   * @param {Reference} reference
   * @returns {Numbers}
   */
  array([offset, count, kind]) {
    const at = this.start + offset;
    const view = VIEWS[kind.slice(0, 2)];
    if (!view) throw new Error('an array of type ' + kind);
    let values = kind.endsWith('p') ? fromPlanes(new Uint8Array(this.buffer, at, count * view.BYTES_PER_ELEMENT), new view(count)) : new view(this.buffer, at, count);
    if (kind.includes('d')) {
      values = values.slice();
      for (let i = 1; i < count; i++) values[i] += values[i - 1];
    }
    return values;
  }
}

/** @type {Record<string, typeof Uint8Array|typeof Uint16Array|typeof Uint32Array|typeof Int32Array|typeof Float64Array>} */
const VIEWS = {u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array, f8: Float64Array};

/**
 * Put bytes that lie plane by plane together again.
 * @template {Numbers} T
 * @param {Uint8Array} planes
 * @param {T} values
 */
function fromPlanes(planes, values) {
  const n = values.length;
  if (values.BYTES_PER_ELEMENT === 2) for (let i = 0; i < n; i++) values[i] = planes[i] | (planes[n + i] << 8);
  else for (let i = 0; i < n; i++) values[i] = planes[i] | (planes[n + i] << 8) | (planes[2 * n + i] << 16) | (planes[3 * n + i] << 24);
  return values;
}

/**
 * A column that is read one row at a time. `words` are its distinct values where it has a list of
 * them, and `codes()` gives a number for every row: 0 is unknown, 1 the first word.
 * @typedef {{get: (row: number) => any, words?: any[], codes?: () => Codes, numbers?: Int32Array|Float64Array, scale?: number, text?: number}} Column
 */

/**
 * Make the reader of an encoded column.
 * @param {any} code
 * @param {Head} head
 * @param {number} n rows
 * @param {(() => Int32Array)|null} placeOfRow place of each row's first mark, -1 for none
 * @param {(name: string) => Column|undefined} other gives the column that this one follows from
 * @returns {Column}
 */
export function columnOf(code, head, n, placeOfRow = null, other = () => undefined) {
  if (code.list) return {get: row => code.list[row]};
  if (code.prefixes) {
    const prefix = head.array(code.prefix), number = head.array(code.number);
    return {get: row => code.prefixes[prefix[row]] + number[row]};
  }
  if (code.text !== undefined) return {get: () => undefined, text: code.text};
  if (code.whole) {
    const numbers = /** @type {Int32Array} */ (head.array(code.whole)), {scale} = code;
    return {get: row => (numbers[row] === UNKNOWN ? null : numbers[row] / scale), numbers, scale};
  }
  if (code.real) {
    const numbers = /** @type {Float64Array} */ (head.array(code.real));
    return {get: row => (Number.isNaN(numbers[row]) ? null : numbers[row]), numbers, scale: 1};
  }
  if (code.after) {
    const leader = /** @type {Column} */ (other(code.after)), each = head.array(code.each);
    const lead = /** @type {() => Codes} */ (leader.codes)();
    /** @type {Codes|null} */
    let all = null;
    const codes = () => {
      if (all) return all;
      const out = each instanceof Uint8Array ? new Uint8Array(n) : new Uint16Array(n);
      for (let i = 0; i < n; i++) out[i] = each[lead[i]];
      all = out;
      return out;
    };
    return {get: row => { const c = each[lead[row]]; return c ? code.words[c - 1] : null; }, words: code.words, codes};
  }
  if (code.place_at) {
    const rows = head.array(code.rows), rowAt = head.array(code.row_at), exceptions = new Map();
    for (let i = 0; i < rows.length; i++) exceptions.set(rows[i], rowAt[i]);
    return placeColumn(code.words, head.array(code.place_at), exceptions, n, /** @type {() => Int32Array} */ (placeOfRow)());
  }
  if (code.words) {
    const at = /** @type {Codes} */ (head.array(code.at));
    return {get: row => (at[row] ? code.words[at[row] - 1] : null), words: code.words, codes: () => at};
  }
  const all = code.all === undefined ? null : code.all;
  return {get: () => all, words: all === null ? [] : [all], codes: () => new Uint8Array(n).fill(all === null ? 0 : 1)};
}

/**
 * A column that the place decides, but for a few rows.
 * @param {any[]} words
 * @param {ArrayLike<number>} ofPlace code of each place
 * @param {Map<number, number>} exceptions code of each row that has another
 * @param {number} n rows
 * @param {Int32Array} places place of each row, -1 for none
 * @returns {Column}
 */
export function placeColumn(words, ofPlace, exceptions, n, places) {
  /** @param {number} row */
  const codeOf = row => {
    const own = exceptions.get(row);
    if (own !== undefined) return own;
    return places[row] < 0 ? 0 : ofPlace[places[row]];
  };
  /** @type {Codes|null} */
  let all = null;
  const codes = () => {
    if (all) return all;
    const out = words.length < 65536 ? new Uint16Array(n) : new Uint32Array(n);
    for (let i = 0; i < n; i++) out[i] = places[i] < 0 ? 0 : ofPlace[places[i]];
    for (const [row, own] of exceptions) out[row] = own;
    all = out;
    return out;
  };
  return {get: row => { const c = codeOf(row); return c ? words[c - 1] : null; }, words, codes};
}
