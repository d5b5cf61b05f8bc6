// Events over days as stacked bars with a brush; knows dates and types, and no map.

import {FAIL_RANGE} from './filters.js';
import {grouped, inRow, longDay, longSpan, monthYear, shortDay, shortMonth, t, tn} from './language.js';
import {readColours, withAlpha} from './colours.js';
import {svg} from './glyphs.js';
import {UNDATED} from './payload.js';
import {civil, dayNumber, isoDay, make, parseDay} from './words.js';

/**
 * @import {Colours} from './colours.js'
 * @import {Counts, Filters} from './filters.js'
 * @typedef {{from: number, to: number}} Days both included
 * @typedef {{left: number, right: number, top: number, bottom: number}} Plot pixels
 * @typedef {'day'|'week'|'month'|'year'} Unit
 * @typedef {{unit: Unit, size: number, count: number, starts: number[], at: (type: number, bin: number) => number}} Bins
 */
/**
 * What a drag began with: where, the range, and what of it moves.
 * @typedef {{x: number, from: number, to: number, move: boolean, second: Days|null, dragging: boolean}} Drag
 */

/** Bins that are taken by themselves as days grow many. */
/** @type {[unit: Unit, size: number][]} */
const AUTO_BINS = [['day', 1], ['week', 1], ['week', 2], ['month', 1], ['month', 3], ['year', 1], ['year', 2], ['year', 5], ['year', 10]];
const UNIT_DAYS = {day: 1, week: 7, month: 30.44, year: 365.24};
/** More bars than this are no bars. */
const MOST_BINS = 2000;
const PLAY_STEP_MS = 650;

export class Timeline {
  /**
   * @param {Filters} filters
   * @param {(from: number|null, to: number|null) => void} setRange
   * @param {() => void} changed
   */
  constructor(filters, setRange, changed) {
    this.filters = filters;
    this.setRange = setRange;
    /** Called when the second range is dragged.
     * @type {(from: number, to: number) => void} */
    this.moveSecond = () => {};
    this.changed = changed;
    /** All days; without a dated event there are none, and nothing below is called that asks for them. */
    this.domain = /** @type {Days} */ (filters.domain);
    /** The days that the axis spans where they are not all, and those that the reader has zoomed to.
     * @type {Days|null} */
    this.part = null;
    /** @type {Days|null} */
    this.zoomed = null;
    /** Bars as they were last counted; null where they have to be counted again.
     * @type {Bins|null} */
    this.drawn = null;
    /** The row whose days are marked under the bars, or -1. */
    this.marked = -1;
    this.section = document.getElementById('timeline'); this.brush = document.getElementById('brush'); this.canvas = document.getElementById('bars');
    this.handles = [document.getElementById('handle-from'), document.getElementById('handle-to')];
    this.text = document.getElementById('range-text'); this.play = document.getElementById('play'); this.resetButton = document.getElementById('reset-range');
    this.undatedBox = document.getElementById('undated-box'); this.undated = document.getElementById('undated');
    /** The number of the clock that moves the window, 0 while it stands. */
    this.timer = 0;
    this.hintBox = make('p', {class: 'hint time-hint', 'aria-hidden': 'true', hidden: true});
    this.unit = 'auto';
    this.unitSelect = document.getElementById('bin-unit');
    this.unitSelect.addEventListener('change', () => { this.unit = this.unitSelect.value; this.changed(); });
    this.zoomButton = document.getElementById('zoom-time');
    this.undated.addEventListener('change', () => { filters.undated = this.undated.checked; changed(); });
    if (!this.domain) {
      this.section.classList.add('no-dates');
      this.text.textContent = t('No event has a date.');
      this.play.hidden = true;
      return;
    }
    this.handles.forEach((handle, side) => { this.armHandle(handle, side); });
    this.armBrush();
    this.armHint();
    this.zoomButton.addEventListener('click', () => this.zoomTo(this.zoomed ? null : this.range));
    this.resetButton.addEventListener('click', () => { this.stop(); setRange(null, null); });
    this.play.addEventListener('click', () => (this.timer ? this.stop() : this.start()));
    new ResizeObserver(() => { this.drawn = null; this.draw(); }).observe(this.brush);
  }

