// The element that its user chose, and its FIS.

import { bring, byId } from './dom.js';
import { Cancelled } from './engine.js';
import { PAGE } from './words.js';

/** @typedef {import('../pkg/speclens.js').Fis} Fis */
/** @typedef {import('./worker/explanations.js').Settings} Settings */

/**
 * What the page does about it.
 * @typedef {object} On
 * @property {(symbol: string | null) => void} chosen sets it off in every view
 * @property {() => Settings | null} settings of the next FIS; null where one is not valid
 * @property {(fis: Fis | null, how?: { probes?: number, ms?: number }) => void} fis shows it; null takes it away
 * @property {(settings: Settings) => void} scanned the spectrum, with these settings
 */

export class Choice {
  #engine;
  #shown;
  #on;
  #run = /** @type {HTMLButtonElement} */ (byId('fis-run'));
  #status = byId('fis-status');
  #progress = byId('fis-progress');
  /** @type {string | null} */
  #symbol = null;
  /** Whether the answer on show is withheld: then nothing is to be chosen. */
  #withheld = false;
  /** The FIS that its user asked for. @type {AbortController | null} */
  #probing = null;

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {() => number} shown id of the analysis on show
   * @param {On} on
   */
  constructor(engine, shown, on) {
    this.#engine = engine;
    this.#shown = shown;
    this.#on = on;
    byId('fis-clear').addEventListener('click', () => this.choose(null));
    byId('fis-form').addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (this.#symbol) this.#explain(this.#symbol);
    });
  }

  /** Symbol of the chosen element. */
  get symbol() {
    return this.#symbol;
  }

  /** Whether the answer on show is withheld. */
  get withheld() {
    return this.#withheld;
  }

  /**
   * Another answer is on show: nothing is chosen.
   * @param {boolean} withheld
   */
  begin(withheld) {
    this.#symbol = null;
    this.#withheld = withheld;
    this.#stop();
    this.#show(null);
  }

  /**
   * @param {string | null} symbol
   * @param {{ scroll?: boolean }} [how]
   */
  choose(symbol, { scroll = true } = {}) {
    if (this.#withheld || (symbol && symbol === this.#symbol && this.#probing)) return;
    this.#symbol = symbol;
    this.#on.chosen(symbol);
    if (symbol) {
      if (scroll) bring(byId('figure'));
      this.#explain(symbol);
    } else {
      this.#stop();
      this.#show(null);
    }
  }

  /** The FIS is not waited for. */
  cancel() {
    this.#probing?.abort();
  }

  /**
   * Progress of a scan that somebody waits for.
   * @param {number} done
   * @param {number} total
   */
  progress(done, total) {
    if (!this.#probing) return;
    this.#progress.hidden = false;
    byId('fis-bar').max = total;
    byId('fis-bar').value = done;
    byId('fis-count').textContent = PAGE.inputs(done, total);
    byId('fis-form').dataset.progress = `${done}/${total}`;
  }

  #stop() {
    this.#probing?.abort();
    this.#probing = null;
    this.#progress.hidden = true;
  }

  /**
   * The FIS of one element: computed once per spectrum and settings; instant afterwards.
   * @param {string} symbol
   */
  async #explain(symbol) {
    this.#stop();
    this.#show(null);
    const settings = this.#on.settings();
    if (!settings) {
      this.#status.textContent = PAGE.badSetting(symbol);
      return;
    }
    const job = (this.#probing = new AbortController());
    this.#run.disabled = true;
    const onProgress = (/** @type {number} */ done, /** @type {number} */ total) => this.#probing === job && this.progress(done, total);
    this.#status.textContent = PAGE.scanning(symbol);
    try {
      const request = { shown: this.#shown(), symbols: [symbol], settings };
      const { fis: [fis], ...how } = await this.#engine.request('fis', request, { onProgress, signal: job.signal });
      if (job.signal.aborted || this.#symbol !== symbol) return;
      this.#show(fis, how);
      this.#on.scanned(settings);
    } catch (error) {
      if (this.#probing !== job) return; // another FIS, or another spectrum, has taken its place
      this.#show(null);
      this.#status.textContent = error instanceof Cancelled ? PAGE.fisCancelled(symbol) : PAGE.fisFailed(symbol, error.message);
    } finally {
      if (this.#probing === job) {
        this.#probing = null;
        this.#progress.hidden = true;
        this.#run.disabled = this.#symbol === null;
      }
    }
  }

  /**
   * @param {Fis | null} fis
   * @param {{ probes?: number, ms?: number }} [how]
   */
  #show(fis, how) {
    this.#on.fis(fis, how);
    this.#run.disabled = this.#symbol === null;
    if (!fis && !this.#symbol) this.#status.textContent = PAGE.fisIdle;
  }
}
