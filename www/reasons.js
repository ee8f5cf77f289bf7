// What each element of an answer is read from: the tables of lines, then a scan that tells whether it holds.

import { byId } from './dom.js';
import { Cancelled } from './engine.js';
import { announce, showWarnings } from './messages.js';
import { PAGE } from './words.js';

/** @typedef {import('../pkg/speclens.js').Analysis} Analysis */
/** @typedef {import('../pkg/speclens.js').Fis} Fis */
/** @typedef {import('./worker/explanations.js').Settings} Settings */

/**
 * What the page does about it.
 * @typedef {object} On
 * @property {(tables: import('../pkg/speclens.js').LineTable[]) => void} lines
 * @property {(reason: string) => void} failed there are no tables of lines
 * @property {(fis: Fis[]) => void} scanned the FIS of all elements
 * @property {(done: number, total: number) => void} progress of the scan
 */

/**
 * How every answer is scanned; what its user sets may differ.
 * @type {Settings}
 */
const SCAN = { probe: 'removal', of: '', sigma: 5, background: 14 };
/** Where the tables of lines take longer, the scan waits until an element is chosen. */
const SLOW_MS = 2000;

const page = document.documentElement;

export class Reasons {
  #engine;
  #shown;
  #on;
  /** The tables of lines under way. @type {AbortController | null} */
  #tables = null;
  /** The scan that every answer gets. @type {AbortController | null} */
  #scanning = null;
  /** Makes up for a scan of every answer that was cancelled. @type {(() => Promise<void>) | null} */
  #rescan = null;

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {() => number} shown id of the analysis on show
   * @param {On} on
   */
  constructor(engine, shown, on) {
    this.#engine = engine;
    this.#shown = shown;
    this.#on = on;
  }

  /** Another answer is on show. */
  stop() {
    this.#tables?.abort();
    this.#scanning?.abort();
    this.#rescan = null;
  }

  /** The scan is not waited for. */
  cancelScan() {
    this.#scanning?.abort();
  }

  /** @param {Analysis} analysis on show */
  async begin(analysis) {
    const mine = this.#shown();
    let slow = false;
    const tables = (this.#tables = new AbortController());
    page.dataset.reasons = 'under way';
    try {
      const began = performance.now();
      const found = await this.#engine.request('lines', { shown: mine }, { signal: tables.signal });
      if (this.#shown() !== mine) return;
      slow = performance.now() - began > SLOW_MS;
      this.#on.lines(found);
    } catch (error) {
      if (this.#shown() === mine && !(error instanceof Cancelled)) this.#on.failed(error.message);
    }
    if (this.#shown() !== mine) return;
    this.#rescan = () => this.#scan(analysis);
    if (slow) page.dataset.reasons = 'wait to be asked for';
    else await this.#scan(analysis);
  }

  /**
   * A FIS was computed: the same scan tells of all elements. It takes no further inputs.
   * @param {Settings} settings of that FIS
   */
  catchUp(settings) {
    if (Object.entries(SCAN).every(([name, value]) => settings[/** @type {keyof Settings} */ (name)] === value)) this.#rescan?.();
  }

  /**
   * The scan of every answer: how much of each element's FIS lies on its own lines.
   * @param {Analysis} analysis
   */
  async #scan(analysis) {
    const mine = this.#shown();
    const scan = (this.#scanning = new AbortController());
    const symbols = analysis.elements.map((e) => e.symbol);
    page.dataset.reasons = 'under way';
    this.#rescan = null;
    try {
      const request = { shown: mine, symbols, settings: SCAN, report: true };
      const { fis } = await this.#engine.request('fis', request, { onProgress: this.#on.progress, signal: scan.signal });
      if (this.#shown() !== mine) return;
      this.#on.scanned(fis);
      const doubts = fis.flatMap((f) => f.warning ?? []);
      showWarnings([...analysis.warnings, ...doubts]);
      if (doubts.length > 0) announce(doubts.join('. '));
    } catch (error) {
      if (this.#shown() !== mine) return;
      if (error instanceof Cancelled) this.#rescan = () => this.#scan(analysis); // with the next FIS
      else byId('fis-status').textContent = PAGE.notScanned(error.message);
    } finally {
      if (this.#scanning === scan) {
        this.#scanning = null;
        if (this.#shown() === mine) page.dataset.reasons = 'given';
      }
    }
  }
}
