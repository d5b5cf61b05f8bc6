// The page's rooms put together, and the contract that others rely on: window.conflictMap.

import {fillAbout} from './about.js';
import {applyAddress, formatAddress, readAddress, writeAddress} from './address.js';
import {Ground} from './basemap.js';
import {Bridge} from './bridge.js';
import {EventCanvas} from './canvas.js';
import {Cells} from './cells.js';
import {Chart} from './chart.js';
import {Compare} from './compare.js';
import {Corrections} from './correct.js';
import {armDownloads} from './download.js';
import {Facets} from './facets.js';
import {Filters} from './filters.js';
import {fillKey} from './key.js';
import {COARSE} from './grid.js';
import {EventList} from './list.js';
import {Measure} from './measure.js';
import {Events, readPayload} from './payload.js';
import {Sketch} from './sketch.js';
import {watchTiles} from './tiles.js';
import {ShowAs, cellText} from './showas.js';
import {Timeline} from './timeline.js';
import {MapTools} from './toolbar.js';
import {grouped, inRow, isolated, setLanguage, t, tn} from './language.js';
import {dataText, headline, isoDay, make, parseDay, whenText} from './words.js';

/**
 * @import {Picked} from './canvas.js'
 * @import {CellCount} from './cells.js'
 * @import {Payload} from './payload.js'
 */

const block = document.getElementById('conflict-map-data');
/** @param {string} [text] */
const numbersOf = text => (text ? text.split(',').map(Number) : null);

/** Pixels around the places of a ring that is zoomed to. */
const RING_PAD = 60;

/** @param {string} message */
function fail(message) {
  const box = document.getElementById('failure');
  box.textContent = message;
  box.hidden = false;
}

/**
 * Leaflet's map, with its view already set, so that layers of others can join at once.
 * @param {number[]|null} bounds west, south, east, north of the first view
 * @param {number[]|null} outer beyond which nobody moves
 */
function makeMap(bounds, outer) {
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = L.map('map', {
    zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false,
    inertia: !calm, zoomSnap: 0.5, zoomDelta: 1, wheelPxPerZoomLevel: 90, minZoom: 1, maxZoom: 17, worldCopyJump: false,
  });
  L.control.zoom({position: 'topright'}).addTo(map);
  const scale = L.control.scale({position: 'bottomright', imperial: false}).addTo(map);
  const [west, south, east, north] = bounds || [-140, -50, 160, 70];
  const frame = () => map.fitBounds([[south, west], [north, east]], {paddingTopLeft: [46, 56], paddingBottomRight: [46, 40], maxZoom: 9, animate: false});
  frame();
  if (outer) {
    const limits = L.latLngBounds([[outer[1], outer[0]], [outer[3], outer[2]]]);
    map.setMaxBounds(limits);
    map.options.maxBoundsViscosity = 1;
    map.setMinZoom(Math.min(map.getZoom(), Math.max(1, map.getBoundsZoom(limits, true))));
  }
  return {map, frame, scale};
}

