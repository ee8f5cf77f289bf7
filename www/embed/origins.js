// From where a spectrum may be fetched: the page's own origin, and those that its policy names. No document here.

/**
 * @typedef {object} PageOrigin
 * @property {string} self `self.origin`; `null` in a sandboxed frame
 * @property {string} address of the page
 * @property {string[]} policies Content-Security-Policies of the page's meta tags
 */

/**
 * The origin that the page came from, also where it is sandboxed and has none.
 * @param {Pick<PageOrigin, 'self' | 'address'>} page
 */
export function ownOrigin({ self, address }) {
  return self === 'null' ? new URL(address).origin : self;
}

/**
 * Whether a spectrum may be fetched from there. A policy that is only a header cannot be read here;
 * the browser obeys it all the same.
 * @param {URL} src
 * @param {PageOrigin} page
 */
export function isAllowed(src, page) {
  if (src.origin === 'null') return false;
  return src.origin === ownOrigin(page) || page.policies.some((p) => namedIn(p).includes(src.origin));
}

/**
 * Origins that a policy names in `connect-src`, in full: a scheme or `*` names none.
 * @param {string} policy
 * @returns {string[]}
 */
export function namedIn(policy) {
  const directives = policy.split(';').map((d) => d.trim().split(/\s+/));
  const [, ...sources] = directives.find(([name]) => name.toLowerCase() === 'connect-src') ?? [];
  return sources.flatMap((source) => exactOrigin(source) ?? []);
}

/**
 * An origin written as one, such as `https://wiki.example`; null for anything else.
 * @param {string} text
 */
export function exactOrigin(text) {
  if (!/^https?:\/\/[^\s/?#*@\\]+\/?$/i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).origin;
}
