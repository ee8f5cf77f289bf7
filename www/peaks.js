// Peaks of one region: what is asked, the fit, and its curve on the figure.

import { byId, fixed, make, readable } from './dom.js';
import { Cancelled } from './engine.js';
import { PEAKS, RESULTS } from './words.js';

/** @typedef {import('../pkg/speclens.js').AskedPeak} AskedPeak */
/** @typedef {import('../pkg/speclens.js').AskedFit} AskedFit */
/** @typedef {import('../pkg/speclens.js').FittedRegion} FittedRegion */

/** @typedef {[from: number, to: number]} Window eV */
/** @typedef {{ name: HTMLInputElement, energy: HTMLInputElement, splitting: HTMLInputElement, ratio: HTMLInputElement, found: HTMLElement[] }} Row */

/** A region that is dragged is shown with so much beside it, eV. */
const BESIDE_EV = 3;
/** A spectrum narrower than this is fitted as a whole, eV. */
const WHOLE_EV = 100;

export class PeaksView {
  #panel = byId('peaks');
  #body = byId('peak-table').tBodies[0];
  #status = byId('peaks-status');
  #on;
  /** Rows of the table: their fields, and the cells of what the fit finds. @type {Row[]} */
  #rows = [];
  #answer = 0;
  #fits = 0; // the last one asked for is shown