  /** @returns {Days} */
  get range() {
    const {filters: {from, to}, domain} = this;
    return from !== null && to !== null ? {from, to} : domain;
  }

  // Geometry: a day d covers x(d)..x(d + 1).
  get plot() { return {left: 8, right: this.brush.clientWidth - 8, top: 12, bottom: this.brush.clientHeight - 18}; }
  get axis() { return this.part || this.domain; }
  get days() { return this.axis.to - this.axis.from + 1; }
  /** @param {number} day */
  x(day) { const p = this.plot; return p.left + ((day - this.axis.from) / this.days) * (p.right - p.left); }
  /** @param {number} x */
  day(x) {
    const p = this.plot;
    const day = this.axis.from + Math.floor(((x - p.left) / (p.right - p.left)) * this.days);
    return Math.max(this.axis.from, Math.min(this.axis.to, day));
  }

  /** The zoom as the address has it. */
  get zoomText() { return this.zoomed ? isoDay(this.zoomed.from) + '..' + isoDay(this.zoomed.to) : ''; }
  /** @param {string} [text] as the address has it */
  restore(text) {
    const [from, to] = String(text || '').split('..').map(parseDay);
    if (this.domain && from !== null && to !== null && to !== undefined && from <= to) this.zoomed = {from, to};
  }

  /**
   * Let the axis span these days; null for all of them.
   * @param {Days|null} span
   */
  zoomTo(span) {
    this.stop();
    this.zoomed = span;
    this.changed();
  }

  /** Fit the axis to what it has to show: a range never runs out of it. */
  fitAxis() {
    const {domain, zoomed, filters} = this;
    this.part = null;
    if (!zoomed) return;
    const spans = [zoomed, this.range, ...(filters.second ? [filters.second] : [])];
    const from = Math.max(domain.from, Math.min(...spans.map(s => s.from))), to = Math.min(domain.to, Math.max(...spans.map(s => s.to)));
    if (from > domain.from || to < domain.to) this.part = {from, to}; else this.zoomed = null;
  }

  /**
   * The unit of the bars and how many of it each stands for.
   * @returns {[unit: Unit, size: number]}
   */
  get bin() {
    const {unit: asked} = this;
    /** @type {(unit: Unit, size: number, most: number) => boolean} */
    const fits = (unit, size, most) => this.days / (UNIT_DAYS[unit] * size) <= most;
    if (isUnit(asked) && fits(asked, 1, MOST_BINS)) return [asked, 1];
    const most = Math.min(120, Math.max(10, Math.floor((this.plot.right - this.plot.left) / 6)));
    return AUTO_BINS.find(([unit, size]) => fits(unit, size, most)) || ['year', Math.ceil(this.days / 365.24 / most)];
  }

  /**
   * Events under way in each bin, by type; an event that spans days is counted in each.
   * Bins begin where weeks (on Monday), months and years do.
   * @returns {Bins}
   */
  bins() {
    const {events, fails} = this.filters, {n, start, end, glyph} = events, {from, to} = this.axis;
    const [unit, size] = this.bin, starts = binStarts(from, to, unit, size), count = starts.length - 1;
    const binOf = new Int32Array(this.days);
    for (let b = 0, day = from; day <= to; day++) { while (day >= starts[b + 1]) b++; binOf[day - from] = b; }
    const T = events.glyphKeys.length, change = new Int32Array(T * (count + 1));
    for (let i = 0; i < n; i++) {
      if (fails[i] & ~FAIL_RANGE || start[i] === UNDATED || start[i] > to || end[i] < from) continue;
      const base = glyph[i] * (count + 1);
      change[base + binOf[Math.max(start[i] - from, 0)]]++;
      change[base + binOf[Math.min(end[i], to) - from] + 1]--;
    }
    for (let k = 0; k < T; k++) for (let b = 1; b <= count; b++) change[k * (count + 1) + b] += change[k * (count + 1) + b - 1];
    return {unit, size, count, starts, at: (k, b) => change[k * (count + 1) + b]};
  }