class ConflictPage {
  /**
   * @param {import('leaflet').Map} map
   * @param {() => void} frame shows the first view
   * @param {Events} events
   */
  constructor(map, frame, events) {
    this.map = map;
    this.frame = frame;
    this.selected = -1;
    /** Whether the view is another than the first one. */
    this.moved = false;
    this.keyWasOpen = false;
    this.addressTimer = 0;
    const payload = events.payload;
    this.events = events;
    this.filters = new Filters(this.events);
    this.filters.onMore = () => this.changed();
    const ground = new Ground(payload.basemap);
    this.cells = new Cells(this.events, ground);
    this.canvas = new EventCanvas(this.events, ground, {
      cells: this.cells, onDetail: detail => { document.getElementById('key-detail').hidden = detail !== 'none'; },
      onPick: found => this.picked(found), onHover: (found, x, y) => this.hint(found, x, y),
      controls: () => document.querySelectorAll('#key, #show-as, #map .leaflet-control'),
    }).addTo(this.map);
    this.list = new EventList(this.events, {
      select: row => this.select(row, {pan: true, focus: true}),
      hover: row => { if (row !== this.canvas.emphasis.hover) this.canvas.setEmphasis({hover: row}); this.markDays(); },
      zoom: row => this.zoomTo(row),
      more: row => (this.corrections ? this.corrections.card(row) : null), mark: row => (this.corrections ? this.corrections.mark(row) : null),
      countHere: row => this.countHere(row), showHere: row => this.showSites([this.siteOf(row)], {keep: row}),
    });
    this.facets = new Facets(this.filters, () => this.changed());
    this.timeline = new Timeline(this.filters, (from, to) => this.setRange(from, to), () => this.changed());
    this.timeline.moveSecond = (from, to) => this.compare.setSecond(from, to);
    this.chart = new Chart(this.filters, {changed: () => this.changed(), shown: () => this.address()});
    this.compare = new Compare(this.filters, {changed: () => this.changed(), setRange: (from, to) => this.setRange(from, to)});
    const sketch = new Sketch(map);
    this.measure = this.makeMeasure(sketch);
    this.tools = new MapTools(map, sketch, this.measure, {home: () => { this.frame(); this.moved = false; this.address(); }, changed: () => this.address()});
    // A page that is not made to be corrected is written without that module.
    this.corrections = payload.editing ? new Corrections(events, map, sketch, {
      redraw: row => this.list.refresh(row), open: row => this.reopen(row), calm: () => this.measure.stop(), isMeasuring: () => this.measure.active,
      focus: (row, what) => /** @type {HTMLElement|null|undefined} */ (this.list.itemOf(row)?.querySelector(what))?.focus(),
      toMap: byKeyboard => { document.getElementById('map-box').scrollIntoView({block: 'nearest'}); if (byKeyboard) map.getContainer().focus({preventScroll: true}); },
    }) : null;
    this.writeHead(payload);
    fillKey(this.events, payload.basemap);
    this.showAs = new ShowAs(this.cells, {changed: () => { this.canvas.redraw(); this.address(); }, open: cell => this.showCell(cell)});
    fillAbout(this.events);
    armDownloads(this.events, () => this.list.rows, this.canvas.layout.shapes);
    /** Called after what is shown or selected has changed. */
    this.onChange = () => {};
    this.restore(readAddress(location.hash));
    this.changed();
    this.watch();
  }

  /** @param {Sketch} sketch */
  makeMeasure(sketch) {
    const {map, events} = this;
    /** @param {number} row */
    const place = row => { const [lat, lon] = events.shownAt(row); return {lat, lon}; };
    return new Measure(map, sketch, {
      snap: ({x, y}) => {
        const found = this.canvas.layout.pick(x, y);
        return found?.mark && events.places.shape[found.mark.place] < 0 ? {lat: events.places.lat[found.mark.place], lon: events.unrolled(events.places.lon[found.mark.place])} : null;
      },
      selected: () => (this.selected >= 0 && events.isPlaced(this.selected) ? place(this.selected) : null),
      ended: () => this.tools.measureEnded(),
    });
  }

  /**
   * Open the card of an event again, of whatever filters have left it out since.
   * @param {number} row
   */
  reopen(row) {
    const {filters} = this;
    if (!filters.mask[row]) { filters.sites = null; this.changed(); }
    if (!filters.mask[row]) { filters.reset(); this.changed(); }
    if (row !== this.selected) this.select(row);
  }

  /** Show on the timeline when the event under the pointer happened, or else the selected one. */
  markDays() {
    const {hover} = this.canvas.emphasis;
    this.timeline.mark(hover >= 0 ? hover : this.selected);
  }

  /** @param {Payload} payload */
  writeHead(payload) {
    document.getElementById('title').textContent = document.getElementById('print-title').textContent = payload.title;
    document.getElementById('map').classList.toggle('bare', !payload.basemap.areas.length && !payload.basemap.far.length);
    const description = document.getElementById('description');
    description.textContent = payload.description || '';
    description.hidden = !payload.description;
    const key = document.getElementById('key');
    key.open = this.map.getSize().x > 560;
    key.addEventListener('toggle', () => this.canvas.redraw());
  }

