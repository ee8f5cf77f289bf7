// Small helpers around the document, and numbers as they are shown.

/**
 * The element with this id; a missing one is a mistake in index.html.
 * @param {string} id
 * @returns {any} of whatever kind index.html makes it
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element #${id}`);
  return found;
}

/**
 * A new element with properties, data-* attributes (`data`), attributes and children.
 * @param {string} tag
 * @param {{ data?: Record<string, string | number | boolean>, attributes?: Record<string, string>, [property: string]: any }} [options]
 * @param {...(Node | string)} children
 * @returns {any} of the tag's kind
 */
export function make(tag, { data = {}, attributes = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(data)) element.dataset[name] = String(value);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

/**
 * Scrolls an element into view; without a glide, where its user wants none.
 * @param {Element} element
 */
export function bring(element) {
  element.scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
}

/**
 * Whether most of an element is in view.
 * @param {Element} element
 */
export function inView(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  return Math.min(bottom, window.innerHeight) - Math.max(top, 0) > height / 2;
}

// Numbers below are for the screen, in the user's locale. What is exported, what a number field holds
// and data-* attributes are written by `String(value)` or `toFixed`, with a decimal point.

/** @type {Map<string, Intl.NumberFormat>} formats cost more than what they write */
const formats = new Map();

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} options
 */
function shown(value, options) {
  const key = JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, format = new Intl.NumberFormat(undefined, options));
  // A true minus sign, whatever the locale has (some have marks of direction beside it).
  return format.format(value).replace('-', '−');
}

/**
 * A number with a fixed number of decimals.
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  return shown(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false });
}

/**
 * A number with groups of three digits, or with four significant digits where it is small.
 * @param {number} value
 */
export function readable(value) {
  return shown(value, Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 });
}

/**
 * A number as it is known: with at most so many decimals, and none that are zero.
 * @param {number} value
 * @param {number} [decimals]
 */
export function plain(value, decimals = 4) {
  return shown(value, { maximumFractionDigits: decimals, useGrouping: false });
}
