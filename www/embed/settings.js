// What the attributes of the element say, checked. No document here.

import { EMBED } from '../words.js';
import { Failure } from './failure.js';

/**
 * @typedef {object} Wanted
 * @property {string} src empty for none
 * @property {number | null} block its number in the file, from 1; null for the widest
 * @property {import('../../pkg/speclens.js').Source | undefined} source where the file does not say it
 * @property {import('../../pkg/speclens.js').Axis | null} axis the same
 * @property {number | null} photonEnergy eV, the same
 */

/** All attributes. */
export const ATTRIBUTES = /** @type {const} */ (['src', 'element', 'theme', 'block', 'source', 'axis', 'photon-energy']);
/** Those that ask for another answer. */
export const OF_THE_ANSWER = ['src', 'block', 'source', 'axis', 'photon-energy'];

const SOURCES = /** @type {const} */ (['al-ka', 'mg-ka']);
const AXES = /** @type {const} */ (['binding', 'kinetic']);
const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);

/**
 * Which spectrum is wanted, and how it is to be read.
 * @param {(attribute: string) => string | null} get
 * @returns {Wanted}
 */
export function wantedBy(get) {
  return {
    src: get('src')?.trim() ?? '',
    block: positive('block', get('block'), /^\d{1,9}$/, EMBED.expected.block),
    source: one('source', get('source'), SOURCES) ?? undefined,
    axis: one('axis', get('axis'), AXES),
    photonEnergy: positive('photon-energy', get('photon-energy'), /^\d{1,6}(\.\d+)?$/, EMBED.expected.photonEnergy),
  };
}

/** @param {string | null} written of the attribute */
export const themeOf = (written) => one('theme', written, THEMES) ?? 'auto';

/**
 * Symbol of the element that is to be chosen; null for none.
 * @param {string | null} written
 */
export function elementOf(written) {
  const symbol = written?.trim() ?? '';
  if (symbol === '') return null;
  if (!/^[A-Z][a-z]?$/.test(symbol)) throw unexpected('element', symbol, EMBED.expected.element);
  return symbol;
}

/**
 * @param {string} name
 * @param {string} found
 * @param {string} expected
 */
const unexpected = (name, found, expected) => new Failure('attribute', EMBED.attribute(name, found.slice(0, 60), expected));

/**
 * @template {string} T
 * @param {string} name
 * @param {string | null} written
 * @param {readonly T[]} choices
 * @returns {T | null}
 */
function one(name, written, choices) {
  const value = written?.trim() ?? '';
  if (value === '') return null;
  const found = choices.find((c) => c === value);
  if (found === undefined) throw unexpected(name, value, choices.join(', '));
  return found;
}

/**
 * @param {string} name
 * @param {string | null} written
 * @param {RegExp} form
 * @param {string} expected
 */
function positive(name, written, form, expected) {
  const value = written?.trim() ?? '';
  if (value === '') return null;
  if (!form.test(value) || !(Number(value) > 0)) throw unexpected(name, value, expected);
  return Number(value);
}