  /** @param {Counts} counts */
  update(counts) {
    const {filters} = this;
    this.undatedBox.hidden = !((filters.isNarrowed || filters.second) && filters.undatedTotal > 0);
    this.undated.checked = filters.undated;
    document.getElementById('undated-label').textContent = tn('include {n} undated event|include {n} undated events', counts.undated);
    if (!this.domain) return;
    this.fitAxis();
    this.drawn = null;
    const {from, to} = this.range;
    this.zoomButton.hidden = !this.zoomed && !(filters.isNarrowed && to - from + 1 < this.days);
    const zoom = this.zoomed ? t('Whole time') : t('Zoom in time');
    this.zoomButton.replaceChildren(zoomIcon(Boolean(this.zoomed)), make('span', {}, zoom));
    this.zoomButton.setAttribute('aria-label', zoom);
    this.zoomButton.title = zoom;
    this.resetButton.hidden = !filters.isNarrowed;
    const note = !filters.isNarrowed && filters.undatedTotal ? ' · ' + t('{n} undated shown too', {n: grouped(filters.undatedTotal)}) : '';
    this.text.replaceChildren(make('b', {}, longSpan(from, to)), make('span', {}, note));
    this.draw();
    this.handles.forEach((handle, side) => {
      const value = side ? to : from;
      handle.setAttribute('aria-valuemin', String(side ? from : this.domain.from));
      handle.setAttribute('aria-valuemax', String(side ? this.domain.to : to));
      handle.setAttribute('aria-valuenow', String(value));
      handle.setAttribute('aria-valuetext', this.dayText(value));
    });
    const focused = this.handles.findIndex(handle => handle === document.activeElement && handle.matches(':focus-visible'));
    if (focused >= 0) this.hint(focused ? to : from);
  }

  /**
   * The bar that a day belongs to, in words.
   * @param {Bins} bins
   * @param {number} day
   */
  barText(bins, day) {
    const {events} = this.filters;
    let b = 0;
    while (b < bins.count - 1 && day >= bins.starts[b + 1]) b++;
    const parts = events.payload.words.glyphs.map((label, k) => ({label: t(label), n: bins.at(k, b)})).filter(({n}) => n);
    const sum = parts.reduce((all, {n}) => all + n, 0);
    const span = longSpan(Math.max(bins.starts[b], this.axis.from), Math.min(bins.starts[b + 1] - 1, this.axis.to));
    return {span, count: tn('{n} event|{n} events', sum), types: inRow(parts.map(({label, n}) => label + ' ' + grouped(n)))};
  }

  /**
   * A day and how many events its bar has, for those who do not see the bar.
   * @param {number} day
   */
  dayText(day) {
    if (!this.drawn) return longDay(day);
    const {span, count} = this.barText(this.drawn, day), name = longDay(day);
    return (name === span ? '' : name + '; ') + span + t(': ') + count;
  }

  /**
   * Say what the bar of a day holds; null takes it away.
   * @param {number|null} day
   */
  hint(day) {
    const box = this.hintBox;
    box.hidden = day === null || !this.drawn;
    if (day === null || !this.drawn) return;
    const {span, count, types} = this.barText(this.drawn, day);
    box.textContent = span + t(': ') + count + (types ? ' · ' + types : '');
    const x = (this.x(day) + this.x(day + 1)) / 2;
    box.style.left = Math.max(0, Math.min(x - box.offsetWidth / 2, this.brush.clientWidth - box.offsetWidth)) + 'px';
  }