  /**
   * Take up the state of an address.
   * @param {Record<string, string>} state
   */
  restore(state) {
    applyAddress(state, this.filters);
    this.showAs.choose(state.as, state.by);
    this.compare.restore();
    this.timeline.restore(state.z);
    this.chart.restore(state.chart);
    const view = (state.v || '').split(',').map(Number);
    if (view.length === 3 && view.every(Number.isFinite)) this.map.setView([view[0], view[1]], view[2], {animate: false});
    const row = state.e ? this.events.rowOf(state.e) : -1;
    if (row >= 0) setTimeout(() => this.select(row, {pan: !state.v}));
  }

  /** After any change of a filter: count, and show the result everywhere. Gives the counts. */
  changed() {
    this.compare.follow();
    const counts = this.filters.apply();
    if (this.selected >= 0 && !this.filters.mask[this.selected]) this.select(-1);
    this.canvas.setMask(this.filters.mask);
    this.list.update(this.filters.mask, counts);
    this.facets.update(counts);
    this.timeline.update(counts);
    this.chart.update();
    this.compare.update();
    const unplaced = counts.shown - counts.placed;
    /** @type {(Node|string)[]} */
    const parts = [make('b', {}, tn('{shown} of {n} event|{shown} of {n} events', counts.total, {shown: grouped(counts.shown)}))];
    if (unplaced) parts.push(t(', ') + t('{n} of them not placed', {n: grouped(unplaced)}));
    if (counts.searched < 1) parts.push(' · ' + t('searching, {n} %', {n: Math.round(counts.searched * 100)}));
    document.getElementById('count').replaceChildren(...parts);
    this.address();
    this.onChange();
    return counts;
  }

  /**
   * @param {number|null} from
   * @param {number|null} to
   */
  setRange(from, to) {
    this.filters.setRange(from, to);
    this.changed();
  }

  /**
   * Open an event's card and mark it on the map; -1 closes.
   * @param {number} row
   */
  select(row, {pan = false, focus = false} = {}) {
    if (row >= 0 && this.corrections?.takes(row)) return;
    this.selected = row;
    this.list.select(row, {focus});
    this.canvas.setEmphasis({selected: row, hover: -1});
    this.markDays();
    this.measure.update();
    this.corrections?.follow(row);
    if (row >= 0 && pan && this.events.isPlaced(row)) {
      const at = this.events.shownAt(row);
      if (!this.map.getBounds().pad(-0.05).contains(at)) this.map.panTo(at, {animate: false});
    }
    this.address();
    this.onChange();
  }

  /**
   * Show the event as large as what is known about its place allows.
   * @param {number} row
   */
  zoomTo(row) {
    const {events} = this, bounds = L.latLngBounds([]);
    for (let m = events.markStart[row]; m < events.markStart[row + 1]; m++) {
      const p = events.markAt[m], at = L.latLng(events.places.lat[p], events.unrolled(events.places.lon[p]));
      bounds.extend(at.toBounds(Math.max(12000, events.places.radiusKm[p] * 2400)));
      const shape = events.places.shape[p];
      if (shape >= 0) {
        for (const rings of this.canvas.layout.shapes[shape].parts) {
          for (let i = 0; i < rings[0].length; i += 2) bounds.extend([rings[0][i + 1], events.unrolled(rings[0][i])]);
        }
      }
    }
    this.map.fitBounds(bounds, {animate: false, padding: [20, 20]});
  }

  /** @param {Picked} found */
  picked({mark, ring, cell}) {
    if (this.measure.active || this.corrections?.picksPlace) return;
    if (mark) { this.select(mark.row, {focus: true}); return; }
    if (cell !== undefined) { this.showCell(cell); return; }
    if (!ring) return;
    const [west, south, east, north] = this.canvas.layout.siteBounds(ring.sites);
    const bounds = L.latLngBounds([[south, west], [north, east]]);
    // The same padding in the question and in the move, or a click may come to nothing.
    const zoom = Math.min(this.map.getMaxZoom(), this.map.getBoundsZoom(bounds, false, L.point(2 * RING_PAD, 2 * RING_PAD)));
    if (ring.sites.length > 1 && zoom > this.map.getZoom()) { this.map.fitBounds(bounds, {animate: false, padding: [RING_PAD, RING_PAD]}); return; }
    // All at one place, or no closer view tells them apart: the list does.
    this.showSites(ring.sites);
  }

