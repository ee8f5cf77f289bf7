// The figure by its keys.

/**
 * @typedef {object} KeyMeanings
 * @property {(factor: number) => void} zoom shows `factor` times as much of the axis
 * @property {(share: number) => void} pan moves the view to the right by this share of its width
 * @property {(steps: number) => void} step moves the cursor to the right
 * @property {(end: -1 | 1) => void} end puts the cursor at the left or the right end of the view
 * @property {() => void} reset shows the whole
 * @property {() => void} release hides the cursor, gives up what is dragged
 */

const ZOOM = 1.5;
const PAN = 0.1;
const LARGE = 20;

/**
 * Listens to the keys of `box`; each key is also a button or a gesture.
 * @param {HTMLElement} box
 * @param {KeyMeanings} say
 */
export function listenToKeys(box, say) {
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const keys = {
    '+': () => say.zoom(1 / ZOOM),
    '=': () => say.zoom(1 / ZOOM), // the same key without Shift
    '-': () => say.zoom(ZOOM),
    _: () => say.zoom(ZOOM),
    '−': () => say.zoom(ZOOM),
    0: () => say.reset(),
    ArrowLeft: (e) => (e.ctrlKey ? say.pan(-PAN) : say.step(e.shiftKey ? -LARGE : -1)),
    ArrowRight: (e) => (e.ctrlKey ? say.pan(PAN) : say.step(e.shiftKey ? LARGE : 1)),
    Home: () => say.end(-1),
    End: () => say.end(1),
    Escape: () => say.release(),
  };
  box.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey) return; // the browser's own
    if (event.ctrlKey && !event.key.startsWith('Arrow')) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
}
