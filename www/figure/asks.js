// What the figure asks of the worker about the analysis on show.

import { FIGURE } from '../words.js';

const MEBI = 2 ** 20;

/**
 * @param {typeof import('../../pkg/speclens.js')} wasm
 * @param {import('../engine.js').Engine} engine
 * @param {() => number} shown id of the analysis on show
 * @returns {import('../figure.js').FigureAsks}
 */
export function asksOf(wasm, engine, shown) {
  return {
    nearby: () => engine.request('nearby', { shown: shown() }),
    background: () => engine.request('background', { shown: shown() }),
    info: (index) => engine.request('info', { shown: shown(), index }),
    curve: (index) => engine.request('curve', { shown: shown(), index }),
    add: async (file) => {
      const largest = wasm.largest_file_bytes();
      if (file.size > largest) throw new Error(FIGURE.tooLarge(Math.round(largest / MEBI)));
      const bytes = await file.arrayBuffer();
      return engine.request('add', { bytes, name: file.name }, { transfer: [bytes] });
    },
  };
}