  /**
   * Only the events at some sites, in the list and on the map.
   * @param {number[]} sites
   */
  showSites(sites, {name = '', finer = 0, keep = -1} = {}) {
    const {filters} = this, place = name || this.events.places.name(this.events.sitePlace[sites[0]]);
    filters.sites = new Set(sites);
    filters.sitesFiner = finer;
    const counts = this.changed();
    filters.sitesName = t('Only here: {place}', {place: place ? isolated(place) : t('one place')}) + ' (' + tn('{n} event|{n} events', counts.shown) + ')';
    this.facets.update(counts);
    if (keep >= 0) this.list.select(keep, {focus: true}); else this.list.focusFirst();
  }

  /** @param {number} cell */
  showCell(cell) {
    const {cells} = this;
    this.showSites(cells.sitesOf(cell), {name: cells.mode === 'areas' ? cells.areas[cell].name : t('one hexagon'), finer: cells.fineOnly ? COARSE : 0});
  }

  /** What the map counts now in each cell. */
  readCells() {
    const {cells} = this;
    this.canvas.drawNow();
    const {events, deaths, unknown} = cells.counts;
    /** @type {CellCount[]} */
    const found = [];
    for (let c = 0; c < cells.grid.n; c++) {
      if (!events[c]) continue;
      const {lat, lng} = this.map.unproject(L.point(cells.grid.x[c], cells.grid.y[c]).multiplyBy(256 * 2 ** 10), 10);
      found.push({name: cells.mode === 'areas' ? cells.areas[c].name : null, id: cells.mode === 'areas' ? cells.areas[c].id : null, events: events[c], deaths: deaths[c], unknown: unknown[c], lat, lon: lng});
    }
    return found;
  }

  /** @param {number} row */
  siteOf(row) { return this.events.siteOfMark[this.events.markStart[row]]; }
  /** @param {number} row */
  countHere(row) {
    if (!this.events.isPlaced(row)) return 0;
    const {sites} = this.filters, site = this.siteOf(row);
    return sites && sites.size === 1 && sites.has(site) ? 0 : this.filters.countAt(site);
  }

  /**
   * @param {Picked|null} found
   * @param {number} x
   * @param {number} y
   */
  hint(found, x, y) {
    const box = document.getElementById('hint');
    this.markDays();
    box.hidden = !found || this.measure.active || Boolean(this.corrections?.picksPlace);
    if (!found || box.hidden) return;
    const {events} = this;
    if (found.cell !== undefined) box.textContent = cellText(this.cells, found.cell);
    else if (found.mark) box.replaceChildren(dataText('bdi', headline(events, found.mark.row)), ' · ' + whenText(events, found.mark.row));
    else if (found.ring) {
      const {count, types} = found.ring;
      box.textContent = tn('{n} event|{n} events', count) + t(': ') + inRow(events.payload.words.glyphs.map((label, k) => ({label, n: types[k]})).filter(({n}) => n).map(({label, n}) => t(label) + ' ' + grouped(n)));
    }
    const size = this.map.getSize();
    box.style.left = Math.max(4, Math.min(x + 14, size.x - box.offsetWidth - 6)) + 'px';
    box.style.top = (y + 18 + box.offsetHeight > size.y ? y - box.offsetHeight - 12 : y + 18) + 'px';
  }

  /** The state of the page, as it stands in its address. */
  get addressText() {
    return formatAddress(this.filters, this.selected, this.moved && !this.tools.isLocated ? this.map : null, {z: this.timeline.zoomText, chart: this.chart.state, ...this.showAs.state()});
  }

