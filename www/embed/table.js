// The table of a composition: amounts with their intervals, a button for the lines of each element.

import { fixed, make, plain } from '../dom.js';
import { axisEnd } from '../results/axis.js';
import { EMBED, RESULTS } from '../words.js';

/** @typedef {import('../../pkg/speclens.js').ElementAmount} ElementAmount */

const HEADS = RESULTS.columns;

/**
 * @param {ElementAmount[]} elements
 * @param {(symbol: string) => void} choose
 * @returns {HTMLTableElement}
 */
export function compositionTable(elements, choose) {
  const axis = axisEnd(Math.max(0, ...elements.map((e) => Math.max(e.atomic_percent, e.interval[1]))));
  return make('table', { attributes: { part: 'table' } },
    make('caption', { className: 'visually-hidden' }, EMBED.caption),
    make('thead', {}, make('tr', {},
      head('element'), head('amount', 'number'),
      make('td', { className: 'bar-cell', attributes: { 'aria-hidden': 'true' } },
        make('span', { className: 'axis' }, make('span', {}, plain(0)), make('span', {}, plain(axis)))),
      head('interval', 'number'), head('presence', 'number'))),
    make('tbody', {}, ...elements.map((e) => row(e, axis, choose))));
}

/** Marks the row of an element. @param {Element} table @param {string | null} symbol */
export function markRow(table, symbol) {
  for (const tr of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll('tr[data-symbol]'))) {
    const chosen = tr.dataset.symbol === symbol;
    tr.classList.toggle('chosen', chosen);
    tr.querySelector('button')?.setAttribute('aria-pressed', String(chosen));
  }
}

/** @param {'element' | 'amount' | 'interval' | 'presence'} key @param {string} [className] */
const head = (key, className = '') => make('th', { scope: 'col', className, title: HEADS[key].title }, HEADS[key].name);

/**
 * @param {ElementAmount} element
 * @param {number} axis where the axis of the bars ends, at%
 * @param {(symbol: string) => void} choose
 */
function row({ symbol, atomic_percent: percent, interval: [low, high], presence }, axis, choose) {
  const button = make('button', { type: 'button', className: 'pick', attributes: { 'aria-pressed': 'false', 'aria-label': `${symbol}: ${EMBED.lines(symbol)}` } }, symbol);
  button.addEventListener('click', () => choose(symbol));
  const bar = make('span', { className: 'amount-bar' }, make('span', { className: 'bar' }), make('span', { className: 'whisker' }));
  for (const [name, value] of Object.entries({ '--share': percent, '--low': low, '--high': high })) {
    bar.style.setProperty(name, `${(100 * Math.min(value, axis)) / axis}%`);
  }
  return make('tr', { data: { symbol, atomicPercent: percent, low, high, presence } },
    make('th', { scope: 'row' }, button),
    make('td', { className: 'number' }, fixed(percent, 1)),
    make('td', { className: 'bar-cell', attributes: { 'aria-hidden': 'true' } }, bar),
    make('td', { className: 'number' }, RESULTS.range(fixed(low, 1), fixed(high, 1))),
    make('td', { className: 'number' }, presence >= 0.995 ? RESULTS.sure(fixed(0.99, 2)) : fixed(presence, 2)));
}
