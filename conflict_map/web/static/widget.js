// The map's frame in a notebook, and the port between the page in it and the kernel; knows no event. No part of a page.

const SANDBOX = 'allow-scripts allow-downloads allow-popups';
const OFFER_MS = 200;

/**
 * The part of anywidget's model that is used here.
 * @typedef {{get(name: string): any, set(name: string, value: unknown): void, save_changes(): void,
 *   on(event: string, run: () => void): void, off(event: string, run: () => void): void}} Model
 */

/**
 * What the page tells, as the kernel takes it: nothing else of a message goes on.
 * @param {number} number which of the pages that the frame has held
 * @param {{rows: number, shown: Uint8Array, selected: number, from: string|null, to: string|null, address: string}} state
 */
function told(number, {rows, shown, selected, from, to, address}) {
  return {number, rows, shown: new DataView(shown.buffer, shown.byteOffset, shown.byteLength), selected, from, to, address};
}

/** @param {{model: Model, el: HTMLElement}} given */
function render({model, el}) {
  const frame = document.createElement('iframe');
  frame.title = model.get('_title');
  frame.setAttribute('sandbox', SANDBOX);
  frame.referrerPolicy = 'no-referrer';
  frame.style.cssText = 'width: 100%; border: 0; display: block';
  frame.style.height = model.get('_height');
  /** @type {MessagePort|null} */
  let port = null;
  /** @type {MessagePort[]} */
  let offered = [];
  let timer = 0, address = '', number = 0, asked = 0;

  /** @param {object} request */
  const send = request => { if (port) port.postMessage(request); };
  // What was asked while a page was on its way is asked of it when it has come, once.
  const ask = () => {
    const {serial, ...request} = model.get('_asked');
    if (!port || !serial || serial <= asked) return;
    asked = serial;
    send(request);
  };

  /**
   * @param {MessagePort} from
   * @param {any} data
   */
  const hear = (from, data) => {
    if (data.kind === 'hello') {
      clearInterval(timer);
      port = from;
      for (const other of offered) if (other !== port) other.close();
      offered = [];
      // A page of other events, or the same one in a cell that was moved, has lost its filters.
      if (address) send({kind: 'restore', address});
      ask();
    } else if (data.kind === 'state' && from === port) {
      address = data.address;
      model.set('_told', told(number, data));
      model.save_changes();
    } else if (data.kind === 'fault' && from === port) {
      model.set('_fault', String(data.reason));
      model.save_changes();
    }
  };

  // The page listens once its code is unpacked, and takes the first port that it sees.
  const offer = () => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({data}) => hear(channel.port1, data);
    offered.push(channel.port1);
    // The frame's origin is opaque: no name could stand for it.
    frame.contentWindow?.postMessage({conflictMap: 'port'}, '*', [channel.port2]);
  };
  const leave = () => {
    clearInterval(timer);
    if (port) port.close();
    port = null;
  };
  const loaded = () => {
    leave();
    timer = window.setInterval(offer, OFFER_MS);
    offer();
  };

  // What an older page still says is not heard: its port is closed before the new one comes.
  const show = () => {
    leave();
    number = model.get('_number');
    frame.srcdoc = model.get('_page');
  };

  frame.addEventListener('load', loaded);
  model.on('change:_page', show);
  model.on('change:_asked', ask);
  show();
  el.append(frame);
  return () => {
    leave();
    model.off('change:_page', show);
    model.off('change:_asked', ask);
    frame.remove();
  };
}

export default {render};
