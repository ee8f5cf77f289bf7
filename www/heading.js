// Which spectrum is on show: above the figure, and in words for those who do not see it.

import { byId, fixed } from './dom.js';
import { announce } from './messages.js';
import { PAGE } from './words.js';

/** @typedef {import('../pkg/speclens.js').Analysis} Analysis */

/**
 * Above the figure. Answers the title.
 * @param {import('./blocks.js').OpenFile} file
 * @param {import('../pkg/speclens.js').BlockEntry} block
 * @param {Analysis} analysis
 */
export function showHeading(file, block, { range_ev: [lo, hi], excitation_ev: photons }) {
  const unnamed = block.sample === '' && block.region === '';
  const title = unnamed ? file.name : block.title;
  byId('figure-title').textContent = title;
  byId('figure-sub').textContent =
    PAGE.about(file.simulated, unnamed ? '' : file.name, block.block, fixed(photons, 1), fixed(lo, 0), fixed(hi, 0));
  return title;
}

/**
 * In words.
 * @param {string} title
 * @param {Analysis['elements']} elements that are shown
 * @param {string} [refusal] why none are, where they are withheld
 */
export function sayAnswer(title, elements, refusal) {
  const said = elements.map((e) => PAGE.amount(e.symbol, fixed(e.atomic_percent, 1))).join(', ');
  announce(refusal === undefined ? PAGE.said(title, said) : PAGE.saidRefused(title, refusal));
  byId('figure').setAttribute('aria-label', PAGE.figure(title, said));
}
