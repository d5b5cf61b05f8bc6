// A port to the page around a frame, for notebooks: numbers out, checked requests in; knows no control of the page.

/** Changes that follow each other faster than this, in milliseconds, are told once. */
const QUIET_MS = 120;
const MOST_ADDRESS = 20000;

/**
 * @typedef {{mask: Uint8Array, selected: number, from: string|null, to: string|null, address: string}} BridgeState
 * @typedef {{kind: 'select', row: number}|{kind: 'range', from: string|null, to: string|null}|{kind: 'restore', address: string}} BridgeRequest
 * @typedef {{
 *   ready: Promise<unknown>, rows: () => number, state: () => BridgeState, select: (row: number) => void,
 *   setRange: (from: string|null, to: string|null) => void, restore: (address: string) => void,
 * }} BridgeActions
 */

/**
 * A bit for each row, eight to a byte, the first row in the lowest bit.
 * @param {Uint8Array} mask 0 or 1 for each row
 */
export function packedBits(mask) {
  const out = new Uint8Array(Math.ceil(mask.length / 8));
  for (let i = 0; i < mask.length; i++) if (mask[i]) out[i >> 3] |= 1 << (i & 7);
  return out;
}

/** @param {unknown} value @returns {value is string|null} */
const isDay = value => value === null || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value));
/** @param {unknown} value @param {number} least @param {number} end @returns {value is number} */
const isWhole = (value, least, end) => Number.isInteger(value) && Number(value) >= least && Number(value) < end;

/**
 * A request as one of those that the page knows, with exactly its values; null for anything else.
 * @param {any} data
 * @param {number} rows
 * @returns {BridgeRequest|null}
 */
export function requestOf(data, rows) {
  if (typeof data !== 'object' || data === null) return null;
  const {kind, row, from, to, address} = data;
  if (kind === 'select' && isWhole(row, -1, rows)) return {kind, row};
  if (kind === 'range' && isDay(from) && isDay(to)) return {kind, from, to};
  if (kind === 'restore' && typeof address === 'string' && address.length <= MOST_ADDRESS) return {kind, address};
  return null;
}

/**
 * Wait for the port that a notebook hands over, and serve it. The page takes one port, and only in a frame that was
 * written whole into the page around it (`srcdoc`): whoever could ask for something there has every byte already.
 */
export class Bridge {
  /** @param {BridgeActions} actions */
  constructor(actions) {
    this.actions = actions;
    /** @type {MessagePort|null} */
    this.port = null;
    this.isOpen = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    if (location.protocol !== 'about:' || location.pathname !== 'srcdoc' || window.parent === window) return;
    /** @type {(event: MessageEvent) => void} */
    const offered = event => {
      if (this.port || event.source !== window.parent || event.ports.length !== 1 || event.data?.conflictMap !== 'port') return;
      window.removeEventListener('message', offered);
      this.take(event.ports[0]);
    };
    window.addEventListener('message', offered);
  }

  /** @param {MessagePort} port */
  take(port) {
    this.port = port;
    this.actions.ready.then(() => {
      port.onmessage = ({data}) => this.serve(data);
      this.isOpen = true;
      port.postMessage({kind: 'hello', rows: this.actions.rows()});
      this.changed();
    }, () => {});
  }

  /** @param {unknown} data */
  serve(data) {
    const request = requestOf(data, this.actions.rows());
    try {
      if (!request) throw new Error('this is no request that the page knows');
      if (request.kind === 'select') this.actions.select(request.row);
      else if (request.kind === 'range') this.actions.setRange(request.from, request.to);
      else this.actions.restore(request.address);
      this.changed();
    } catch (error) {
      this.port?.postMessage({kind: 'fault', reason: String(error instanceof Error ? error.message : error).slice(0, 300)});
    }
  }

  /** Tell what is shown and selected, once things are quiet. */
  changed() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const {mask, selected, from, to, address} = this.actions.state();
      this.port?.postMessage({kind: 'state', rows: mask.length, shown: packedBits(mask), selected, from, to, address});
    }, QUIET_MS);
  }
}
