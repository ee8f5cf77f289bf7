// The figure: draws through the wasm module on one canvas, the cursor on a second one above it.
// What it consists of is in figure/, a subject a file.

import { byId } from './dom.js';
import { Cursor } from './figure/cursor.js';
import { Frames } from './figure/frames.js';
import { Labels } from './figure/labels.js';
import { Manner } from './figure/manner.js';
import { Nearby } from './figure/nearby.js';
import { printAs } from './figure/paper.js';
import { pngOf, svgOf } from './figure/picture.js';
import { Places } from './figure/places.js';
import { Pointing } from './figure/pointing.js';
import { readingAt } from './figure/reading.js';
import { Readout } from './figure/readout.js';
import { steer } from './figure/steering.js';
import { accent, scale, theme, watchLook } from './figure/theme.js';
import { tellDrawn } from './figure/told.js';
import { View } from './figure/view.js';
import { Zoom } from './figure/zoom.js';
import { FIGURE } from './words.js';

/** @typedef {import('../pkg/speclens.js').Fis} Fis */
/** @typedef {import('../pkg/speclens.js').FileList} FileList */
/** @typedef {import('./figure/manner.js').Shown} Shown */
/** @typedef {import('./figure/view.js').Range} Range */

export class FigureView {
  #figure;
  #box = byId('figure');
  #view = new View();
  #places = new Places(this.#view);
  #cursor = new Cursor(/** @type {HTMLCanvasElement} */ (byId('cursor')));
  #readout = new Readout();
  #frames = new Frames((what) => this.#paint(what));
  #pointing = new Pointing(this.#box, this.#places, {
    changed: () => this.#frames.queue('cursor'),
    show: (range) => this.show(range),
  });
  #labels;
  #nearby;
  #manner;
  #zoom;
  /** @type {Shown | null} */
  #spectrum = null;
  /** @type {FileList | null} */
  #file = null;
  /** Distance of the points, eV. */
  #step = 0;
  /** @type {Fis | null} */
  #fis = null;
  #colour = '';

  /**
   * One figure lives as long as the page.
   * @param {typeof import('../pkg/speclens.js')} wasm the small module
   * @param {import('./figure/asks.js').FigureAsks} ask
   */
  constructor(wasm, ask) {
    this.#figure = new wasm.FigureCanvas(/** @type {HTMLCanvasElement} */ (byId('plot')));
    this.#labels = new Labels(this.#figure);
    this.#nearby = new Nearby(() => ask.nearby(), () => this.#frames.queue('cursor'));
    this.#manner = new Manner(this.#figure, this.#box, ask, () => this.#frames.queue('all'));
    this.#zoom = new Zoom(this.#box, this.#view, {
      energy: () => this.#pointing.energy,
      changed: () => {
        ask.changed?.();
        this.#frames.queue('all');
      },
      say: () => this.#sayView(),
    });
    this.#listen();
    new ResizeObserver(() => this.#frames.queue('all')).observe(this.#box);
    printAs(this.#box, () => (this.#spectrum ? this.svg() : null));
    watchLook(() => {
      this.#colour = '';
      this.#frames.queue('all');
    });
  }

  /**
   * A new spectrum with its labels. The view stays as it is where it is the same block, answered anew.
   * @param {Shown} answer
   * @param {{ file: FileList, keepView?: boolean }} how the file that it is a block of
   */
  spectrum(answer, { file, keepView = false }) {
    const { energy, counts, unit, labels, index } = answer;
    const keep = keepView || (file === this.#file && index === this.#spectrum?.index);
    this.#spectrum = answer;
    this.#file = file;
    this.#fis = null;
    this.#pointing.begin(keep);
    this.#frames.begin();
    this.#figure.show_spectrum(energy, counts, unit);
    this.#labels.begin(labels);
    this.#figure.clear_fis();
    this.#box.classList.remove('with-fis', 'with-residual');
    const extent = answer.analysis.range_ev;
    this.#step = (extent[1] - extent[0]) / Math.max(1, energy.length - 1);
    this.#view.begin(extent, keep);
    this.#nearby.begin();
    this.#manner.begin(answer, file);
    this.#zoom.changed();
  }

  /** What the answer rests on is known now: of lines near the cursor more can be said. */
  reasons() {
    this.#nearby.refresh();
  }

  /**
   * Sets the lines of one element off from the others; null for none.
   * @param {string | null} symbol
   */
  choose(symbol) {
    this.#labels.choose(symbol);
    this.#frames.queue('all');
  }

  /**
   * Names and marks the lines of an element, found or not, besides those that are labelled.
   * @param {import('../pkg/speclens.js').LinePlace[]} places none to take them away
   */
  lines(places) {
    this.#labels.lines(places);
    this.#frames.queue('all');
  }

  /**
   * Marks stretches of binding energy, eV.
   * @param {Range[]} windows
   */
  mark(windows) {
    this.#labels.mark(windows);
    this.#frames.queue('all');
  }

  /** The figure as it is on show, on white, as SVG text. */
  svg() {
    this.#frame();
    return svgOf(this.#figure);
  }

  /** The same as a PNG file, 2,400 pixels wide. */
  png() {
    this.#frame();
    return pngOf(this.#figure);
  }

  /**
   * The FIS under the spectrum, as the engine gives it, or null to take it away.
   * @param {Fis | null} fis
   */
  fis(fis) {
    this.#fis = fis;
    if (fis) this.#figure.show_fis(fis);
    else this.#figure.clear_fis();
    this.#box.classList.toggle('with-fis', Boolean(fis));
    this.#frames.queue('all');
  }

  /**
   * An implied spectrum over the measured one, an intensity for each of its energies; null for none.
   * @param {Float64Array | null} counts
   */
  implied(counts) {
    this.#figure.show_implied(counts ?? undefined);
    this.#box.classList.toggle('with-residual', Boolean(counts));
    this.#frames.queue('all');
  }

  /**
   * The next range that is dragged goes to `take`, eV; null for none. Escape gives up.
   * @param {((ends: Range) => void) | null} take
   */
  pick(take) {
    this.#pointing.pick(take);
  }

  /**
   * Shows a range of binding energies, eV; null for the whole spectrum.
   * @param {Range | null} range
   */
  show(range) {
    this.#zoom.show(range);
  }

  /** The range that is shown, eV; null where it is the whole. */
  get range() {
    return this.#view.range;
  }

  #listen() {
    steer(this.#box, { view: this.#view, places: this.#places, pointing: this.#pointing, zoom: this.#zoom, frames: this.#frames }, {
      held: (energy) => this.#sayHeld(energy),
      step: () => this.#step,
      picking: () => this.#pointing.picking,
      released: () => this.pick(null),
    });
  }

  #sayView() {
    this.#readout.sayLater(() => {
      const [lo, hi] = this.#view.shown;
      return FIGURE.shows(this.#manner.written(hi), this.#manner.written(lo));
    });
  }

  /** @param {number} energy eV */
  #sayHeld(energy) {
    this.#readout.sayLater(() => [this.#readout.text, this.#nearby.inWords(energy, this.#manner.written)].filter(Boolean).join('. '));
  }

  // Drawing

  /** @param {import('./figure/frames.js').What} what */
  #paint(what) {
    if (!this.#spectrum) return;
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (width < 160 || height < 120) return; // no room, e.g. while printing
    if (what === 'all') this.#draw(width, height);
    this.#drawCursor(width, height);
  }

  #frame() {
    const { range } = this.#view;
    this.#figure.view(range?.[0], range?.[1]);
  }

  /**
   * @param {number} width CSS pixels
   * @param {number} height
   */
  #draw(width, height) {
    const began = performance.now();
    const look = theme();
    this.#frame();
    const layout = this.#figure.draw(width, height, scale(), look);
    this.#places.layout = layout;
    this.#manner.colours(look);
    tellDrawn(this.#box, layout, this.#manner.axis, performance.now() - began);
  }

  /**
   * @param {number} width CSS pixels
   * @param {number} height
   */
  #drawCursor(width, height) {
    const { layout } = this.#places;
    const { energy, dragged } = this.#pointing;
    if (!layout) return;
    const point = energy === null ? undefined : this.#figure.point_at(energy);
    const [lo, hi] = this.#view.shown;
    const inView = point && point[0] >= lo && point[0] <= hi;
    const { photonEnergy } = this.#manner;
    const reading = point ? readingAt(point, layout.panels[0].unit, this.#labels.at(point[0]), this.#fis, photonEnergy) : null;
    const below = layout.panels.findIndex((p) => p.name === 'fis');
    const dots = inView ? [{ y: this.#figure.y_from_value(0, point[1]) }] : [];
    if (reading?.fis && below > 0) dots.push({ y: this.#figure.y_from_value(below, reading.fis.value) });
    const x = inView ? this.#figure.x_from_energy(point[0]) ?? null : null;
    this.#colour ||= accent(this.#box);
    this.#cursor.draw({ x, dots, range: dragged, layout }, { width, height, scale: scale(), colour: this.#colour });
    this.#readout.show(reading);
    this.#nearby.show(reading && reading.energy, this.#manner.written);
  }
}
