// The figure: draws through the wasm module on one canvas, the cursor on a second one above it.
// Zooming, gestures, keys, read-out, options and comparison are in figure/, a subject a file.

import { byId, fixed } from './dom.js';
import { Compare } from './figure/compare.js';
import { Cursor } from './figure/cursor.js';
import { Gestures } from './figure/gestures.js';
import { listenToKeys } from './figure/keys.js';
import { Nearby } from './figure/nearby.js';
import { Options } from './figure/options.js';
import { Readout } from './figure/readout.js';
import { printAs } from './figure/paper.js';
import { accent, scale, theme, watchLook } from './figure/theme.js';
import { NARROWEST_EV, View } from './figure/view.js';
import { FIGURE } from './words.js';

/** @typedef {import('../pkg/speclens.js').Fis} Fis */
/** @typedef {import('../pkg/speclens.js').FileList} FileList */
/** @typedef {import('../pkg/speclens.js').Label} Label */
/** @typedef {import('../pkg/speclens.js').Layout} Layout */
/** @typedef {import('./figure/view.js').Range} Range */

/**
 * What the figure asks of the engine about the spectrum on show.
 * @typedef {object} FigureAsks
 * @property {() => Promise<import('../pkg/speclens.js').LinePlace[]>} nearby lines of all elements, by energy
 * @property {() => Promise<Float64Array | null>} background under the lines, in the spectrum's order
 * @property {(index: number) => Promise<import('../pkg/speclens.js').Info>} info what the file says of a block
 * @property {(index: number) => Promise<import('./figure/compare.js').Curve>} curve another block of the file
 * @property {(file: File) => Promise<import('./figure/compare.js').Curve>} add a spectrum of another file
 * @property {() => void} [changed] the view or the way of drawing has changed
 */

/**
 * An answer, as far as the figure shows it.
 * @typedef {object} Shown
 * @property {Float64Array} energy binding energies, eV
 * @property {Float64Array} counts
 * @property {import('../pkg/speclens.js').CountUnit} unit
 * @property {Label[]} labels
 * @property {number} index of its block in the file
 * @property {import('../pkg/speclens.js').Analysis} analysis
 */

/** Size of a saved figure, CSS pixels, and its device pixels for each. */
const PRINT = { width: 800, height: 560, scale: 3 };
/** Steps of the cursor by the keys across the figure. */
const STEPS = 400;
/** A label so near to the cursor is the one at it, eV. */
const AT_LABEL = 4;
/** A place so far beside a panel is still on it, CSS pixels. */
const BESIDE = 4;
const BUTTON_ZOOM = 2;
/** Half-width of the mark at a line of any element, eV. */
const MARK_EV = 2;
/** Such a line goes before labels of lines that are not main lines. */
const EXTRA_WEIGHT = 5;

export class FigureView {
  #figure;
  #box = byId('figure');
  #plot = /** @type {HTMLCanvasElement} */ (byId('plot'));
  #whole = /** @type {HTMLButtonElement} */ (byId('whole'));
  #zoomIn = /** @type {HTMLButtonElement} */ (byId('zoom-in'));
  #zoomOut = /** @type {HTMLButtonElement} */ (byId('zoom-out'));
  #view = new View();
  #cursor = new Cursor(/** @type {HTMLCanvasElement} */ (byId('cursor')));
  #readout = new Readout();
  #gestures;
  #nearby;
  #options;
  #compare;
  #ask;
  /** @type {Layout | null} */
  #layout = null;
  /** @type {Shown | null} */
  #spectrum = null;
  /** @type {FileList | null} */
  #file = null;
  /** Distance of the points, eV. */
  #step = 0;
  /** @type {Label[]} */
  #labels = [];
  /** @type {Fis | null} */
  #fis = null;
  /** Seconds that each point of the spectrum was measured for, where they are known. @type {number | null} */
  #seconds = null;
  /** Place that the mouse points at, CSS pixels. @type {number | null} */
  #pointed = null;
  /** Energy whose value stays on show, eV. @type {number | null} */
  #held = null;
  /** Range that is being dragged, CSS pixels. @type {[number, number] | null} */
  #dragged = null;
  /** Takes the range that is dragged next. @type {((ends: Range) => void) | null} */
  #pick = null;
  /** What the next frame draws. @type {null | 'cursor' | 'all'} */
  #queued = null;
  #colour = '';