  /**
   * Take up a state that another page was in, as far as it fits these events.
   * @param {string} address
   */
  takeUp(address) {
    const {filters} = this, state = readAddress(address), [from, to] = (state.d || '').split('..').map(parseDay);
    // Days that lie outside of all these events would show an empty map for no reason that can be seen.
    if (typeof from !== 'number' || typeof to !== 'number' || !filters.domain || to < filters.domain.from || from > filters.domain.to) delete state.d;
    filters.reset();
    this.restore(state);
    if (state.v) this.moved = true;
    this.changed();
  }

  address() {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => {
      const able = writeAddress(this.addressText);
      document.getElementById('copy-box').hidden = !able || !navigator.clipboard;
    }, 250);
  }

  watch() {
    this.map.on('dragend zoomend', () => { this.moved = true; this.address(); });
    this.map.getContainer().addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
      const found = this.canvas.middle();
      event.preventDefault();  // or the row that gets the focus takes the key as well
      if (found) this.picked(found);
    });
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recolour());
    new ResizeObserver(() => this.map.invalidateSize({pan: false})).observe(document.getElementById('map'));
    const copy = document.getElementById('copy-link');
    copy.addEventListener('click', press => {
      if (!press.isTrusted) return;
      navigator.clipboard.writeText(location.href).then(
        () => { document.getElementById('copied').textContent = t('copied'); },
        () => { document.getElementById('copied').textContent = t('the browser did not allow it'); });
    });
    window.addEventListener('beforeprint', () => this.printing(true));
    window.addEventListener('afterprint', () => this.printing(false));
    window.matchMedia('print').addEventListener('change', event => this.printing(event.matches));
  }

  recolour() {
    this.canvas.recolour();
    this.timeline.draw();
  }

  /**
   * Lay the page out for paper before it is printed: canvases do not follow the paper's width.
   * @param {boolean} on
   */
  printing(on) {
    const root = document.documentElement;
    if (root.classList.contains('printing') === on) return;
    const key = document.getElementById('key'), bounds = this.map.getBounds();
    root.classList.toggle('printing', on);
    if (on) this.keyWasOpen = key.open;
    key.open = on || this.keyWasOpen;
    this.map.invalidateSize({pan: false});
    if (this.moved) this.map.fitBounds(bounds, {animate: false}); else this.frame();
    this.list.setPrinting(on);
    this.recolour();
    this.canvas.drawNow();
  }
}

const total = Number(block.dataset.total), placedTotal = Number(block.dataset.placed);
const {map: leafletMap, frame: firstView, scale: scaleBar} = makeMap(numbersOf(block.dataset.bounds), numbersOf(block.dataset.outer));
watchTiles(leafletMap);
/** @type {ConflictPage|null} null until the data is read */
let page = null;

/**
 * A block of long texts; null while the file is still being read.
 * @param {number} number
 */
const findText = number => {
  const found = document.getElementById(block.id + '-texts-' + number);
  // Its text is whole only when the parser has gone on to something else.
  return found && (found.nextElementSibling || document.readyState !== 'loading') ? found.textContent : null;
};

/**
 * Put the page's own words into the reader's language, or into the one that the map was made in.
 * @param {Payload} payload
 */
function speak(payload) {
  const {lang, dir} = setLanguage(payload.catalogue, payload.lang ? [payload.lang] : navigator.languages || []);
  const app = document.getElementById('app'), root = document.documentElement;
  app.lang = lang;
  // The tag that was given is that of the title; our words may have another.
  root.lang = payload.lang || lang;
  app.dir = root.dir = dir;
  /** @type {Record<string, (element: Element, text: string) => void>} */
  const words = {'data-t': (element, text) => { element.textContent = text; }, 'data-t-label': (element, text) => element.setAttribute('aria-label', text), 'data-t-placeholder': (element, text) => element.setAttribute('placeholder', text), 'data-t-title': (element, text) => element.setAttribute('title', text)};
  for (const [name, put] of Object.entries(words)) for (const element of app.querySelectorAll('[' + name + ']')) put(element, t(element.getAttribute(name) || ''));
  speakControls();
}

