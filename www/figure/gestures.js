// What is done to the figure with a mouse, a pen or fingers, told as what it means.

/**
 * @typedef {object} Meanings places are CSS pixels from the figure's left edge
 * @property {(x: number) => boolean} inside whether a place is on the panels
 * @property {(x: number | null) => void} read the mouse points there; null: nowhere any more
 * @property {(x: number) => void} hold the value there is to be kept on show
 * @property {(from: number, to: number) => void} dragging a range is being dragged
 * @property {(ends: [number, number] | null) => void} dragged its ends; null where it was given up
 * @property {(x: number, factor: number) => boolean} zoom shows `factor` times as much; whether anything changed
 * @property {(by: number) => boolean} pan what is seen moves to the right; whether anything changed
 * @property {() => void} reset the whole is wanted
 * @property {() => boolean} picking whether a range is asked for: then a finger drags one
 */

/** A shorter drag is a click, CSS pixels. */
const DRAG_MIN = 6;
/** A finger that has moved as far sideways reads; one that moves up or down scrolls the page, CSS pixels. */
const READ_MIN = 4;
/** Two taps within this time and distance are one double tap, ms and CSS pixels. */
const DOUBLE_TAP = { ms: 350, px: 30 };
/** A scroll of the page that comes over the figure goes on until the wheel rests, ms. */
const SCROLL_REST = 250;
/** Natural logarithm of the zoom for one pixel of the wheel; trackpads tell a pinch as a wheel with Ctrl. */
const WHEEL = { plain: 0.002, pinch: 0.01, most: 240 };
/** Pixels of a line and of a page, where a wheel counts in them. */
const WHEEL_UNITS = [1, 16, 240];
/** Fingers nearer to one another than this do not tell a zoom, CSS pixels. */
const PINCH_MIN = 16;

export class Gestures {
  /** @type {HTMLElement} */
  #box;
  /** @type {Meanings} */
  #say;
  /** Fingers down: id → place. @type {Map<number, { x: number, y: number }>} */
  #fingers = new Map();
  /** What the pointers do. @type {null | 'range' | 'pan' | 'touch' | 'read' | 'pinch' | 'rest'} */
  #doing = null;
  #from = { x: 0, y: 0 };
  #last = 0;
  #space = false;
  #hovered = false;
  #tapped = { at: -Infinity, x: 0 };
  /** When the wheel last scrolled the page, and when it last zoomed. */
  #scrolled = -Infinity;
  #zoomed = -Infinity;

