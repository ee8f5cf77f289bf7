// What the figure asks of the worker about the analysis on show.

import { FIGURE } from '../words.js';

/**
 * @typedef {object} FigureAsks
 * @property {() => Promise<import('../../pkg/speclens.js').LinePlace[]>} nearby lines of all elements, by energy
 * @property {() => Promise<Float64Array | null>} background under the lines, in the spectrum's order
 * @property {(index: number) => Promise<import('./compare.js').Curve>} curve another block of the file
 * @property {(file: File) => Promise<import('./compare.js').Curve>} add a spectrum of another file
 * @property {() => void} [changed] the view or the way of drawing has changed
 */

const MEBI = 2 ** 20;

/**
 * @param {typeof import('../../pkg/speclens.js')} wasm
 * @param {import('../engine.js').Engine} engine
 * @param {() => number} shown id of the analysis on show
 * @returns {FigureAsks}
 */
export function asksOf(wasm, engine, shown) {
  return {
    nearby: () => engine.request('nearby', { shown: shown() }),
    background: () => engine.request('background', { shown: shown() }),
    curve: (index) => engine.request('curve', { shown: shown(), index }),
    add: async (file) => {
      const largest = wasm.largest_file_bytes();
      if (file.size > largest) throw new Error(FIGURE.tooLarge(Math.round(largest / MEBI)));
      const bytes = await file.arrayBuffer();
      return engine.request('add', { bytes, name: file.name }, { transfer: [bytes] });
    },
  };
}
