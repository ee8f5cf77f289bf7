// The second opinion: areas of lines, the amounts by them, and what they say of each element.

import { byId, fixed, make, readable } from './dom.js';

/** @typedef {import('../pkg/speclens.js').Conventional} Conventional */
/** @typedef {import('../pkg/speclens.js').ElementOpinion} ElementOpinion */

const UNITS = { counts: 'counts·eV', counts_per_second: 'counts/s·eV', unknown: 'arb. u.·eV' };
const PAIRS = {
  theory: 'Scofield, Tougaard',
  scofield_shirley: 'Scofield, Shirley',
  user: 'own factors, Shirley',
};
const TRANSMISSION = {
  file: 'The transmission function of the file was used.',
  assumed: 'The file has no transmission function: E^−0.5 was assumed. The ranges span E^−1 to a constant.',
};
const DOUBTFUL = ['differs', 'line_missing', 'not_seen'];

/**
 * Whether the lines contradict the network, or fail to support it.
 * @param {ElementOpinion} opinion
 */
export const isDoubtful = ({ reading }) => DOUBTFUL.includes(reading);

export class OpinionView {
  #panel = byId('opinion');
  #list = byId('opinion-said');

  /**
   * Another answer, or none to have a second opinion on.
   * @param {Conventional} [opinion]
   */
  show(opinion) {
    this.#panel.hidden = !opinion;
    if (!opinion) return;
    const { elements, pairs, transmission, unit } = opinion;
    const measured = elements.filter((e) => e.area);
    byId('opinion-transmission').textContent = TRANSMISSION[transmission];
    byId('opinion-scroll').hidden = measured.length === 0;
    byId('areas').tHead.replaceChildren(make('tr', {}, ...head(pairs, UNITS[unit])));
    byId('areas').tBodies[0].replaceChildren(...measured.map(row));
    this.#list.replaceChildren(...elements.map(sentence));
  }

  /** Opens the panel at the sentence on this element. */
  reveal(symbol) {
    this.#panel.open = true;
    const said = this.#list.querySelector(`[data-symbol="${symbol}"]`);
    said?.focus({ preventScroll: true });
    said?.scrollIntoView({ block: 'nearest' });
  }
}

/** The head of the table: its last columns are the amounts by each pair of factors and background. */
function head(pairs, areaUnit) {
  const columns = [
    ['Line', ''],
    ['At', 'eV'],
    ['FWHM', 'eV'],
    ['Window', 'eV'],
    ['Over Shirley', areaUnit],
    ['Over Tougaard', areaUnit],
    ['Factor', 'C 1s = 1', 'Scofield cross section × asymmetry, relative to the cross section of C 1s under Al Kα'],
  ];
  const cells = columns.map(([name, unit, title = '']) => make('th', { scope: 'col', title, className: unit ? 'number' : '' },
    name, make('span', { className: 'unit' }, unit && ` (${unit})`)));
  const amounts = pairs.map((pair) => make('th', { scope: 'col', className: 'number' },
    make('span', { className: 'pair' }, PAIRS[pair]), make('span', { className: 'unit' }, ' (at.%)')));
  return [...cells, ...amounts];
}

/** @param {ElementOpinion} opinion */
function row({ element, area, atomic_percent: percents }) {
  const number = (text, title = '') => make('td', { className: 'number', title }, text);
  const noise = `± ${readable(area.deviation)} by the noise`;
  return make('tr', { data: { symbol: element, line: area.line } },
    make('th', { scope: 'row' }, area.line),
    number(fixed(area.energy_ev, 1)),
    number(area.fwhm_ev === null ? '–' : fixed(area.fwhm_ev, 1), area.fwhm_ev === null ? 'no peak is seen' : ''),
    number(area.window_ev.map((e) => fixed(e, 1)).join(' – ')),
    number(readable(area.shirley), noise),
    number(readable(area.tougaard), noise),
    number(fixed(area.sensitivity, 2)),
    ...percents.map((p) => number(fixed(p, 1))));
}

/** @param {ElementOpinion} opinion */
function sentence(opinion) {
  const { element, text } = opinion;
  // A mark in the table leads here: the sentence can take the focus, but is no stop of the Tab key.
  return make('li', { tabIndex: -1, data: { symbol: element }, className: isDoubtful(opinion) ? 'doubtful' : '' }, text);
}
