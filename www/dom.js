// Small helpers around the document.

/** The element with this id; a missing one is a mistake in index.html. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element #${id}`);
  return found;
}

/** A new element with properties, data-* attributes (`data`), classes and children. */
export function make(tag, { data = {}, attributes = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(data)) element.dataset[name] = value;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A number with a true minus sign and a fixed number of decimals. */
export function fixed(value, decimals) {
  return value.toFixed(decimals).replace('-', '−');
}

/** A number with groups of three digits, or with four significant digits where it is small. */
export function readable(value) {
  const digits = Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 };
  return value.toLocaleString('en', { ...digits, useGrouping: true }).replace('-', '−');
}