  armHint() {
    this.brush.append(this.hintBox);
    this.brush.addEventListener('pointermove', event => this.hint(this.day(event.clientX - this.brush.getBoundingClientRect().left)));
    for (const end of ['pointerleave', 'pointercancel']) this.brush.addEventListener(end, () => this.hint(null));
    this.handles.forEach((handle, side) => {
      handle.addEventListener('focus', () => { if (handle.matches(':focus-visible')) this.hint(side ? this.range.to : this.range.from); });
      handle.addEventListener('blur', () => this.hint(null));
    });
  }

  /**
   * Mark the days of an event under the bars; -1 marks none.
   * @param {number} row
   */
  mark(row) {
    if (row === this.marked) return;
    this.marked = row;
    this.draw();
  }

  draw() {
    if (!this.domain || !this.brush.clientWidth) return;
    const colours = readColours(), ratio = Math.max(window.devicePixelRatio || 1, document.documentElement.classList.contains('printing') ? 2 : 1);
    const w = this.brush.clientWidth, h = this.brush.clientHeight;
    this.canvas.width = Math.round(w * ratio); this.canvas.height = Math.round(h * ratio);
    const ctx = this.canvas.getContext('2d');
    if (!ctx) throw new Error('This browser gives no canvas to draw on.');
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const plot = this.plot, {from, to} = this.range;
    if (this.filters.isNarrowed) {
      ctx.fillStyle = withAlpha(colours.ink, 0.06);
      ctx.fillRect(this.x(from), plot.top - 6, this.x(to + 1) - this.x(from), plot.bottom - plot.top + 6);
    }
    this.drawBars(ctx, colours, plot, from, to);
    if (this.filters.second) this.drawSecond(ctx, colours, plot, from, this.filters.second);
    this.drawTicks(ctx, colours, plot);
    if (this.marked >= 0) this.drawMarked(ctx, colours, plot);
    this.handles[0].style.left = this.x(from) + 'px';
    this.handles[1].style.left = this.x(to + 1) + 'px';
  }

