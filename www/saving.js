// What can be saved of an answer: a report, the answer itself, the figure.

import { byId } from './dom.js';
import { save } from './save.js';
import { SAVING } from './words.js';

/** @typedef {import('../pkg/speclens.js').Analysis} Analysis */

/**
 * What it asks of the page.
 * @typedef {{
 *   report: () => Promise<string>, answer: () => Promise<Analysis>,
 *   figure: () => { svg(): string, png(): Promise<Blob> }, stem: () => string,
 * }} Asks
 */

export class SavingView {
  #pane = byId('saving');
  #said = byId('saving-said');
  #ask;

  /** @param {Asks} ask the report as HTML, the answer as it is now, the figure, and the beginning of file names */
  constructor(ask) {
    this.#ask = ask;
    for (const button of this.#pane.querySelectorAll('button')) {
      button.addEventListener('click', () => this.#save(button));
    }
  }

  /** An answer is on show. */
  show() {
    this.#pane.hidden = false;
    this.#said.textContent = '';
  }

  /** @param {HTMLButtonElement} button */
  async #save(button) {
    const what = button.dataset.saves ?? '';
    const stem = this.#ask.stem();
    button.disabled = true;
    this.#said.textContent = what === 'report' ? SAVING.making : '';
    try {
      const [name, content] = await this.#made(what, stem);
      save(name, content);
      this.#said.textContent = SAVING.saved(name);
    } catch (error) {
      this.#said.textContent = SAVING.failed(error.message);
    } finally {
      button.disabled = false;
    }
  }

  /**
   * @param {string} what `data-saves` of the button
   * @param {string} stem
   * @returns {Promise<[string, string | Blob]>} name and content
   */
  async #made(what, stem) {
    switch (what) {
      case 'report': return [`${stem}-report.html`, await this.#ask.report()];
      case 'csv': return [`${stem}.csv`, answerCsv(await this.#ask.answer())];
      case 'json': return [`${stem}.json`, `${JSON.stringify(await this.#ask.answer(), null, 1)}\n`];
      case 'svg': return [`${stem}.svg`, this.#ask.figure().svg()];
      default: return [`${stem}.png`, await this.#ask.figure().png()];
    }
  }
}

/**
 * The answer as CSV: a row for each element, with a decimal point whatever the locale.
 * @param {Analysis} analysis
 */
function answerCsv({ file, sample, block, model, calibration, constraints, refused, warnings, elements, conventional, refined }) {
  const settled = [
    calibration && `axis moved by ${calibration.shift_ev} eV (${calibration.basis})`,
    constraints?.excluded.length && `left out: ${constraints.excluded.join(' ')}`,
    constraints?.included.length && `counted in: ${constraints.included.join(' ')}`,
  ].filter(Boolean);
  const about = `# ${[file, sample, block, `network ${model}`, ...settled].filter(Boolean).join('; ')}; percents in at%, energies in eV`;
  const head = 'element,atomic_percent,low_90,high_90,presence,by_areas,by_areas_low,by_areas_high,refined,line,energy_ev,fwhm_ev,area_shirley,rsf';
  const rows = elements.map((e) => {
    const opinion = conventional?.elements.find((o) => o.element === e.symbol);
    const fitted = refined?.elements.find((r) => r.element === e.symbol);
    const area = opinion?.area;
    return [
      e.symbol, e.atomic_percent, ...e.interval, e.presence,
      opinion?.atomic_percent[0], ...(opinion?.range ?? ['', '']), fitted?.atomic_percent,
      area?.line, area?.energy_ev, area?.fwhm_ev, area?.shirley, area?.sensitivity,
    ].map((value) => value ?? '').join(',');
  });
  const doubts = [...(refused ? [SAVING.refused(refused.reason)] : []), ...warnings].map((text) => `# ${text}`);
  const told = [about, ...doubts].map((line) => line.replace(/[\r\n]+/g, ' '));
  return `${[...told, head, ...rows].join('\n')}\n`;
}

/**
 * What its user said of a file, a sentence each.
 * @param {import('./opening.js').OnShow | null} onShow
 * @returns {string[]}
 */
export function toldBy(onShow) {
  const told = /** @type {{ axis?: string | null, photon_energy_ev?: number | null } | null} */ (onShow?.told ?? null);
  return [
    ...(onShow?.source ? [SAVING.source(onShow.source)] : []),
    ...(told?.axis ? [SAVING.axis(told.axis)] : []),
    ...(told?.photon_energy_ev ? [SAVING.photon(told.photon_energy_ev)] : []),
  ];
}