  /**
   * One figure lives as long as the page.
   * @param {typeof import('../pkg/speclens.js')} wasm the small module
   * @param {FigureAsks} ask
   */
  constructor(wasm, ask) {
    this.#figure = new wasm.FigureCanvas(this.#plot);
    this.#ask = ask;
    this.#nearby = new Nearby(() => ask.nearby(), () => this.#queue('cursor'));
    this.#options = new Options(() => this.#optionsChanged());
    this.#compare = new Compare({
      curve: (index) => ask.curve(index),
      add: (file) => ask.add(file),
      changed: () => this.#compared(),
    });
    this.#gestures = new Gestures(this.#box, {
      inside: (x) => this.#inside(x),
      read: (x) => this.#point(x),
      hold: (x) => this.#hold(this.#energyAt(x)),
      dragging: (from, to) => this.#drag([from, to]),
      dragged: (ends) => this.#dropped(ends),
      zoom: (x, factor) => this.#change(() => this.#view.zoom(this.#energyAt(x), factor)),
      pan: (by) => this.#change(() => this.#view.pan(this.#inEnergy(by))),
      reset: () => this.show(null),
      picking: () => this.#pick !== null,
    });
    this.#listen();
    new ResizeObserver(() => this.#queue('all')).observe(this.#box);
    printAs(this.#box, () => (this.#spectrum ? this.svg() : null));
    watchLook(() => {
      this.#colour = '';
      this.#queue('all');
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
    this.#labels = labels;
    this.#fis = null;
    this.#pointed = null;
    if (!keep) this.#held = null;
    this.#figure.show_spectrum(energy, counts, unit);
    this.#figure.show_labels(labels);
    this.#figure.clear_fis();
    this.#figure.mark([]);
    this.#box.classList.remove('with-fis', 'with-residual');
    const extent = answer.analysis.range_ev;
    this.#step = (extent[1] - extent[0]) / Math.max(1, energy.length - 1);
    this.#view.begin(extent, keep);
    this.#nearby.begin();
    this.#compare.begin(file, index);
    this.#seconds = null;
    this.#options.offer({ unit, timed: false, background: Boolean(answer.analysis.conventional) });
    this.#askSeconds(answer);
    this.#optionsChanged();
    this.#viewChanged();
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
    this.#figure.show_labels(this.#labels);
    this.#figure.choose(symbol ?? undefined);
    this.#queue('all');
  }

  /**
   * Names and marks the lines of an element, found or not, besides those that are labelled.
   * @param {import('../pkg/speclens.js').LinePlace[]} places none to take them away
   */
  lines(places) {
    const named = (/** @type {string} */ text) => this.#labels.some((l) => l.text === text);
    const more = places.filter((p) => !named(p.line)).map(({ energy_ev, line, symbol, strength }) => (
      { energy_ev, text: line, symbol, weight: EXTRA_WEIGHT + strength, chosen: true }));
    this.#figure.show_labels([...this.#labels, ...more]);
    this.#figure.choose(places[0]?.symbol);
    this.#figure.mark(places.flatMap((p) => p.lines_ev.map((e) => [e - MARK_EV, e + MARK_EV])));
    this.#queue('all');
  }

  /**
   * Marks stretches of binding energy, eV.
   * @param {Range[]} windows
   */
  mark(windows) {
    this.#figure.mark(windows);
    this.#queue('all');
  }

  /** The figure as it is on show, on white, as SVG text. */
  svg() {
    this.#frame();
    return this.#figure.svg(PRINT.width, PRINT.height);
  }

  /**
   * The same as a PNG file, 2,400 pixels wide.
   * @returns {Promise<Blob>}
   */
  png() {
    const canvas = document.createElement('canvas');
    this.#frame();
    this.#figure.draw_on(canvas, PRINT.width, PRINT.height, PRINT.scale);
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser gives no picture'))), 'image/png');
    });
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
    this.#queue('all');
  }

  /**
   * An implied spectrum over the measured one, an intensity for each of its energies; null for none.
   * @param {Float64Array | null} counts
   */
  implied(counts) {
    this.#figure.show_implied(counts ?? undefined);
    this.#box.classList.toggle('with-residual', Boolean(counts));
    this.#queue('all');
  }

  /**
   * The next range that is dragged goes to `take`, eV; null for none. Escape gives up.
   * @param {((ends: Range) => void) | null} take
   */
  pick(take) {
    this.#pick = take;
    this.#box.classList.toggle('picking', Boolean(take));
    if (take) this.#box.focus({ preventScroll: true });
  }

  /**
   * Shows a range of binding energies, eV; null for the whole spectrum.
   * @param {Range | null} range
   */
  show(range) {
    this.#change(() => this.#view.set(range));
  }

  /** The range that is shown, eV; null where it is the whole. */
  get range() {
    return this.#view.range;
  }

  #listen() {
    listenToKeys(this.#box, {
      zoom: (factor) => this.#zoomByKey(factor),
      pan: (share) => {
        const [lo, hi] = this.#view.shown;
        this.#change(() => this.#view.pan(-share * (hi - lo)));
        this.#sayView();
      },
      step: (steps) => this.#move(steps),
      end: (end) => this.#holdAndSay(this.#view.shown[end < 0 ? 1 : 0]),
      reset: () => {
        this.show(null);
        this.#sayView();
      },
      release: () => {
        this.#held = null;
        this.#pointed = null;
        this.#gestures.stop();
        this.pick(null);
        this.#queue('cursor');
      },
    });
    this.#whole.addEventListener('click', () => {
      this.show(null);
      this.#sayView();
    });
    this.#zoomIn.addEventListener('click', () => this.#zoomByKey(1 / BUTTON_ZOOM));
    this.#zoomOut.addEventListener('click', () => this.#zoomByKey(BUTTON_ZOOM));
  }

  // The view

  /**
   * Changes the view; answers whether it is another one now.
   * @param {() => void} change
   */
  #change(change) {
    const [lo, hi] = this.#view.shown;
    change();
    const [newLo, newHi] = this.#view.shown;
    if (lo === newLo && hi === newHi) return false;
    this.#viewChanged();
    return true;
  }

  #viewChanged() {
    const { range, extent } = this.#view;
    const [lo, hi] = this.#view.shown;
    setEnabled(this.#whole, range !== null, this.#box);
    setEnabled(this.#zoomOut, range !== null, this.#box);
    setEnabled(this.#zoomIn, hi - lo > Math.min(extent[1] - extent[0], NARROWEST_EV) * 1.001, this.#box);
    this.#ask.changed?.();
    this.#queue('all');
  }

  /** By a key or a button: about the cursor, where it is in view. @param {number} factor */
  #zoomByKey(factor) {
    const [lo, hi] = this.#view.shown;
    const at = this.#energy;
    this.#change(() => this.#view.zoom(at !== null && at >= lo && at <= hi ? at : (lo + hi) / 2, factor));
    this.#sayView();
  }

  #sayView() {
    this.#readout.sayLater(() => {
      const [lo, hi] = this.#view.shown;
      return FIGURE.shows(this.#written(hi), this.#written(lo));
    });
  }

  // Places

  /** @param {number} x CSS pixels */
  #inside(x) {
    const p = this.#layout?.panels[0].css_px;
    return p !== undefined && x >= p.left - BESIDE && x <= p.right + BESIDE;
  }

  /** Binding energy at a place, by the view as it will be drawn. @param {number} x CSS pixels */
  #energyAt(x) {
    const { left, right } = this.#layout?.panels[0].css_px ?? { left: 0, right: 1 };
    return this.#view.energyAt((x - left) / (right - left));
  }

  /** How far the view moves when what it shows moves to the right. @param {number} by CSS pixels */
  #inEnergy(by) {
    const { left, right } = this.#layout?.panels[0].css_px ?? { left: 0, right: 1 };
    const [lo, hi] = this.#view.shown;
    return (by / (right - left)) * (hi - lo);
  }

  /** A binding energy as the axis has it. */
  #written = (/** @type {number} */ energy) => {
    const photonEnergy = this.#photonEnergy;
    return `${fixed(photonEnergy === null ? energy : photonEnergy - energy, 1)} eV`;
  };

  /** Where kinetic energies are shown: the photon energy, eV. */
  get #photonEnergy() {
    return this.#options.chosen.axis === 'kinetic' ? this.#spectrum?.analysis.excitation_ev ?? null : null;
  }

  /** Energy that is read: where the mouse points, else what is held. */
  get #energy() {
    return this.#pointed === null ? this.#held : this.#energyAt(this.#pointed);
  }

  // The cursor

  /** @param {number | null} x CSS pixels */
  #point(x) {
    this.#pointed = x;
    this.#queue('cursor');
  }

  /** @param {number} energy eV */
  #hold(energy) {
    this.#held = energy;
    this.#queue('cursor');
  }

  /** @param {number} energy eV */
  #holdAndSay(energy) {
    this.#pointed = null;
    this.#hold(energy);
    this.#readout.sayLater(() => [this.#readout.text, this.#nearby.inWords(energy, this.#written)].filter(Boolean).join('. '));
  }

  /** Moves the cursor by keys; the view follows it. @param {number} steps to the right */
  #move(steps) {
    const [lo, hi] = this.#view.shown;
    const step = Math.max((hi - lo) / STEPS, this.#step);
    const at = this.#energy ?? (lo + hi) / 2;
    const [least, most] = this.#view.extent;
    const energy = Math.min(most, Math.max(least, at - steps * step));
    this.#change(() => this.#view.follow(energy));
    this.#holdAndSay(energy);
  }

  /** @param {[number, number]} range CSS pixels */
  #drag(range) {
    this.#dragged = range;
    this.#queue('cursor');
  }

  /** @param {[number, number] | null} ends CSS pixels */
  #dropped(ends) {
    this.#dragged = null;
    this.#queue('cursor');
    if (!ends) return;
    const [a, b] = ends.map((x) => this.#energyAt(x));
    const range = /** @type {Range} */ ([Math.min(a, b), Math.max(a, b)]);
    const pick = this.#pick;
    if (!pick) return this.show(range);
    this.pick(null);
    pick(range);
  }

  // How it is drawn

  #optionsChanged() {
    this.#axes();
    this.#showBackground(this.#options.chosen.background);
    this.#ask.changed?.();
  }

  #axes() {
    const { scale: intensities, unit } = this.#options.chosen;
    this.#figure.intensity_scale(intensities);
    this.#figure.kinetic_axis(this.#photonEnergy ?? undefined);
    this.#figure.per_second(unit === 'per_second' ? this.#seconds ?? undefined : undefined);
    this.#compare.over(unit === 'per_second' ? 'counts_per_second' : this.#spectrum?.unit ?? 'unknown', Boolean(this.#spectrum?.analysis.calibration));
    this.#compared();
  }

  /** @param {boolean} wanted */
  async #showBackground(wanted) {
    const spectrum = this.#spectrum;
    if (!wanted || !spectrum) {
      this.#figure.show_background(undefined);
      delete this.#box.dataset.background;
      return this.#queue('all');
    }
    const counts = await this.#ask.background().catch(() => null); // it is only drawn along
    if (this.#spectrum !== spectrum || !this.#options.chosen.background) return undefined;
    this.#figure.show_background(counts ?? undefined);
    this.#box.dataset.background = String(Boolean(counts));
    return this.#queue('all');
  }

  /** How long each point was measured, by the file. @param {Shown} answer */
  async #askSeconds(answer) {
    const info = await this.#ask.info(answer.index).catch(() => null);
    if (!info || this.#spectrum !== answer) return;
    this.#seconds = secondsOf(info);
    this.#options.offer({ timed: this.#seconds !== null });
    this.#axes();
  }

  /** Other spectra over this one. */
  #compared() {
    const { curves, offset, normalise } = this.#compare;
    this.#figure.clear_others();
    for (const { name, energy_ev: energy, counts, unit, seconds } of curves) {
      // Rates need no division: as if each count had taken a second.
      this.#figure.add_other(name, energy, counts, unit === 'counts_per_second' ? 1 : seconds ?? undefined);
    }
    this.#figure.arrange_others(offset, normalise);
    this.#box.dataset.others = String(curves.length);
    this.#queue('all');
  }

  // Drawing

  /** Draws once with the next frame, however much happens before it. @param {'cursor' | 'all'} what */
  #queue(what) {
    if (this.#queued === null) requestAnimationFrame(() => this.#paint());
    if (this.#queued !== 'all') this.#queued = what;
  }

  #paint() {
    const what = this.#queued;
    this.#queued = null;
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
    this.#layout = this.#figure.draw(width, height, scale(), look);
    this.#compare.colours(this.#figure.other_colours(look));
    this.#tell(performance.now() - began);
  }

  /** What was drawn, for those who test the page. @param {number} ms */
  #tell(ms) {
    const { panels, labels } = /** @type {Layout} */ (this.#layout);
    const [panel] = panels;
    const { axis } = this.#options.chosen;
    Object.assign(this.#box.dataset, {
      panels: panels.map((p) => p.name).join(' '),
      energyLeft: panel.energy_left_ev,
      energyRight: panel.energy_right_ev,
      valueBottom: panel.value_bottom,
      valueTop: panel.value_top,
      unit: panel.unit,
      scale: panel.scale,
      axis,
      labels: labels.map(([text]) => text).join(', '),
      drawMs: ms.toFixed(2),
    });
  }

  /**
   * @param {number} width CSS pixels
   * @param {number} height
   */
  #drawCursor(width, height) {
    const layout = this.#layout;
    const energy = this.#energy;
    if (!layout) return;
    const point = energy === null ? undefined : this.#figure.point_at(energy);
    const [lo, hi] = this.#view.shown;
    const inView = point && point[0] >= lo && point[0] <= hi;
    const reading = point ? this.#reading(layout, point) : null;
    const below = layout.panels.findIndex((p) => p.name === 'fis');
    const dots = inView ? [{ y: this.#figure.y_from_value(0, point[1]) }] : [];
    if (reading?.fis && below > 0) dots.push({ y: this.#figure.y_from_value(below, reading.fis.value) });
    const x = inView ? this.#figure.x_from_energy(point[0]) ?? null : null;
    this.#colour ||= accent(this.#box);
    this.#cursor.draw({ x, dots, range: this.#dragged, layout }, { width, height, scale: scale(), colour: this.#colour });
    this.#readout.show(reading);
    this.#nearby.show(reading && reading.energy, this.#written);
  }

  /**
   * @param {Layout} layout
   * @param {Float64Array} point energy, eV, and value
   * @returns {import('./figure/readout.js').Reading}
   */
  #reading(layout, [energy, value]) {
    const off = (/** @type {Label} */ l) => Math.abs(l.energy_ev - energy);
    const [label] = this.#labels.filter((l) => off(l) <= AT_LABEL).sort((a, b) => off(a) - off(b));
    return {
      energy,
      value,
      photonEnergy: this.#photonEnergy,
      unit: layout.panels[0].unit,
      label: !label ? '' : label.symbol ? FIGURE.at(label.text) : FIGURE.unexplained,
      fis: this.#fis && probeAt(this.#fis, energy),
    };
  }
}

/**
 * A button that is no longer of use does not keep the focus.
 * @param {HTMLButtonElement} button
 * @param {boolean} enabled
 * @param {HTMLElement} instead
 */
function setEnabled(button, enabled, instead) {
  if (!enabled && document.activeElement === button) instead.focus({ preventScroll: true });
  button.disabled = !enabled;
}

/**
 * Seconds that each point was measured for; null where the file does not say.
 * @param {import('../pkg/speclens.js').Info} info
 */
function secondsOf({ dwell_s: dwell, scans }) {
  return dwell !== null && scans !== null && dwell * scans > 0 ? dwell * scans : null;
}

/**
 * The probe of a FIS nearest to an energy; its energies rise.
 * @param {Fis} fis
 * @param {number} at eV
 */
function probeAt({ element, energy_ev: energy, value, error, noise }, at) {
  let lo = 0;
  let hi = energy.length - 1;
  while (hi - lo > 1) {
    const middle = (lo + hi) >> 1;
    if (energy[middle] <= at) lo = middle;
    else hi = middle;
  }
  const i = at - energy[lo] <= energy[hi] - at ? lo : hi;
  return { element, value: value[i], error: error[i], noise: noise[i] };
}