  /**
   * @param {{ fit: (asked: AskedFit) => Promise<{ region: FittedRegion, sum: Float64Array }>,
   *   suggest: (window: Window) => Promise<AskedPeak[]>, drag: (take: (ends: Window) => void) => void,
   *   show: (curve: Float64Array | null, window?: Window) => void }} on fits, suggests, lets a range be dragged, shows
   */
  constructor(on) {
    this.#on = on;
    byId('peaks-form').addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#fit();
    });
    byId('peaks-drag').addEventListener('click', () => on.drag((ends) => this.#region(ends)));
    byId('peaks-suggest').addEventListener('click', () => this.#suggest());
    byId('peaks-add').addEventListener('click', () => this.#add());
    byId('peaks-clear').addEventListener('click', () => this.#forget());
    this.#panel.addEventListener('toggle', () => {
      if (!this.#panel.open) this.#forget();
    });
  }

  /**
   * Another answer is on show.
   * @param {Window} range what the spectrum covers, eV
   */
  begin(range) {
    this.#answer += 1;
    this.#panel.hidden = false;
    this.#rows = [];
    this.#body.replaceChildren();
    const [from, to] = range[1] - range[0] < WHOLE_EV ? range.map((e) => e.toFixed(1)) : ['', ''];
    byId('peaks-from').value = from;
    byId('peaks-to').value = to;
    this.#said(null);
  }

  /** No fit is shown, nor one that is under way. */
  #forget() {
    this.#fits += 1;
    this.#on.show(null);
    this.#said(null);
  }

  /** @returns {Window} */
  #window() {
    return [byId('peaks-from').valueAsNumber, byId('peaks-to').valueAsNumber];
  }

  /**
   * A region was dragged: its lines are its peaks.
   * @param {Window} region
   */
  #region([from, to]) {
    byId('peaks-from').value = from.toFixed(1);
    byId('peaks-to').value = to.toFixed(1);
    this.#suggest();
  }

  /**
   * The window, or null with a word on what is wrong with it.
   * @returns {Window | null}
   */
  #checked() {
    const [from, to] = this.#window();
    if (from < to) return [from, to];
    this.#status.textContent = PEAKS.badRegion;
    return null;
  }

  async #suggest() {
    const window = this.#checked();
    if (!window) return;
    const answer = this.#answer;
    try {
      const suggested = await this.#on.suggest(window);
      if (answer !== this.#answer) return;
      this.#forget();
      this.#rows = [];
      this.#body.replaceChildren();
      for (const peak of suggested) this.#add(peak);
      this.#status.textContent = suggested.length > 0 ? '' : PEAKS.noneThere;
    } catch (error) {
      if (answer === this.#answer && !(error instanceof Cancelled)) this.#status.textContent = error.message;
    }
  }

  /** @param {AskedPeak} [peak] one in the middle of the region where none is given */
  #add(peak) {
    const [from, to] = this.#window();
    const middle = Number.isFinite(from + to) ? (from + to) / 2 : 0;
    const { name, energy_ev: energy, splitting_ev: splitting, ratio } = peak ?? { name: PEAKS.peak(this.#rows.length + 1), energy_ev: middle };
    /**
     * @param {string} label
     * @param {string} value
     * @param {'text' | 'number'} type
     * @param {string} className
     */
    const field = (label, value, type, className) => make('input', {
      type, value, className, ...(type === 'number' ? { step: 'any' } : {}), attributes: { 'aria-label': PEAKS.field(name, label) },
    });
    const row = {
      name: field(PEAKS.name, name, 'text', 'window-end name'),
      energy: field(PEAKS.near, energy.toFixed(1), 'number', 'window-end'),
      splitting: field(PEAKS.distance, splitting ? splitting.toFixed(2) : '', 'number', 'window-end'),
      ratio: field(PEAKS.ratio, ratio ? ratio.toFixed(2) : '', 'number', 'window-end'),
      found: Array.from({ length: 4 }, () => make('td', { className: 'number' }, '–')),
    };
    const away = make('button', { type: 'button', attributes: { 'aria-label': PEAKS.away(name) } }, '×');
    const element = make('tr', {},
      make('th', { scope: 'row' }, row.name),
      make('td', { className: 'number' }, row.energy),
      make('td', { className: 'number' }, row.splitting, ' ', row.ratio),
      ...row.found,
      make('td', {}, away));
    away.addEventListener('click', () => {
      this.#rows = this.#rows.filter((r) => r !== row);
      element.remove();
    });
    this.#rows.push(row);
    this.#body.append(element);
  }

  /** @returns {AskedFit | null} */
  #asked() {
    const window = this.#checked();
    if (!window) return null;
    if (this.#rows.length === 0) {
      this.#status.textContent = PEAKS.nothing;
      return null;
    }
    const number = (/** @type {HTMLInputElement} */ input) => (Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null);
    const peaks = this.#rows.map((r) => ({
      name: r.name.value,
      energy_ev: r.energy.valueAsNumber,
      splitting_ev: number(r.splitting),
      ratio: number(r.ratio),
    }));
    const nameless = peaks.find((p) => !Number.isFinite(p.energy_ev));
    if (nameless) {
      this.#status.textContent = PEAKS.noEnergy(nameless.name);
      return null;
    }
    return {
      window_ev: window,
      background: byId('peaks-background').value,
      shape: byId('peaks-shape').value,
      one_width: byId('peaks-width').checked,
      peaks,
    };
  }

  async #fit() {
    const asked = this.#asked();
    if (!asked) return;
    const answer = this.#answer;
    const rows = [...this.#rows];
    const mine = (this.#fits += 1);
    this.#status.textContent = PEAKS.fitting;
    try {
      const { region, sum } = await this.#on.fit(asked);
      if (answer !== this.#answer || mine !== this.#fits) return;
      this.#said(region, rows);
      const [from, to] = region.window_ev;
      this.#on.show(sum, [from - BESIDE_EV, to + BESIDE_EV]);
    } catch (error) {
      if (answer !== this.#answer || mine !== this.#fits || error instanceof Cancelled) return;
      this.#said(null);
      this.#status.textContent = PEAKS.failed(error.message);
    }
  }

  /**
   * @param {FittedRegion | null} region
   * @param {Row[]} [rows] those that were asked for, in its order
   */
  #said(region, rows = this.#rows) {
    byId('peaks-unit').textContent = region ? ` (${RESULTS.areaUnits[region.unit]})` : '';
    for (const [i, { found: [at, width, area, share] }] of rows.entries()) {
      const peak = region?.peaks[i];
      at.textContent = peak ? within(peak.energy_ev, (v) => fixed(v, 2)) : '–';
      width.textContent = peak ? fixed(peak.full_width_ev, 2) : '–';
      area.textContent = peak ? within(peak.area, readable) : '–';
      share.textContent = peak?.share_percent ? within(peak.share_percent, (v) => fixed(v, 1)) : '–';
    }
    const chi = region?.reduced_chi_squared;
    this.#status.textContent = region ? PEAKS.fitted(typeof chi === 'number' ? fixed(chi, 2) : '') : '';
    byId('peaks-warnings').replaceChildren(...(region?.warnings ?? []).map((w) => make('li', { className: 'doubtful' }, w)));
  }
}

/**
 * A value with its error, where it has one.
 * @param {FittedRegion['peaks'][number]['area']} value
 * @param {(value: number) => string} text
 */
const within = ({ value, error }, text) => (error === null || error === undefined ? text(value) : `${text(value)} ± ${text(error)}`);
