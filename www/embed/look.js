// The colours that the figure of a viewer is drawn with: the theme, or those that the host sets.

import { theme, watchLook } from '../figure/theme.js';

/** @typedef {import('../figure/theme.js').Colour} Colour */
/** @typedef {import('../../pkg/speclens.js').Theme} Theme */

/** Custom properties of the host's; each of them alone makes the figure be drawn in these three. */
const OWN = ['--speclens-ground', '--speclens-ink', '--speclens-accent'];
const dark = window.matchMedia('(prefers-color-scheme: dark)');
/** Every viewer that is on a page. @type {Set<() => void>} */
const redraws = new Set();
watchLook(() => {
  for (const redraw of redraws) redraw();
});

/**
 * Calls `redraw` when the theme changes, or the number of pixels; answers what ends that.
 * @param {() => void} redraw
 */
export function watch(redraw) {
  redraws.add(redraw);
  return () => redraws.delete(redraw);
}

/**
 * The colours forced by the system, else those set by the host, else the theme that is wanted.
 * @param {HTMLElement} box in the viewer's shadow tree
 * @param {'auto' | 'light' | 'dark'} wanted
 * @returns {Theme}
 */
export function lookOf(box, wanted) {
  const system = theme();
  if (typeof system === 'object') return system;
  const style = getComputedStyle(box);
  if (OWN.some((name) => style.getPropertyValue(name).trim() !== '')) {
    const [ground, ink, highlight] = ['--ground', '--ink', '--accent'].map((name) => colour(box, name));
    if (ground && ink && highlight) return { forced: { ground, ink, highlight } };
  }
  if (wanted !== 'auto') return wanted;
  return dark.matches ? 'dark' : 'light';
}

/**
 * What a custom property is as a colour; null where the browser does not give it in red, green and blue.
 * @param {HTMLElement} box
 * @param {string} name
 * @returns {Colour | null}
 */
function colour(box, name) {
  const probe = document.createElement('span');
  probe.style.setProperty('color', `var(${name})`);
  box.append(probe);
  const said = getComputedStyle(probe).color;
  probe.remove();
  const [red, green, blue] = (said.match(/[\d.]+/g) ?? []).map(Number);
  return said.startsWith('rgb') ? [red, green, blue] : null;
}
