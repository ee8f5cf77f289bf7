// embed.html: a viewer that fills a frame. The address says what it shows, and which host it may talk to.

import './speclens-viewer.js';
import { byId, make } from '../dom.js';
import { readAddress } from './address.js';
import { failureOf } from './failure.js';
import { Hosts } from './hosts.js';
import { readMessage } from './messages.js';
import { ATTRIBUTES } from './settings.js';

/** @typedef {import('./types.d.ts').ViewerEvents} ViewerEvents */

const EVENTS = /** @type {const} */ (['speclens-loading', 'speclens-answer', 'speclens-error', 'speclens-element', 'speclens-lines']);

/** @type {import('./types.d.ts').SpeclensViewerElement} */
const viewer = make('speclens-viewer');
const hosts = new Hosts(received);

for (const name of EVENTS) {
  viewer.addEventListener(name, ({ detail }) => {
    const type = /** @type {any} */ (name.replace('-', ':'));
    hosts.tell({ type, ...detail });
  });
}
new ResizeObserver(() => hosts.tell({ type: 'speclens:height', css_px: Math.ceil(viewer.getBoundingClientRect().height) })).observe(viewer);

try {
  const { attributes, hosts: origins } = readAddress(new URL(document.URL).searchParams);
  setAll(attributes);
  if (window.parent !== window) hosts.greet(window.parent, origins.filter(mayHear));
  byId('viewer').replaceChildren(viewer);
} catch (error) {
  byId('viewer').replaceChildren(make('p', { attributes: { role: 'alert' } }, /** @type {Error} */ (error).message));
}

/**
 * Whether an origin may be told what a spectrum holds. Without an origin of its own a frame reads only what everybody
 * may; with one it reads what its own site lets it: that is for this site, and for whom `embed.html` names.
 * @param {string} origin
 */
function mayHear(origin) {
  const named = document.querySelector('meta[name="speclens-hosts"]')?.getAttribute('content') ?? '';
  return self.origin === 'null' || origin === self.origin || named.split(/\s+/).includes(origin);
}

/** @param {Map<string, string | null>} attributes null takes one away */
function setAll(attributes) {
  for (const [name, value] of attributes) {
    if (value === null) viewer.removeAttribute(name);
    else viewer.setAttribute(name, value);
  }
  // So that scroll bars and the ground around the viewer are of the same theme.
  const theme = viewer.getAttribute('theme');
  document.documentElement.style.colorScheme = theme === 'dark' || theme === 'light' ? theme : '';
}

/** @param {unknown} data what a host says */
function received(data) {
  try {
    const message = readMessage(data, ATTRIBUTES);
    if (message.open) viewer.open(message.open.bytes, message.open.name);
    else setAll(message.set);
  } catch (error) {
    const { code, message } = failureOf(/** @type {Error} */ (error), 'message');
    hosts.tell({ type: 'speclens:error', code, message });
  }
}
