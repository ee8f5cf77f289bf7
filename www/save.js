// Files that the page gives to its user.

import { make } from './dom.js';

/**
 * Saves a text or a Blob under a name.
 * @param {string} name
 * @param {string | Blob} content
 */
export function save(name, content) {
  const link = make('a', { href: URL.createObjectURL(new Blob([content])), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
