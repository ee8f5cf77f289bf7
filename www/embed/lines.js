// The table of lines of one element: what the answer becomes without each.

import { fixed, make } from '../dom.js';
import { EMBED, WHY } from '../words.js';

/** @typedef {import('../../pkg/speclens.js').LineTable} LineTable */
/** @typedef {import('../../pkg/speclens.js').LineWithout} LineWithout */

/**
 * @param {LineTable} table
 * @returns {HTMLTableElement}
 */
export function linesTable({ element, percent, lines }) {
  const heads = EMBED.lineHeads.map((name, i) => make('th', { scope: 'col', className: i > 0 ? 'number' : '' },
    name, ...(EMBED.lineUnits[i] ? [make('span', { className: 'unit' }, ` (${EMBED.lineUnits[i]})`)] : [])));
  return make('table', { data: { element } },
    make('caption', { className: 'visually-hidden' }, EMBED.linesCaption(element)),
    make('thead', {}, make('tr', {}, ...heads)),
    make('tbody', {}, ...lines.map((line) => row(line, percent))));
}

/**
 * @param {LineWithout} line
 * @param {number} percent with everything in place
 */
function row({ line, share, found, energy_ev: energy, percent_without: without, lost, error, shared_with: others }, percent) {
  const shared = others.length > 0 ? WHY.shared(others.join(', ')) : '';
  const decimals = error < 0.01 ? 1 : 0;
  return make('tr', { data: { line, share } },
    make('th', { scope: 'row' }, line, make('span', { className: 'sub' }, shared)),
    make('td', { className: 'number' }, fixed(100 * share, 0)),
    make('td', { className: 'number' }, found ? fixed(energy, 1) : WHY.noPeak),
    make('td', { className: 'number' }, `${fixed(percent, 1)} → ${fixed(without, 1)}`),
    make('td', { className: 'number' }, `${fixed(100 * lost, decimals)} ± ${fixed(100 * error, decimals)}`));
}