  /**
   * The range that is compared: hatched and dashed, where the first is plain; both with their letter.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Colours} colours
   * @param {Plot} plot
   * @param {number} from
   * @param {Days} second
   */
  drawSecond(ctx, colours, plot, from, second) {
    const left = Math.max(this.x(second.from), plot.left), right = Math.min(this.x(second.to + 1), plot.right);
    const top = plot.top - 6, height = plot.bottom - top;
    /** @param {string} text @param {number} x */
    const letter = (text, x) => {
      ctx.font = '700 11px system-ui, sans-serif';
      ctx.textAlign = 'left';
      ctx.textBaseline = 'top';
      ctx.lineWidth = 3;
      ctx.strokeStyle = colours.paper;
      ctx.strokeText(text, x + 4, top + 2);
      ctx.fillStyle = colours.ink;
      ctx.fillText(text, x + 4, top + 2);
    };
    if (right > left) {
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, top, right - left, height);
      ctx.clip();
      ctx.strokeStyle = withAlpha(colours.ink, 0.16);
      ctx.lineWidth = 1;
      ctx.beginPath();
      for (let x = left - height; x < right; x += 7) { ctx.moveTo(x, top + height); ctx.lineTo(x + height, top); }
      ctx.stroke();
      ctx.restore();
      ctx.setLineDash([4, 3]);
      ctx.strokeStyle = colours.ink;
      ctx.lineWidth = 1.2;
      ctx.strokeRect(left + 0.5, top + 0.5, right - left - 1, height - 1);
      ctx.setLineDash([]);
      letter('B', left);
    }
    letter('A', this.x(from));
  }

  /**
   * The days of one event as a bracket under its bars.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Colours} colours
   * @param {Plot} plot
   */
  drawMarked(ctx, colours, plot) {
    const {events} = this.filters, {from, to} = this.axis;
    const first = events.start[this.marked], last = events.end[this.marked];
    if (events.isUndated(this.marked) || first > to || last < from) return;
    const left = Math.max(this.x(Math.max(first, from)), plot.left), right = Math.max(this.x(Math.min(last, to) + 1), left + 3);
    const y = plot.bottom + 2.5;
    ctx.beginPath();
    // An end that lies beyond the axis stays open.
    if (first >= from) ctx.moveTo(left + 1, y - 4.5); else ctx.moveTo(left, y);
    ctx.lineTo(left + 1, y);
    ctx.lineTo(right - 1, y);
    if (last <= to) ctx.lineTo(right - 1, y - 4.5);
    ctx.lineJoin = 'miter';
    /** @type {[width: number, colour: string][]} */
    const strokes = [[4.5, colours.paper], [2.2, colours.ink]];
    for (const [width, colour] of strokes) {
      ctx.lineWidth = width;
      ctx.strokeStyle = colour;
      ctx.stroke();
    }
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Colours} colours
   * @param {Plot} plot
   * @param {number} from
   * @param {number} to
   */
  drawBars(ctx, colours, plot, from, to) {
    const {events, second} = this.filters, bins = this.drawn || this.bins(), T = events.glyphKeys.length;
    /** @type {(first: number, last: number, span: Days) => boolean} */
    const outside = (first, last, span) => last < span.from || first > span.to;
    this.drawn = bins;
    let most = 1;
    for (let b = 0; b < bins.count; b++) { let sum = 0; for (let k = 0; k < T; k++) sum += bins.at(k, b); most = Math.max(most, sum); }
    const unit = (plot.bottom - plot.top) / most;
    const gap = (plot.right - plot.left) / bins.count > 4 ? 1 : 0;
    for (let b = 0; b < bins.count; b++) {
      const first = bins.starts[b], last = bins.starts[b + 1] - 1;
      const x0 = Math.max(this.x(first), plot.left), x1 = Math.min(this.x(last + 1), plot.right);
      // Bars of a one-day map would be a wall: keep them to a readable width.
      const width = Math.min(x1 - x0 - gap, 46), x = x0 + (x1 - x0 - width) / 2;
      let y = plot.bottom;
      ctx.globalAlpha = outside(first, last, {from, to}) && (!second || outside(first, last, second)) ? 0.22 : 1;
      for (let k = 0; k < T; k++) {
        const height = bins.at(k, b) * unit;
        if (!height) continue;
        ctx.fillStyle = colours[events.glyphKeys[k]];
        ctx.fillRect(x, y - height, width, Math.max(0.8, height - (height > 5 ? 1 : 0)));
        y -= height;
      }
    }
    ctx.globalAlpha = 1;
    ctx.fillStyle = colours['ink-2'];
    ctx.font = '10.5px system-ui, sans-serif';
    ctx.textAlign = 'right';
    ctx.textBaseline = 'top';
    ctx.fillText(binText(bins, most), plot.right, 1);
    ctx.strokeStyle = colours.rule;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(plot.left, plot.bottom + 0.5);
    ctx.lineTo(plot.right, plot.bottom + 0.5);
    ctx.stroke();
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Colours} colours
   * @param {Plot} plot
   */
  drawTicks(ctx, colours, plot) {
    ctx.fillStyle = colours['ink-2'];
    ctx.font = '11px system-ui, sans-serif';
    ctx.textAlign = 'left';
    ctx.textBaseline = 'top';
    let free = -Infinity;
    for (const [day, text] of tickDays(this.axis.from, this.axis.to, (plot.right - plot.left) / 72)) {
      const width = ctx.measureText(text).width;
      // A day's label stands under its bar, a month's or year's where it begins.
      const at = this.days <= 40 ? (this.x(day) + this.x(day + 1)) / 2 - width / 2 : this.x(day);
      const x = Math.max(plot.left, Math.min(at, plot.right - width));
      if (x < free) continue;
      ctx.fillText(text, x, plot.bottom + 4);
      free = x + width + 10;
    }
  }

  /**
   * Arrows move one handle by a day, Page keys by seven bars, Shift moves the whole window; + and - zoom in time.
   * @param {HTMLElement} handle
   * @param {number} side 0 the first day, 1 the last
   */
  armHandle(handle, side) {
    handle.addEventListener('keydown', event => {
      const [unit, size] = this.bin, big = Math.max(7, Math.round(UNIT_DAYS[unit] * size * 7));
      /** @type {Record<string, number>} */
      const steps = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -big, PageUp: big}, step = steps[event.key];
      const {from, to} = this.range;
      if (event.key === 'Escape') { this.setRange(null, null); event.preventDefault(); return; }
      if (event.key === '+' || event.key === '=' || event.key === '-') { this.zoomTo(event.key === '-' ? null : this.range); event.preventDefault(); return; }
      if (event.key === 'Home' || event.key === 'End') {
        const edge = event.key === 'Home' ? (side ? from : this.domain.from) : (side ? this.domain.to : to);
        this.setRange(side ? from : edge, side ? edge : to);
        event.preventDefault();
        return;
      }
      if (!step) return;
      event.preventDefault();
      if (event.shiftKey) {
        const d = Math.max(this.domain.from - from, Math.min(this.domain.to - to, step));
        this.setRange(from + d, to + d);
      } else if (side) this.setRange(from, Math.max(from, to + step));
      else this.setRange(Math.min(to, from + step), to);
    });
    this.drag(handle, event => {
      const {from, to} = this.range;
      const x = event.clientX - this.brush.getBoundingClientRect().left;
      if (side) this.setRange(from, Math.max(from, this.day(x - 1))); else this.setRange(Math.min(to, this.day(x + 1)), to);
    }, () => null);
  }

  /**
   * @template S what a drag began with
   * @param {HTMLElement} target
   * @param {(event: PointerEvent, state: S) => void} moved
   * @param {(event: PointerEvent) => S} begun
   */
  drag(target, moved, begun) {
    target.addEventListener('pointerdown', event => {
      if (event.button) return;
      this.stop();
      event.stopPropagation();
      const state = begun(event);
      try { target.setPointerCapture(event.pointerId); } catch { /* a scripted event has no pointer */ }
      /** @param {PointerEvent} e */
      const move = e => moved(e, state);
      const up = () => {
        target.removeEventListener('pointermove', move);
        target.removeEventListener('pointerup', up);
        target.removeEventListener('pointercancel', up);
      };
      target.addEventListener('pointermove', move);
      target.addEventListener('pointerup', up);
      target.addEventListener('pointercancel', up);
    });
  }

  /** Drag outside the selection for a new one, inside to move it, inside the second range to move that. */
  armBrush() {
    /** @param {PointerEvent} event */
    const xOf = event => event.clientX - this.brush.getBoundingClientRect().left;
    this.drag(this.brush, (event, state) => {
      const x = xOf(event);
      if (!state.dragging && Math.abs(x - state.x) < 4) return;
      state.dragging = true;
      if (state.second) {
        const d = this.day(x) - this.day(state.x);
        this.moveSecond(state.second.from + d, state.second.to + d);
      } else if (state.move) {
        const want = this.day(x) - this.day(state.x);
        const d = Math.max(this.axis.from - state.from, Math.min(this.axis.to - state.to, want));
        this.setRange(state.from + d, state.to + d);
      } else this.setRange(this.day(Math.min(x, state.x)), this.day(Math.max(x, state.x)));
    }, event => {
      const {from, to} = this.range, x = xOf(event), {second, isNarrowed} = this.filters;
      /** @param {Days} span */
      const inside = span => x > this.x(span.from) && x < this.x(span.to + 1);
      const move = isNarrowed && inside({from, to});
      return {x, from, to, move, second: second && !move && inside(second) ? {from: second.from, to: second.to} : null, dragging: false};
    });
    this.brush.addEventListener('dblclick', () => { this.stop(); this.setRange(null, null); });
  }

  /** Move a window over the days: the chosen one, or a tenth of them. */
  start() {
    const {from, to} = this.range;
    const isPart = to - from + 1 < this.days;
    const width = isPart ? to - from : Math.max(0, Math.round(this.days / 10) - 1);
    let at = isPart && to < this.axis.to ? from : this.axis.from;
    const step = Math.max(1, Math.round(this.days / 60));
    this.setRange(at, at + width);
    this.play.setAttribute('aria-pressed', 'true');
    this.play.textContent = t('Pause');
    this.timer = setInterval(() => {
      if (at + width >= this.axis.to) { this.stop(); return; }
      at = Math.min(at + step, this.axis.to - width);
      this.setRange(at, at + width);
    }, PLAY_STEP_MS);
  }

  stop() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.play.setAttribute('aria-pressed', 'false');
    this.play.textContent = t('Play');
  }
}

