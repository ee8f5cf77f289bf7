// The colours that the figure is drawn with, and how finely.

/** @typedef {[number, number, number]} Colour red, green, blue */
/** @typedef {import('../../pkg/speclens.js').Theme} Theme */

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const forced = window.matchMedia('(forced-colors: active)');

/** Backed at twice the CSS size at least: the plotting backend rounds to whole pixels. */
export const scale = () => Math.max(2, window.devicePixelRatio || 1);

/**
 * Light, dark, or the colours that the system forces on all pages.
 * @returns {Theme}
 */
export function theme() {
  if (!forced.matches) return dark.matches ? 'dark' : 'light';
  const [ground, ink, highlight] = ['Canvas', 'CanvasText', 'Highlight'].map(systemColour);
  return { forced: { ground, ink, highlight } };
}

/**
 * The colour of the cursor, as CSS.
 * @param {Element} box
 */
export function accent(box) {
  return forced.matches ? 'Highlight' : getComputedStyle(box).getPropertyValue('--accent').trim();
}

/**
 * Calls `changed` when the theme changes, or the number of pixels.
 * @param {() => void} changed
 */
export function watchLook(changed) {
  dark.addEventListener('change', changed);
  forced.addEventListener('change', changed);
  const watchPixels = () => {
    const media = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    media.addEventListener('change', () => {
      changed();
      watchPixels();
    }, { once: true });
  };
  watchPixels();
}

/**
 * What a system colour is here.
 * @param {string} name
 * @returns {Colour}
 */
function systemColour(name) {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.setProperty('forced-color-adjust', 'none');
  probe.style.setProperty('color', name);
  document.body.append(probe);
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  probe.remove();
  return [red, green, blue];
}
