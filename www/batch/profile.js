// The profile: at% of the elements against the number of the block, or against what the file says of the series.

import { byId, fixed, make, plain } from '../dom.js';
import { save } from '../save.js';
import { BATCH } from '../words.js';
import { amount } from './rows.js';

/** @typedef {import('./rows.js').Row} Row */

/** Elements that are drawn, those of most first: as many as there are colours. */
const MOST = 8;
const [WIDTH, HEIGHT] = [760, 320];
const BOX = { left: 52, right: 700, top: 12, bottom: 278 };
const SVG = 'http://www.w3.org/2000/svg';
/** Colours in a file, on white. */
const COLOURS = ['#1e6ebe', '#cd6014', '#1b7f79', '#a8325a', '#6d4fb3', '#5c7a00', '#8a5a2b', '#444c56'];
const NUMBER = '';

export class Profile {
  #fold = /** @type {HTMLDetailsElement} */ (byId('batch-profile'));
  #figure = byId('batch-profile-figure');
  #axis = byId('batch-axis');
  #of = byId('batch-profile-of');
  #rows = /** @type {() => Row[]} */ (() => []);
  #all = /** @type {() => Row[]} */ (() => []);
  #listed = '';
  #axes = '';

  /**
   * @param {() => Row[]} rows those on show, in their order
   * @param {() => Row[]} all
   */
  constructor(rows, all) {
    this.#rows = rows;
    this.#all = all;
    this.#fold.addEventListener('toggle', () => this.changed());
    this.#axis.addEventListener('change', () => this.changed());
    this.#of.addEventListener('change', () => this.changed());
    byId('batch-profile-save').addEventListener('click', () => save('profile.svg', this.#file()));
  }

  /** Other rows are on show. */
  changed() {
    if (!this.#fold.open) return;
    this.#offerFiles();
    const key = this.#of.value;
    // Those without a composition keep their place: there the lines are broken.
    const rows = key === '' ? this.#rows() : this.#all().filter((r) => String(r.key) === key).sort((a, b) => a.index - b.index);
    this.#offerAxes(rows.filter(isAnswered));
    this.#draw(rows, this.#axis.value);
  }

  /** Files of several spectra, for a profile of their own. */
  #offerFiles() {
    /** @type {Map<number, { path: string, count: number }>} */
    const files = new Map();
    for (const { key, path, elements } of this.#all()) {
      const file = files.get(key) ?? { path, count: 0 };
      if (elements.length > 0) file.count += 1;
      files.set(key, file);
    }
    const several = [...files].filter(([, { count }]) => count > 1).slice(0, 200);
    const listed = several.map(([key, { count }]) => `${key}:${count}`).join();
    if (listed === this.#listed) return;
    const chosen = this.#listed === '' && several.length > 0 ? String(several[0][0]) : this.#of.value;
    this.#listed = listed;
    this.#of.replaceChildren(make('option', { value: '' }, BATCH.onShow),
      ...several.map(([key, { path, count }]) => make('option', { value: String(key) }, BATCH.ofFile(path, count))));
    this.#of.value = chosen;
  }

  /** @param {Row[]} rows */
  #offerAxes(rows) {
    /** @type {Map<string, Set<number>>} */
    const values = new Map();
    for (const { axes } of rows) {
      for (const [name, { value, unit }] of Object.entries(axes)) {
        const axis = JSON.stringify([name, unit]);
        values.set(axis, (values.get(axis) ?? new Set()).add(value));
      }
    }
    // What is the same everywhere is no axis.
    const axes = [...values].filter(([, different]) => different.size > 1).map(([axis]) => axis);
    if (axes.join() === this.#axes) return;
    const kept = axes.includes(this.#axis.value) ? this.#axis.value : axes[0] ?? NUMBER;
    this.#axes = axes.join();
    this.#axis.replaceChildren(make('option', { value: NUMBER }, BATCH.byNumber), ...axes.map((axis) => make('option', { value: axis }, nameOf(axis))));
    this.#axis.value = kept;
  }

  /**
   * @param {Row[]} rows
   * @param {string} axis
   */
  #draw(rows, axis) {
    const points = pointsOf(rows, axis);
    const drawable = points.filter(({ row }) => isAnswered(row)).length > 1;
    byId('batch-profile-none').hidden = drawable;
    byId('batch-profile-note').hidden = !drawable;
    this.#figure.hidden = !drawable;
    byId('batch-profile-save').hidden = !drawable;
    if (!drawable) return;
    const symbols = mostOf(rows);
    const name = axis === NUMBER ? BATCH.byNumber : nameOf(axis);
    this.#figure.replaceChildren(drawn(points, symbols, name));
    Object.assign(this.#figure.dataset, { points: points.length, axis: name, elements: symbols.join(' ') });
  }

  /** The figure as a file, with its colours. */
  #file() {
    const copy = /** @type {SVGElement} */ (this.#figure.firstElementChild.cloneNode(true));
    copy.setAttribute('xmlns', SVG);
    for (const series of copy.querySelectorAll('[data-series]')) {
      const colour = COLOURS[Number(series.getAttribute('data-series'))];
      series.setAttribute(series.tagName === 'text' ? 'fill' : 'stroke', colour);
    }
    for (const line of copy.querySelectorAll('polyline')) line.setAttribute('fill', 'none');
    for (const line of copy.querySelectorAll('line')) line.setAttribute('stroke', '#999999');
    copy.setAttribute('font-family', 'sans-serif');
    copy.setAttribute('font-size', '12');
    return copy.outerHTML;
  }
}

/** @param {string} axis */
function nameOf(axis) {
  const [name, unit] = JSON.parse(axis);
  return unit ? `${name} (${unit})` : name;
}

/** @param {Row} row */
const isAnswered = (row) => row.elements.length > 0;

/**
 * Rows by their place on the axis, rising.
 * @param {Row[]} rows
 * @param {string} axis
 */
function pointsOf(rows, axis) {
  if (axis === NUMBER) return rows.map((row, i) => ({ at: i + 1, row }));
  const [name, unit] = JSON.parse(axis);
  const points = rows.flatMap((row) => (row.axes[name]?.unit === unit ? [{ at: row.axes[name].value, row }] : []));
  return points.sort((a, b) => a.at - b.at);
}

/** @param {Row[]} rows */
function mostOf(rows) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const { elements } of rows) for (const e of elements) sums.set(e.symbol, (sums.get(e.symbol) ?? 0) + e.atomic_percent);
  return [...sums].sort(([, a], [, b]) => b - a).slice(0, MOST).map(([symbol]) => symbol);
}

/**
 * @param {{ at: number, row: Row }[]} points
 * @param {string[]} symbols
 * @param {string} name of the axis
 */
function drawn(points, symbols, name) {
  const [lo, hi] = [points[0].at, points[points.length - 1].at];
  const x = (/** @type {number} */ at) => BOX.left + ((at - lo) / (hi - lo || 1)) * (BOX.right - BOX.left);
  const y = (/** @type {number} */ percent) => BOX.bottom - (percent / 100) * (BOX.bottom - BOX.top);
  const label = BATCH.profileLabel(symbols.join(', '), name, plain(lo), plain(hi));
  const svg = element('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label });
  for (const percent of [0, 20, 40, 60, 80, 100]) {
    svg.append(element('line', { x1: BOX.left, x2: BOX.right, y1: y(percent), y2: y(percent), class: 'grid' }));
    svg.append(element('text', { x: BOX.left - 6, y: y(percent) + 4, 'text-anchor': 'end' }, fixed(percent, 0)));
  }
  for (const at of ticks(lo, hi)) {
    svg.append(element('text', { x: x(at), y: BOX.bottom + 18, 'text-anchor': 'middle' }, plain(at)));
  }
  svg.append(element('text', { x: (BOX.left + BOX.right) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }, name));
  svg.append(element('text', { x: 14, y: (BOX.top + BOX.bottom) / 2, 'text-anchor': 'middle', transform: `rotate(-90 14 ${(BOX.top + BOX.bottom) / 2})` }, 'at%'));
  const ends = symbols.map((symbol, i) => {
    let end = BOX.bottom;
    for (const run of runsOf(points)) {
      const values = run.map(({ at, row }) => ({ at, percent: amount(row, symbol) || 0 }));
      const path = thinned(values, x).map((v) => `${x(v.at).toFixed(1)},${y(v.percent).toFixed(1)}`);
      // A line of one point is a dot.
      svg.append(element('polyline', { points: (path.length > 1 ? path : [...path, ...path]).join(' '), 'data-series': i, 'stroke-width': 2, 'stroke-linecap': 'round', 'vector-effect': 'non-scaling-stroke' }));
      end = y(values[values.length - 1].percent);
    }
    return { symbol, i, y: end };
  });
  // Names at the ends of their lines, none over another.
  let last = -Infinity;
  for (const end of ends.sort((a, b) => a.y - b.y)) {
    last = Math.max(end.y, last + 14);
    svg.append(element('text', { x: BOX.right + 6, y: last + 4, 'data-series': end.i, class: 'name' }, end.symbol));
  }
  return svg;
}

/**
 * Points that are joined by a line: between them stands a row without a composition.
 * @param {{ at: number, row: Row }[]} points
 */
function runsOf(points) {
  /** @type {{ at: number, row: Row }[][]} */
  const runs = [[]];
  for (const point of points) {
    if (isAnswered(point.row)) runs[runs.length - 1].push(point);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

/**
 * Of very many points the lowest and the highest in each pixel: more could not be seen.
 * @param {{ at: number, percent: number }[]} values rising
 * @param {(at: number) => number} x
 */
function thinned(values, x) {
  if (values.length < 3 * (BOX.right - BOX.left)) return values;
  /** @type {Map<number, { at: number, percent: number }[]>} */
  const pixels = new Map();
  for (const value of values) {
    const pixel = Math.round(x(value.at));
    const [low = value, high = value] = pixels.get(pixel) ?? [];
    pixels.set(pixel, [value.percent < low.percent ? value : low, value.percent > high.percent ? value : high]);
  }
  return [...pixels.values()].flatMap((pair) => pair.sort((a, b) => a.at - b.at));
}

/** Round places on the axis, at most nine. @param {number} lo @param {number} hi */
function ticks(lo, hi) {
  const power = 10 ** Math.floor(Math.log10((hi - lo || 1) / 4));
  const step = [1, 2, 5, 10].map((s) => s * power).find((s) => (hi - lo) / s <= 8) ?? 10 * power;
  const first = Math.ceil(lo / step - 1e-9);
  const count = Math.floor(hi / step + 1e-9) - first;
  return Array.from({ length: count + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function element(tag, attributes, text = '') {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = text;
  return made;
}
