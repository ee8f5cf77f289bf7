// What a message of the host asks for, checked. No document here.

import { EMBED } from '../words.js';
import { Failure } from './failure.js';

/** @typedef {{ open: { name: string, bytes: ArrayBuffer }, set?: undefined }} Open */
/** @typedef {{ set: Map<string, string | null>, open?: undefined }} Set */

/** A longer name of a file is none. */
const LONGEST_NAME = 1000;

/**
 * @param {unknown} data
 * @param {readonly string[]} attributes that can be set
 * @returns {Open | Set}
 */
export function readMessage(data, attributes) {
  const { type, ...fields } = /** @type {Record<string, unknown>} */ (typeof data === 'object' && data !== null ? data : {});
  if (type === 'speclens:open') return opened(fields);
  if (type === 'speclens:set') return { set: new Map(Object.entries(fields).map(([name, value]) => setting(name, value, attributes))) };
  throw notUnderstood(EMBED.messages.type);
}

/** @param {string} what */
const notUnderstood = (what) => new Failure('message', EMBED.message(what));

/**
 * @param {Record<string, unknown>} fields
 * @returns {Open}
 */
function opened({ name, bytes }) {
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME || !(bytes instanceof ArrayBuffer)) throw notUnderstood(EMBED.messages.open);
  return { open: { name, bytes } };
}

/**
 * @param {string} name with `_` for `-`
 * @param {unknown} value
 * @param {readonly string[]} attributes
 * @returns {[string, string | null]}
 */
function setting(name, value, attributes) {
  const attribute = name.replaceAll('_', '-');
  if (!attributes.includes(attribute)) throw notUnderstood(EMBED.messages.field(name.slice(0, 40)));
  if (value === null || value === undefined) return [attribute, null];
  if (typeof value !== 'string' && typeof value !== 'number') throw notUnderstood(EMBED.messages.value(attribute));
  return [attribute, String(value)];
}
