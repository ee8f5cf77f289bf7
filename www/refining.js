// The fit of the spectrum that the answer on show implies.

import { byId } from './dom.js';
import { Cancelled } from './engine.js';
import { PAGE } from './words.js';

const page = document.documentElement;

export class Refining {
  #engine;
  #shown;
  #view;
  #done;
  /** The fit under way. @type {AbortController | null} */
  #fit = null;

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {() => number} shown id of the analysis on show
   * @param {import('./synthesis.js').SynthesisView} view
   * @param {() => void} done the fit is at its end, whatever came out
   */
  constructor(engine, shown, view, done) {
    this.#engine = engine;
    this.#shown = shown;
    this.#view = view;
    this.#done = done;
    byId('synthesis-cancel').addEventListener('click', () => this.stop());
  }

  stop() {
    this.#fit?.abort();
  }

  /** @param {import('../pkg/speclens.js').Analysis} analysis on show */
  async begin(analysis) {
    const mine = this.#shown();
    const here = () => this.#shown() === mine;
    const fit = (this.#fit = new AbortController());
    page.dataset.fit = 'under way';
    const onProgress = (/** @type {number} */ done, /** @type {number} */ total) => here() && this.#view.progress(done, total);
    try {
      const answer = await this.#engine.request('refine', { shown: mine }, { onProgress, signal: fit.signal });
      if (!here()) return;
      if (answer) this.#view.show(analysis, answer);
      else this.#view.failed(PAGE.notFitted);
    } catch (error) {
      if (here()) this.#view.failed(error instanceof Cancelled ? PAGE.fitCancelled : PAGE.fitFailed(error.message));
    } finally {
      if (here()) {
        page.dataset.fit = 'done';
        this.#done();
      }
    }
  }
}