/** @param {string} text @returns {text is Unit} */
const isUnit = text => text in UNIT_DAYS;

/** @param {boolean} isIn */
const zoomIcon = isIn => svg('svg', {width: 15, height: 15, viewBox: '0 0 15 15', 'aria-hidden': 'true', focusable: 'false'},
  svg('path', {d: 'M9.6 9.6 13.5 13.5M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M4 6h4' + (isIn ? '' : 'M6 4v4'), fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round'}));

/**
 * First days of the bins that cover from..to, and of the one after them.
 * @param {number} from
 * @param {number} to
 * @param {Unit} unit
 * @param {number} size
 */
export function binStarts(from, to, unit, size) {
  /** @type {number[]} */
  const starts = [];
  if (unit === 'day' || unit === 'week') {
    const step = (unit === 'week' ? 7 : 1) * size;
    // Day 0 was a Thursday; weeks begin on Monday (ISO 8601).
    let day = unit === 'week' ? from - ((((from + 3) % step) + step) % step) : from;
    for (; day <= to; day += step) starts.push(day);
    starts.push(day);
    return starts;
  }
  const months = unit === 'year' ? 12 * size : size, first = civil(from);
  let month = Math.floor((first.y * 12 + first.m - 1) / months) * months;
  /** @param {number} m */
  const dayOf = m => dayNumber(Math.floor(m / 12), (m % 12) + 1, 1);
  for (; dayOf(month) <= to; month += months) starts.push(dayOf(month));
  starts.push(dayOf(month));
  return starts;
}

/**
 * @param {Pick<Bins, 'unit'|'size'>} bins
 * @param {number} most
 */
function binText({unit, size}, most) {
  const values = {most: grouped(most)};
  if (unit === 'day') return t('at most {most} a day', values);
  if (unit === 'week') return tn('at most {most} a week|at most {most} in {n} weeks', size, values);
  if (unit === 'month') return tn('at most {most} a month|at most {most} in {n} months', size, values);
  return tn('at most {most} a year|at most {most} in {n} years', size, values);
}

/**
 * Days to label, as [day, text]: days, months or years, about as many as there is room for.
 * @param {number} from
 * @param {number} to
 * @param {number} room
 */
export function tickDays(from, to, room) {
  /** @type {[day: number, text: string][]} */
  const ticks = [];
  const days = to - from + 1;
  if (days <= 62) {
    const step = [1, 2, 7, 14].find(s => days / s <= room) || 14;
    for (let day = from; day <= to; day += step) ticks.push([day, day === from ? longDay(day) : shortDay(day)]);
    return ticks;
  }
  const months = days / 30.4;
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find(s => months / s <= room) || 600;
  let {y, m} = civil(from);
  m = Math.floor((m - 1) / Math.min(step, 12)) * Math.min(step, 12) + 1;
  if (step > 12) y -= y % (step / 12);
  for (;;) {
    const day = dayNumber(y, m, 1);
    if (day > to) return ticks;
    if (day >= from) ticks.push([day, step >= 12 ? String(y) : m === 1 || !ticks.length ? monthYear(day) : shortMonth(day)]);
    m += step;
    while (m > 12) { m -= 12; y++; }
  }
}
