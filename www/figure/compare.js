// Other spectra over the one on show: blocks of the same file, and other files.

import { byId, fixed, make } from '../dom.js';
import { problemOf } from '../messages.js';
import { recall, remember } from '../settings.js';
import { FIGURE } from '../words.js';

/** @typedef {import('../../pkg/speclens.js').CountUnit} CountUnit */
/** @typedef {import('../../pkg/speclens.js').FileList} FileList */

/**
 * A spectrum as the worker gives it.
 * @typedef {object} Curve
 * @property {string} name
 * @property {Float64Array} energy_ev
 * @property {Float64Array} counts
 * @property {CountUnit} [unit]
 * @property {number} [seconds] that each point was measured for, where that is known
 */

/**
 * One that is compared.
 * @typedef {Curve & { key: string, index: number | null }} Compared
 */

/**
 * @typedef {object} CompareAsks
 * @property {(index: number) => Promise<Curve>} curve another block of the open file
 * @property {(file: File) => Promise<Curve>} add a spectrum of another file
 * @property {() => void} changed
 */

/** As many colours there are. */
const MOST = 8;
const KEY = 'figure.compare';
const PLAIN = { offset: 0, normalise: false };

export class Compare {
  #panel = /** @type {HTMLDetailsElement} */ (byId('compare'));
  #blocks = byId('compare-blocks');
  #offset = /** @type {HTMLInputElement} */ (byId('compare-offset'));
  #normalise = /** @type {HTMLInputElement} */ (byId('compare-normalise'));
  #legend = byId('compare-legend');
  #note = byId('compare-note');
  #ask;
  /** @type {FileList | null} */
  #file = null;
  #index = 0;
  #listed = false;
  /** @type {CountUnit} */
  #unit = 'counts';
  #calibrated = false;
  /** @type {Compared[]} */
  #curves = [];
  /** @type {string[]} */
  #colours = [];
  #problem = '';
  #added = 0;

