// The figure of a viewer: the page's own parts, without its options and its comparison.

import { Cursor } from '../figure/cursor.js';
import { Frames } from '../figure/frames.js';
import { Labels } from '../figure/labels.js';
import { Places } from '../figure/places.js';
import { Pointing } from '../figure/pointing.js';
import { readingAt } from '../figure/reading.js';
import { inWords } from '../figure/readout.js';
import { steer } from '../figure/steering.js';
import { accent, scale } from '../figure/theme.js';
import { tellDrawn } from '../figure/told.js';
import { View } from '../figure/view.js';
import { Zoom } from '../figure/zoom.js';
import { fixed } from '../dom.js';
import { FIGURE } from '../words.js';
import { lookOf } from './look.js';

/** @typedef {import('./answering.js').FileAnswer} FileAnswer */
/** @typedef {import('../../pkg/speclens.js').Label} Label */
/** @typedef {import('../../pkg/speclens.js').LinePlace} LinePlace */
/**
 * Its place in the shadow tree.
 * @typedef {object} Parts
 * @property {HTMLElement} box
 * @property {HTMLCanvasElement} plot
 * @property {HTMLCanvasElement} cursor
 * @property {HTMLElement} readout
 * @property {HTMLElement} said for screen readers
 * @property {{ whole: HTMLButtonElement, in: HTMLButtonElement, out: HTMLButtonElement }} buttons
 */

/** A screen reader is told what the keys have found when they rest, ms. */
const PAUSE = 400;
/** Where there is less room nothing is drawn, CSS pixels. */
const LEAST = { width: 160, height: 120 };

export class Figure {
  #parts;
  #figure;
  #labels;
  #zoom;
  #view = new View();
  #places = new Places(this.#view);
  #frames = new Frames((what) => this.#paint(what));
  #cursor;
  #pointing;
  #timer = 0;
  #shown = false;
  /** @type {'auto' | 'light' | 'dark'} */
  #theme = 'auto';

  /**
   * @param {typeof import('../../pkg/speclens.js')} wasm
   * @param {Parts} parts
   */
  constructor(wasm, parts) {
    this.#parts = parts;
    this.#figure = new wasm.FigureCanvas(parts.plot);
    this.#labels = new Labels(this.#figure);
    this.#cursor = new Cursor(parts.cursor);
    this.#pointing = new Pointing(parts.box, this.#places, {
      changed: () => this.#frames.queue('cursor'),
      show: (range) => this.#zoom.show(range),
    });
    this.#zoom = new Zoom(parts.box, this.#view, {
      energy: () => this.#pointing.energy,
      changed: () => this.#frames.queue('all'),
      say: () => this.#sayView(),
    }, parts.buttons);
    this.#listen();
    new ResizeObserver(() => this.redraw()).observe(parts.box);
  }

  /**
   * @param {FileAnswer} answer
   * @param {Label[]} labels those that are to be shown
   */
  spectrum(answer, labels) {
    this.#pointing.begin(false);
    this.#figure.show_spectrum(answer.energy, answer.counts, answer.unit);
    this.#labels.begin(labels);
    this.#view.begin(answer.analysis.range_ev);
    this.#shown = true;
    this.#zoom.changed();
  }

  /** Sets the lines of an element off; null for none. @param {string | null} symbol */
  choose(symbol) {
    this.#labels.choose(symbol);
    this.#labels.mark([]);
    this.redraw();
  }

  /** Names and marks the lines of an element that is not found. @param {LinePlace[]} places */
  lines(places) {
    this.#labels.lines(places);
    this.redraw();
  }

  /** @param {'auto' | 'light' | 'dark'} theme */
  theme(theme) {
    this.#theme = theme;
    this.redraw();
  }

  redraw() {
    this.#frames.queue('all');
  }

  #listen() {
    const { box } = this.#parts;
    // A turn of the wheel scrolls the host's page; with Ctrl, and by a pinch, it enlarges.
    box.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && event.deltaX === 0 && !event.shiftKey) event.stopImmediatePropagation();
    }, { capture: true, passive: true });
    steer(box, { view: this.#view, places: this.#places, pointing: this.#pointing, zoom: this.#zoom, frames: this.#frames }, {
      held: () => this.#sayLater(() => this.#parts.readout.textContent ?? ''),
    });
  }

  #sayView() {
    const [lo, hi] = this.#view.shown.map((e) => `${fixed(e, 1)} eV`);
    this.#sayLater(() => FIGURE.shows(hi, lo));
  }

  /** @param {() => string} what */
  #sayLater(what) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#parts.said.textContent = what();
    }, PAUSE);
  }

  /** @param {import('../figure/frames.js').What} what */
  #paint(what) {
    const { box } = this.#parts;
    const { clientWidth: width, clientHeight: height } = box;
    if (!this.#shown || width < LEAST.width || height < LEAST.height) return;
    if (what === 'all') {
      const began = performance.now();
      const { range } = this.#view;
      this.#figure.view(range?.[0], range?.[1]);
      const layout = this.#figure.draw(width, height, scale(), lookOf(box, this.#theme));
      this.#places.layout = layout;
      tellDrawn(box, layout, 'binding', performance.now() - began);
    }
    this.#paintCursor(width, height);
  }

  /**
   * @param {number} width CSS pixels
   * @param {number} height
   */
  #paintCursor(width, height) {
    const { layout } = this.#places;
    if (!layout) return;
    const { energy, dragged } = this.#pointing;
    const point = energy === null ? undefined : this.#figure.point_at(energy);
    const [lo, hi] = this.#view.shown;
    const inView = point !== undefined && point[0] >= lo && point[0] <= hi;
    const x = inView ? this.#figure.x_from_energy(point[0]) ?? null : null;
    const dots = inView ? [{ y: this.#figure.y_from_value(0, point[1]) }] : [];
    const colour = accent(this.#parts.box);
    this.#cursor.draw({ x, dots, range: dragged, layout }, { width, height, scale: scale(), colour });
    const text = point ? inWords(readingAt(point, layout.panels[0].unit, this.#labels.at(point[0]), null, null)) : '';
    if (this.#parts.readout.textContent !== text) this.#parts.readout.textContent = text;
  }
}
