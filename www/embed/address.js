// What the address of embed.html says. No document here.

import { EMBED } from '../words.js';
import { Failure } from './failure.js';
import { exactOrigin } from './origins.js';
import { ATTRIBUTES } from './settings.js';

/** So many hosts may be named. */
const MOST_HOSTS = 8;

/**
 * Attributes of the viewer, and the origins that it may talk to. `host` may stand there several times.
 * @param {URLSearchParams} address
 */
export function readAddress(address) {
  /** @type {Map<string, string | null>} */
  const attributes = new Map();
  for (const name of ATTRIBUTES) {
    const value = address.get(name);
    if (value !== null) attributes.set(name, value);
  }
  const hosts = address.getAll('host').slice(0, MOST_HOSTS).map((text) => {
    const origin = exactOrigin(text.trim());
    if (!origin) throw new Failure('attribute', EMBED.attribute('host', text.slice(0, 60), EMBED.expected.host));
    return origin;
  });
  return { attributes, hosts: [...new Set(hosts)] };
}