  /** @param {CompareAsks} ask */
  constructor(ask) {
    this.#ask = ask;
    const { offset, normalise } = { ...PLAIN, ...recall(KEY, PLAIN) };
    this.#offset.value = String(offset);
    this.#normalise.checked = normalise;
    this.#tellOffset();
    this.#panel.addEventListener('toggle', () => this.#list());
    this.#offset.addEventListener('input', () => this.#arranged());
    this.#normalise.addEventListener('change', () => this.#arranged());
    window.addEventListener('settings-forgotten', () => {
      this.#offset.value = String(PLAIN.offset);
      this.#normalise.checked = PLAIN.normalise;
      this.#tellOffset();
      this.#changed();
    });
    const input = /** @type {HTMLInputElement} */ (byId('compare-file'));
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) this.#add(() => this.#ask.add(file), { key: `file ${this.#added += 1}`, index: null, name: file.name });
      input.value = '';
    });
  }

  /**
   * Another spectrum is on show; that of another file takes all others away.
   * @param {FileList} file
   * @param {number} index of its block
   */
  begin(file, index) {
    if (file !== this.#file) {
      this.#curves = [];
      this.#listed = false;
      this.#blocks.replaceChildren();
    }
    this.#file = file;
    this.#index = index;
    this.#problem = '';
    this.#panel.hidden = false;
    this.#list();
    this.#changed();
  }

  /**
   * What the spectrum is drawn in.
   * @param {CountUnit} unit
   * @param {boolean} calibrated whether its axis is another than that of its file
   */
  over(unit, calibrated) {
    if (unit === this.#unit && calibrated === this.#calibrated) return;
    this.#unit = unit;
    this.#calibrated = calibrated;
    this.#tell();
  }

  /** Those to draw: the block on show is not compared with itself. */
  get curves() {
    return this.#curves.filter((c) => c.index === null || c.index !== this.#index);
  }

  /** Share of the height by which each is raised. */
  get offset() {
    return Number(this.#offset.value) / 100;
  }

  get normalise() {
    return this.#normalise.checked;
  }

  /** Their colours, in order. @param {string[]} colours */
  colours(colours) {
    if (colours.join() === this.#colours.join()) return;
    this.#colours = colours;
    this.#draw();
  }

  #arranged() {
    this.#tellOffset();
    remember(KEY, { offset: Number(this.#offset.value), normalise: this.normalise });
    this.#ask.changed();
  }

  #tellOffset() {
    byId('compare-offset-said').textContent = `${fixed(Number(this.#offset.value), 0)} %`;
  }

  /** A file may hold thousands of blocks: they are listed when somebody looks. */
  #list() {
    if (!this.#panel.open || !this.#file) return;
    if (!this.#listed) {
      this.#listed = true;
      byId('compare-none').hidden = this.#file.blocks.length > 1;
      this.#blocks.replaceChildren(...this.#file.blocks.map((block, index) => this.#choice(block, index)));
    }
    this.#tick();
  }

  /**
   * @param {import('../../pkg/speclens.js').BlockEntry} block
   * @param {number} index
   */
  #choice(block, index) {
    const box = make('input', { type: 'checkbox', value: String(index) });
    const [lo, hi] = block.range_ev;
    const range = `${fixed(lo, 0)} to ${fixed(hi, 0)} eV`;
    box.addEventListener('change', () => {
      const key = `block ${index}`;
      if (box.checked) this.#add(() => this.#ask.curve(index), { key, index, name: block.title });
      else this.#remove(key);
    });
    return make('label', {}, box, make('span', {}, block.title, make('span', { className: 'sub' }, ` ${range}`)));
  }

  /** Which blocks are on show; the one under them cannot be chosen. */
  #tick() {
    const taken = new Set(this.#curves.map((c) => c.index));
    const full = this.curves.length >= MOST;
    for (const box of this.#blocks.querySelectorAll('input')) {
      const index = Number(box.value);
      const own = index === this.#index;
      box.checked = own || taken.has(index);
      box.disabled = own || (full && !taken.has(index));
    }
  }

  /**
   * @param {() => Promise<Curve>} fetch
   * @param {{ key: string, index: number | null, name: string }} place
   */
  async #add(fetch, place) {
    const file = this.#file;
    try {
      if (this.curves.length >= MOST) throw new Error(FIGURE.compareFull(MOST));
      const curve = await fetch();
      if (this.#file !== file) return;
      if (this.#curves.some((c) => c.key === place.key)) return;
      this.#curves.push({ ...curve, ...place, name: place.index === null ? curve.name : place.name });
      this.#problem = '';
    } catch (error) {
      if (this.#file !== file) return;
      this.#problem = problemOf(place.name, /** @type {Error} */ (error).message);
    }
    this.#changed();
  }

  /** @param {string} key */
  #remove(key) {
    this.#curves = this.#curves.filter((c) => c.key !== key);
    this.#problem = '';
    this.#changed();
  }

  #changed() {
    this.#draw();
    this.#tick();
    this.#ask.changed();
  }

  /** The legend. */
  #draw() {
    const { curves } = this;
    this.#legend.hidden = curves.length === 0;
    this.#legend.replaceChildren(...curves.map((curve, i) => {
      const swatch = make('span', { className: 'swatch', attributes: { 'aria-hidden': 'true' } });
      swatch.style.setProperty('background', this.#colours[i] ?? 'none');
      const away = make('button', { type: 'button', className: 'quiet', attributes: { 'aria-label': FIGURE.takeAway(curve.name) } }, '✕');
      away.addEventListener('click', () => {
        this.#remove(curve.key);
        const next = this.#legend.querySelector('button') ?? this.#panel.querySelector('summary');
        next?.focus();
      });
      return make('li', { data: { curve: curve.key } }, swatch, make('span', {}, curve.name), away);
    }));
    byId('compare-count').textContent = curves.length > 0 ? ` (${curves.length})` : '';
    this.#tell();
  }

  /** What is doubtful of the comparison: units, times. */
  #tell() {
    const names = (/** @type {(c: Compared) => boolean | undefined} */ which) => this.curves.filter(which).map((c) => c.name);
    const rates = this.#unit === 'counts_per_second';
    const alike = (/** @type {Compared} */ c) => c.unit === this.#unit || (rates && c.unit === 'counts');
    const others = names((c) => Boolean(c.unit) && !alike(c));
    const untimed = names((c) => rates && c.unit === 'counts' && !c.seconds);
    const units = others.length > 0 ? FIGURE.otherUnits(others, FIGURE.units[this.#unit]) : '';
    const times = untimed.length > 0 ? FIGURE.untimed(untimed) : '';
    const axes = this.#calibrated && this.curves.length > 0 ? FIGURE.otherAxes : '';
    const doubts = [units, times, axes].filter(Boolean).map((text) => make('span', {}, text));
    const problems = this.#problem ? [make('span', { className: 'problem-note' }, this.#problem)] : [];
    // Each on a line of its own.
    this.#note.replaceChildren(...[...problems, ...doubts].flatMap((line) => [make('br'), line]).slice(1));
  }
}
