// The chosen spectra of a batch over each other. Each is read when it is to be drawn, and forgotten with the figure.

import { byId, fixed, make } from '../dom.js';
import { scale, theme, watchLook } from '../figure/theme.js';
import { BATCH } from '../words.js';
import { titleOf } from './rows.js';

/** @typedef {import('./rows.js').Row} Row */
/** @typedef {{ energy: Float64Array, counts: Float64Array, unit: import('../../pkg/speclens.js').CountUnit, seconds: number | undefined }} Curve */

/** The first spectrum, and as many others as there are colours. */
const MOST = 9;

export class Overlay {
  #fold = /** @type {HTMLDetailsElement} */ (byId('batch-overlay'));
  #box = byId('batch-overlay-figure');
  #legend = byId('batch-overlay-legend');
  #said = byId('batch-overlay-said');
  #offset = byId('batch-offset');
  #same = byId('batch-same');
  #loading;
  #ask;
  #rows;
  /** @type {import('../../pkg/speclens.js').FigureCanvas | null} */
  #figure = null;
  /** What is drawn: ids of the rows. */
  #drawn = '';
  /** @type {Row[]} */
  #shown = [];
  #turn = 0;

  /**
   * @param {Promise<{ wasm: typeof import('../../pkg/speclens.js') }>} loading
   * @param {(row: Row) => Promise<Curve>} curve
   * @param {() => Row[]} rows those that are chosen
   */
  constructor(loading, curve, rows) {
    this.#loading = loading;
    this.#ask = curve;
    this.#rows = rows;
    this.#fold.addEventListener('toggle', () => this.changed());
    this.#offset.addEventListener('input', () => this.#draw());
    this.#same.addEventListener('change', () => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this.#box);
    watchLook(() => this.#draw());
  }

  /** Other rows are chosen. */
  async changed() {
    const chosen = this.#rows();
    byId('batch-overlay-count').textContent = chosen.length > 0 ? ` (${chosen.length})` : '';
    if (!this.#fold.open) return this.#forget();
    const rows = chosen.slice(0, MOST);
    const wanted = rows.map((r) => r.id).join();
    if (wanted === this.#drawn) return undefined;
    this.#drawn = wanted;
    const turn = this.#turn += 1;
    /** @type {string[]} */
    const failed = [];
    const { wasm } = await this.#loading;
    const curves = await Promise.all(rows.map((row) => this.#ask(row).catch((error) => {
      failed.push(`${titleOf(row)}: ${error.message}`);
      return null;
    })));
    if (turn !== this.#turn) return undefined;
    this.#figure?.free();
    this.#figure = null;
    this.#shown = [];
    curves.forEach((curve, i) => {
      if (curve) this.#put(wasm, curve, rows[i]);
    });
    const more = chosen.length > MOST ? [BATCH.overlayFull(MOST)] : [];
    this.#said.textContent = rows.length === 0 ? BATCH.overlayNone : [...more, ...failed].join(' ');
    return this.#draw();
  }

  /**
   * @param {typeof import('../../pkg/speclens.js')} wasm
   * @param {Curve} curve
   * @param {Row} row
   */
  #put(wasm, { energy, counts, unit, seconds }, row) {
    if (this.#figure) {
      this.#figure.add_other(titleOf(row), energy, counts, unit, seconds);
    } else {
      this.#figure = new wasm.FigureCanvas(byId('batch-overlay-plot'));
      this.#figure.show_spectrum(energy, counts, unit);
    }
    this.#shown.push(row);
  }

  #draw() {
    byId('batch-offset-said').textContent = `${fixed(Number(this.#offset.value), 0)} %`;
    this.#box.hidden = !this.#figure;
    this.#box.dataset.spectra = String(this.#figure ? this.#shown.length : 0);
    this.#box.setAttribute('aria-label', BATCH.overlayOf(this.#shown.map(titleOf).join('; ')));
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (!this.#figure || width < 160 || height < 120) return this.#legend.replaceChildren();
    this.#figure.arrange_others(Number(this.#offset.value) / 100, this.#same.checked);
    this.#figure.draw(width, height, scale(), theme());
    const colours = ['var(--ink)', ...this.#figure.other_colours(theme())];
    return this.#legend.replaceChildren(...this.#shown.map((row, i) => {
      const swatch = make('span', { className: 'swatch', attributes: { 'aria-hidden': 'true' } });
      swatch.style.setProperty('background', colours[i]);
      return make('li', {}, swatch, make('span', {}, titleOf(row)));
    }));
  }

  #forget() {
    this.#turn += 1;
    this.#drawn = '';
    this.#shown = [];
    this.#figure?.free();
    this.#figure = null;
    return this.#draw();
  }
}
