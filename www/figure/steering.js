// Pointer and keys of a figure: how they move its view and its cursor.

import { Gestures } from './gestures.js';
import { listenToKeys } from './keys.js';

/** Steps of the cursor by the keys across the figure. */
const STEPS = 400;

/**
 * What is steered.
 * @typedef {object} Steered
 * @property {import('./view.js').View} view
 * @property {import('./places.js').Places} places
 * @property {import('./pointing.js').Pointing} pointing
 * @property {import('./zoom.js').Zoom} zoom
 * @property {import('./frames.js').Frames} frames
 */
/**
 * What the figure does beside it.
 * @typedef {object} Beside
 * @property {(energy: number) => void} held the keys hold the cursor there, eV
 * @property {() => number} [step] least step of the cursor by the keys, eV
 * @property {() => boolean} [picking] whether the next range that is dragged is asked for
 * @property {() => void} [released] Escape was pressed
 */

/**
 * Lets pointer and keys over `box` steer a figure.
 * @param {HTMLElement} box
 * @param {Steered} steered
 * @param {Beside} beside
 */
export function steer(box, { view, places, pointing, zoom, frames }, { held, step = () => 0, picking = () => false, released = () => {} }) {
  /** @param {number} energy eV */
  const hold = (energy) => {
    pointing.holdByKey(energy);
    held(energy);
  };
  /** Moves the cursor; the view follows it. @param {number} steps to the right */
  const move = (steps) => {
    const [lo, hi] = view.shown;
    const [least, most] = view.extent;
    const at = pointing.energy ?? (lo + hi) / 2;
    const energy = Math.min(most, Math.max(least, at - steps * Math.max((hi - lo) / STEPS, step())));
    zoom.change(() => view.follow(energy));
    hold(energy);
  };
  const gestures = new Gestures(box, {
    inside: (x) => places.inside(x),
    read: (x) => pointing.point(x),
    hold: (x) => pointing.hold(places.energyAt(x)),
    dragging: (from, to) => pointing.drag([from, to]),
    dragged: (ends) => pointing.dropped(ends),
    zoom: (x, factor) => zoom.change(() => view.zoom(places.energyAt(x), factor)),
    pan: (by) => zoom.change(() => view.pan(places.inEnergy(by))),
    reset: () => zoom.show(null),
    picking,
  });
  listenToKeys(box, {
    zoom: (factor) => zoom.byKey(factor),
    pan: (share) => zoom.panByKey(share),
    step: move,
    end: (end) => hold(view.shown[end < 0 ? 1 : 0]),
    reset: () => zoom.reset(),
    release: () => {
      pointing.release();
      gestures.stop();
      released();
      frames.queue('cursor');
    },
  });
}
