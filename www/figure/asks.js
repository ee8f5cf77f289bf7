// What the figure asks of the worker about the analysis on show.

import { FIGURE } from '../words.js';

const MEBI = 2 ** 20;

/**
 * @param {typeof import('../../pkg/speclens.js')} wasm
 * @param {import('../engine.js').Engine} engine
 * @param {() => number | null} shown id of the analysis on show
 * @returns {import('../figure.js').FigureAsks}
 */
export function asksOf(wasm, engine, shown) {
  const ask = (/** @type {string} */ type, payload = {}, options = {}) => engine.request(type, { shown: shown(), ...payload }, options);
  return {
    nearby: () => ask('nearby'),
    background: () => ask('background'),
    info: (index) => ask('info', { index }),
    curve: (index) => ask('curve', { index }),
    add: async (file) => {
      const largest = wasm.largest_file_bytes();
      if (file.size > largest) throw new Error(FIGURE.tooLarge(Math.round(largest / MEBI)));
      const bytes = await file.arrayBuffer();
      return ask('add', { bytes, name: file.name }, { transfer: [bytes] });
    },
  };
}
