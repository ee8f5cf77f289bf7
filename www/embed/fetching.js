// The bytes of `src`: from where it may be, no more than a spectrum has, and in words why not.

import { fixed } from '../dom.js';
import { EMBED } from '../words.js';
import { Failure } from './failure.js';
import { isAllowed, ownOrigin } from './origins.js';

/** @typedef {{ name: string, bytes: ArrayBuffer }} Fetched */

const MEBI = 2 ** 20;
/** That a policy has blocked something is told a little after the fetch has failed, ms. */
const TOLD_WITHIN = 100;

/**
 * The address of a spectrum, where it may be fetched.
 * @param {string} src
 */
export function allowed(src) {
  if (!URL.canParse(src, document.baseURI)) throw new Failure('attribute', EMBED.attribute('src', src.slice(0, 60), EMBED.expected.src));
  const url = new URL(src, document.baseURI);
  const metas = /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('head > meta[http-equiv="Content-Security-Policy" i]'));
  const page = { self: self.origin, address: document.URL, policies: [...metas].map((m) => m.content) };
  if (!isAllowed(url, page)) {
    const from = url.origin === 'null' ? url.protocol : url.origin;
    throw new Failure('src_not_allowed', EMBED.notAllowed(from, ownOrigin(page)));
  }
  return url;
}

/**
 * @param {URL} url
 * @param {number} largest bytes that are read
 * @param {AbortSignal} signal
 * @returns {Promise<Fetched>}
 */
export async function fetched(url, largest, signal) {
  const blocked = watchPolicy(url);
  try {
    // From the own origin only, or exactly from where it was allowed: no redirect leads elsewhere.
    const own = url.origin === self.origin;
    const answer = await fetch(url, own ? { mode: 'same-origin', signal } : { mode: 'cors', credentials: 'omit', redirect: 'error', signal });
    if (!answer.ok) throw new Failure('not_fetched', EMBED.answered(url.href, answer.status));
    return { name: nameOf(url), bytes: await bounded(answer, largest, nameOf(url)) };
  } catch (error) {
    if (signal.aborted || error instanceof Failure) throw error;
    await new Promise((done) => setTimeout(done, TOLD_WITHIN));
    throw new Failure('not_fetched', blocked.seen ? EMBED.blocked(url.origin) : EMBED.notFetched(url.href));
  } finally {
    blocked.stop();
  }
}

/** Name of the file, for its format and the heading. @param {URL} url */
export function nameOf({ pathname, host }) {
  const last = pathname.split('/').filter(Boolean).at(-1) ?? host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/**
 * @param {number} size bytes
 * @param {number} largest
 * @param {string} name
 */
export function checkSize(size, largest, name) {
  if (size > largest) throw new Failure('too_large', EMBED.tooLarge(name, fixed(largest / MEBI, 0)));
}

/**
 * @param {Response} answer
 * @param {number} largest
 * @param {string} name
 */
async function bounded(answer, largest, name) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  const reader = answer.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.length;
    if (size > largest) await reader?.cancel();
    checkSize(size, largest, name);
    parts.push(next.value);
  }
  return new Blob(parts).arrayBuffer();
}

/** Whether the page's policy has kept something of this origin from being fetched. @param {URL} url */
function watchPolicy(url) {
  const watch = { seen: false, stop: () => document.removeEventListener('securitypolicyviolation', look) };
  /** @param {SecurityPolicyViolationEvent} event */
  function look({ effectiveDirective, blockedURI }) {
    if (effectiveDirective === 'connect-src' && blockedURI.startsWith(url.origin)) watch.seen = true;
  }
  document.addEventListener('securitypolicyviolation', look);
  return watch;
}