/** Leaflet's own controls, which know English only. */
function speakControls() {
  for (const [name, text] of [['in', t('Zoom in')], ['out', t('Zoom out')]]) {
    const button = /** @type {HTMLElement} */ (document.querySelector('.leaflet-control-zoom-' + name));
    button.title = text;
    button.setAttribute('aria-label', text);
  }
  /** Leaflet has no public way to say it in other words.
   * @type {any} */
  const bar = scaleBar;
  /** @param {number} most metres that there is room for */
  bar._updateMetric = most => {
    const metres = bar._getRoundNum(most);
    bar._updateScale(bar._mScale, metres < 1000 ? t('{n} m', {n: grouped(metres)}) : t('{n} km', {n: grouped(metres / 1000)}), metres / most);
  };
  bar._update();
}

async function open() {
  if (typeof DecompressionStream === 'undefined') {
    throw new Error('This browser is too old for this map: it needs Chrome or Edge 80, Firefox 113 or Safari 16.4, or newer.');
  }
  /** @type {Events} */
  let events;
  try {
    const head = await readPayload(block.textContent);
    speak(head.json);
    events = new Events(head, findText);
    await events.texts.start();
  } catch (error) {
    throw new Error(t('The data in this file is damaged or incomplete ({reason}). Ask for the file again.', {reason: messageOf(error)}));
  }
  page = new ConflictPage(leafletMap, firstView, events);
  page.onChange = () => bridge.changed();
}

/** @param {unknown} error */
const messageOf = error => (error instanceof Error ? error.message : String(error));

const ready = open();
ready.catch(error => fail(messageOf(error)));

/** @param {number|null} day */
const dayText = day => (day === null ? null : isoDay(day));

/**
 * Open a row's card; filters that hide it are cleared.
 * @param {ConflictPage} page
 * @param {number} row
 */
function openCard(page, row) {
  if (row >= 0 && !page.filters.mask[row]) { page.filters.reset(); page.changed(); }
  page.select(row, {pan: true});
}

/** @returns {ConflictPage} */
const opened = () => { if (!page) throw new Error('the page is not open yet'); return page; };

const bridge = new Bridge({
  ready,
  rows: () => opened().events.n,
  state: () => { const {filters, selected, addressText} = opened(); return {mask: filters.mask, selected, from: dayText(filters.from), to: dayText(filters.to), address: addressText}; },
  select: row => openCard(opened(), row),
  setRange: (from, to) => opened().setRange(from === null ? null : parseDay(from), to === null ? null : parseDay(to)),
  restore: address => opened().takeUp(address),
});

/**
 * The id and the position of an event that has one.
 * @param {Events} events
 * @param {number} row
 * @returns {[id: string, lat: number, lon: number]}
 */
const idAndPosition = (events, row) => [events.id(row), ...events.position(row)];

window.conflictMap = Object.freeze({
  ready, total, placed: placedTotal, unplaced: total - placedTotal, leaflet: leafletMap,
  /** Ids that pass the filters, placed or not. */
  shown: () => {
    if (!page) return [];
    const {events, list} = page;
    return Array.from(list.rows, row => events.id(row));
  },
  /** [id, latitude, longitude] of each placed event that passes the filters. */
  positions: () => {
    if (!page) return [];
    const {events, list} = page;
    return Array.from(list.rows.subarray(0, list.placed), row => idAndPosition(events, row));
  },
  /** What the map counts now in hexagons or areas: name (areas), events, deaths, events without a number, and where. */
  cells: () => (page?.cells.on ? page.readCells() : []),
  /** Open an event's card; filters that hide it are cleared.
   * @param {string} id */
  select: id => {
    const row = page ? page.events.rowOf(id) : -1;
    if (!page || row < 0) return false;
    openCard(page, row);
    return true;
  },
  /** Show days a..b, both included, as ISO dates or day numbers; null, null shows all.
   * @param {string|number|null} a
   * @param {string|number|null} b */
  setRange: (a, b) => { page?.setRange(a === null ? null : parseDay(a), b === null ? null : parseDay(b)); },
});