  /**
   * @param {HTMLElement} box
   * @param {Meanings} meanings
   */
  constructor(box, meanings) {
    this.#box = box;
    this.#say = meanings;
    box.addEventListener('pointerdown', (e) => this.#down(e));
    box.addEventListener('pointermove', (e) => this.#move(e));
    box.addEventListener('pointerup', (e) => this.#up(e));
    box.addEventListener('pointercancel', (e) => this.#cancel(e));
    box.addEventListener('pointerenter', () => {
      this.#hovered = true;
    });
    box.addEventListener('pointerleave', (e) => {
      this.#hovered = false;
      if (e.pointerType !== 'touch' && !this.#doing) this.#say.read(null);
    });
    box.addEventListener('dblclick', () => this.#say.reset());
    // The middle button pans: no scrolling by itself.
    box.addEventListener('mousedown', (e) => {
      if (e.button === 1) e.preventDefault();
    });
    // Not passive: the page must not scroll or zoom along.
    box.addEventListener('wheel', (e) => this.#wheel(e), { passive: false });
    for (const type of ['touchstart', 'touchmove']) {
      box.addEventListener(type, (e) => {
        if (/** @type {TouchEvent} */ (e).touches.length > 1 && e.cancelable) e.preventDefault();
      }, { passive: false });
    }
    window.addEventListener('wheel', (e) => {
      if (!box.contains(/** @type {Node} */ (e.target))) this.#scrolled = e.timeStamp;
    }, { passive: true, capture: true });
    window.addEventListener('keydown', (e) => this.#spaceDown(e));
    window.addEventListener('keyup', (e) => {
      if (e.key === ' ') this.#hold(false);
    });
    window.addEventListener('blur', () => this.#hold(false));
  }

  /** Gives up what is being dragged. */
  stop() {
    if (this.#doing === 'range') this.#say.dragged(null);
    if (this.#doing) this.#become('rest');
  }

  /** @param {PointerEvent | WheelEvent} event */
  #place(event) {
    const r = this.#box.getBoundingClientRect();
    return { x: event.clientX - r.left, y: event.clientY - r.top };
  }

  /** @param {null | 'range' | 'pan' | 'touch' | 'read' | 'pinch' | 'rest'} doing */
  #become(doing) {
    this.#doing = doing;
    this.#box.classList.toggle('panning', doing === 'pan' || doing === 'pinch');
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const at = this.#place(event);
    if (event.pointerType === 'touch') return this.#fingerDown(event, at);
    if (this.#doing || !this.#say.inside(at.x)) return undefined;
    const pans = event.button === 1 || (event.button === 0 && (event.shiftKey || this.#space));
    if (event.button !== 0 && !pans) return undefined;
    this.#begin(event, at, pans ? 'pan' : 'range');
    return undefined;
  }

  /**
   * @param {PointerEvent} event
   * @param {{ x: number, y: number }} at
   * @param {'range' | 'pan'} doing
   */
  #begin(event, at, doing) {
    this.#from = at;
    this.#last = at.x;
    this.#become(doing);
    this.#box.setPointerCapture(event.pointerId);
  }

  /**
   * @param {PointerEvent} event
   * @param {{ x: number, y: number }} at
   */
  #fingerDown(event, at) {
    this.#fingers.set(event.pointerId, at);
    if (this.#fingers.size === 2) {
      if (this.#doing === 'range') this.#say.dragged(null);
      return this.#become('pinch');
    }
    if (this.#fingers.size > 2) return this.#become('rest');
    if (!this.#say.inside(at.x)) return this.#become('rest');
    if (this.#say.picking()) return this.#begin(event, at, 'range');
    this.#from = at;
    return this.#become('touch');
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const at = this.#place(event);
    if (this.#doing === 'pinch') return this.#pinch(event, at);
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, at);
    if (this.#doing === 'touch' && Math.abs(at.x - this.#from.x) >= READ_MIN) this.#become('read');
    if (this.#doing === 'read') return this.#say.hold(at.x);
    if (this.#doing === 'pan') {
      this.#say.pan(at.x - this.#last);
      this.#last = at.x;
      return this.#say.read(at.x);
    }
    if (this.#doing === 'range') {
      this.#say.dragging(this.#from.x, at.x);
      return this.#say.read(at.x);
    }
    if (event.pointerType === 'touch') return undefined;
    return this.#say.read(this.#say.inside(at.x) ? at.x : null);
  }

  /**
   * What lies between the fingers stays there: they zoom by their distance, and pan by their middle.
   * @param {PointerEvent} event
   * @param {{ x: number, y: number }} at
   */
  #pinch(event, at) {
    if (!this.#fingers.has(event.pointerId)) return;
    const before = spread([...this.#fingers.values()]);
    this.#fingers.set(event.pointerId, at);
    const now = spread([...this.#fingers.values()]);
    this.#say.pan(now.middle - before.middle);
    this.#say.zoom(now.middle, before.apart / now.apart);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const at = this.#place(event);
    const doing = this.#doing;
    this.#fingers.delete(event.pointerId);
    if (doing === 'pinch') return this.#become('rest'); // the other finger reads nothing
    if (this.#fingers.size > 0) return undefined;
    this.#become(null);
    if (doing === 'touch') return this.#tap(event, at);
    if (doing !== 'range') return undefined;
    const far = Math.abs(at.x - this.#from.x) >= DRAG_MIN;
    this.#say.dragged(far ? [this.#from.x, at.x] : null);
    if (!far) this.#say.hold(at.x);
    return undefined;
  }

  /**
   * @param {PointerEvent} event
   * @param {{ x: number, y: number }} at
   */
  #tap(event, at) {
    const twice = event.timeStamp - this.#tapped.at < DOUBLE_TAP.ms && Math.abs(at.x - this.#tapped.x) < DOUBLE_TAP.px;
    this.#tapped = { at: twice ? -Infinity : event.timeStamp, x: at.x };
    if (twice) this.#say.reset();
    else this.#say.hold(at.x);
  }

  /** The browser scrolls the page by that finger. @param {PointerEvent} event */
  #cancel(event) {
    this.#fingers.delete(event.pointerId);
    if (this.#doing === 'range') this.#say.dragged(null);
    this.#become(this.#fingers.size > 0 ? 'rest' : null);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const { x } = this.#place(event);
    if (!this.#say.inside(x)) return;
    const unit = WHEEL_UNITS[event.deltaMode] ?? 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    const sideways = Math.abs(dx) > Math.abs(dy) ? dx : event.shiftKey && !event.ctrlKey ? dy : 0;
    if (sideways) {
      if (this.#say.pan(-sideways)) event.preventDefault();
      return;
    }
    // The page was scrolling when the figure came under the mouse: it goes on.
    if (!event.ctrlKey && event.timeStamp - this.#scrolled < SCROLL_REST) {
      this.#scrolled = event.timeStamp;
      return;
    }
    const step = Math.min(Math.max(dy, -WHEEL.most), WHEEL.most) * (event.ctrlKey ? WHEEL.pinch : WHEEL.plain);
    const changed = this.#say.zoom(x, Math.exp(step));
    // The whole is on show and more is asked for: the page scrolls, but not by the same turn of the wheel.
    if (changed || event.ctrlKey || dy < 0 || event.timeStamp - this.#zoomed < SCROLL_REST) {
      event.preventDefault();
      this.#zoomed = event.timeStamp;
    } else {
      this.#scrolled = event.timeStamp;
    }
  }

  /** @param {KeyboardEvent} event */
  #spaceDown(event) {
    if (event.key !== ' ') return;
    const { activeElement } = document;
    const ours = activeElement === this.#box || (this.#hovered && activeElement === document.body);
    if (!ours) return;
    event.preventDefault(); // no scrolling
    this.#hold(true);
  }

  /** @param {boolean} down */
  #hold(down) {
    this.#space = down;
    this.#box.classList.toggle('can-pan', down);
  }
}

/**
 * Middle and distance of two fingers.
 * @param {{ x: number, y: number }[]} fingers
 */
function spread([a, b]) {
  return { middle: (a.x + b.x) / 2, apart: Math.max(PINCH_MIN, Math.hypot(a.x - b.x, a.y - b.y)) };
}
