// The figure: draws through the wasm module on one canvas, the cursor on a second one above it.

import { byId, fixed, readable } from './dom.js';

/** Backed at twice the CSS size at least: the plotting backend rounds to whole pixels. */
const scale = () => Math.max(2, window.devicePixelRatio || 1);
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const DRAG_MIN = 6; // CSS pixels
/** Size of a saved figure, CSS pixels, and its device pixels for each. */
const PRINT = { width: 800, height: 560, scale: 3 };

export class FigureView {
  #figure;
  #box = byId('figure');
  #plot = byId('plot');
  #cursor = byId('cursor');
  #readout = byId('readout');
  #whole = byId('whole');
  #layout = null;
  #spectrum = null;
  #labels = [];
  #fis = null;
  #energy = null; // of the cursor, eV
  #drag = null;
  #pick = null; // takes the range that is dragged next
  #queued = false;

  /** `wasm` is the small module; one figure lives as long as the page. */
  constructor(wasm) {
    this.#figure = new wasm.FigureCanvas(this.#plot);
    new ResizeObserver(() => this.#queue()).observe(this.#box);
    dark.addEventListener('change', () => this.#queue());
    this.#watchScale();
    this.#box.addEventListener('pointermove', (e) => this.#move(e));
    this.#box.addEventListener('pointerdown', (e) => this.#down(e));
    this.#box.addEventListener('pointerup', (e) => this.#up(e));
    this.#box.addEventListener('pointercancel', () => {
      this.#drag = null;
      this.#leave();
    });
    this.#box.addEventListener('pointerleave', () => this.#leave());
    this.#box.addEventListener('dblclick', () => this.show(null));
    this.#box.addEventListener('keydown', (e) => this.#key(e));
    this.#whole.addEventListener('click', () => this.show(null));
  }

  /** A new spectrum with its labels: `{ energy, counts, unit, labels }`. */
  spectrum({ energy, counts, unit, labels }) {
    const order = Array.from(energy.keys()).sort((a, b) => energy[a] - energy[b]);
    this.#spectrum = {
      energy: order.map((i) => energy[i]),
      value: order.map((i) => counts[i]),
    };
    this.#labels = labels;
    this.#energy = null;
    this.#fis = null;
    this.#figure.show_spectrum(energy, counts, unit);
    this.#figure.show_labels(labels);
    this.#figure.clear_fis();
    this.#figure.mark([]);
    this.#box.classList.remove('with-fis', 'with-residual');
    this.show(null);
  }

  /** Sets the lines of one element off from the others; null for none. */
  choose(symbol) {
    this.#figure.choose(symbol ?? undefined);
    this.#queue();
  }

  /** Marks stretches of binding energy, `[[lo, hi], …]`, eV. */
  mark(windows) {
    this.#figure.mark(windows);
    this.#queue();
  }

  /** The figure as it is on show, on white, as SVG text. */
  svg() {
    return this.#figure.svg(PRINT.width, PRINT.height);
  }

  /** The same as a PNG file, 2,400 pixels wide. */
  png() {
    const canvas = document.createElement('canvas');
    this.#figure.draw_on(canvas, PRINT.width, PRINT.height, PRINT.scale);
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser gives no picture'))), 'image/png');
    });
  }

  /** The FIS under the spectrum, as the engine gives it, or null to take it away. */
  fis(fis) {
    this.#fis = fis;
    if (fis) this.#figure.show_fis(fis);
    else this.#figure.clear_fis();
    this.#box.classList.toggle('with-fis', Boolean(fis));
    this.#queue();
  }

  /** An implied spectrum over the measured one, an intensity for each of its energies; null for none. */
  implied(counts) {
    this.#figure.show_implied(counts ?? undefined);
    this.#box.classList.toggle('with-residual', Boolean(counts));
    this.#queue();
  }

  /** The next range that is dragged goes to `take`, `[lo, hi]` in eV; null for none. Escape gives up. */
  pick(take) {
    this.#pick = take;
    this.#box.classList.toggle('picking', Boolean(take));
    if (take) this.#box.focus({ preventScroll: true });
  }

  /** Shows the binding energies `[lo, hi]`, eV; null for the whole spectrum. */
  show(range) {
    this.#figure.view(range?.[0], range?.[1]);
    this.#whole.hidden = !range;
    this.#queue();
  }

  #queue() {
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      this.#draw();
    });
  }

  #watchScale() {
    const media = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    media.addEventListener('change', () => {
      this.#queue();
      this.#watchScale();
    }, { once: true });
  }

  #draw() {
    if (!this.#spectrum) return;
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (width < 160 || height < 120) return; // no room, e.g. while printing
    this.#layout = this.#figure.draw(width, height, scale(), dark.matches ? 'dark' : 'light');
    this.#box.dataset.panels = this.#layout.panels.map((p) => p.name).join(' ');
    this.#box.dataset.energyLeft = this.#layout.panels[0].energy_left_ev;
    this.#box.dataset.energyRight = this.#layout.panels[0].energy_right_ev;
    this.#box.dataset.labels = this.#layout.labels.map(([text]) => text).join(', ');
    this.#drawCursor();
  }

  #inside(event) {
    const r = this.#box.getBoundingClientRect();
    const x = event.clientX - r.left;
    const p = this.#layout?.panels[0].css_px;
    return { x, inside: Boolean(p) && x >= p.left - 4 && x <= p.right + 4 };
  }

  #down(event) {
    const { x, inside } = this.#inside(event);
    if ((event.pointerType !== 'mouse' && !this.#pick) || event.button !== 0 || !inside) return;
    this.#drag = { from: x, to: x };
    this.#box.setPointerCapture(event.pointerId);
  }

  #move(event) {
    const { x, inside } = this.#inside(event);
    if (!this.#layout || (!inside && !this.#drag)) return this.#leave();
    if (this.#drag) this.#drag.to = x;
    this.#energy = this.#figure.energy_from_x(x);
    return this.#drawCursor();
  }

  #up() {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag || Math.abs(drag.to - drag.from) < DRAG_MIN) return this.#drawCursor();
    const ends = [this.#figure.energy_from_x(drag.from), this.#figure.energy_from_x(drag.to)].sort((a, b) => a - b);
    const pick = this.#pick;
    if (pick) {
      this.pick(null);
      this.#drawCursor();
      return pick(ends);
    }
    return this.show(ends[1] - ends[0] > 2 ? ends : null);
  }

  #leave() {
    if (this.#drag) return;
    this.#energy = null;
    this.#drawCursor();
  }

  #key(event) {
    if (!this.#layout) return;
    const p = this.#layout.panels[0];
    const step = (p.energy_left_ev - p.energy_right_ev) / (event.shiftKey ? 20 : 400);
    const at = this.#energy ?? (p.energy_left_ev + p.energy_right_ev) / 2;
    const limit = (e) => Math.min(p.energy_left_ev, Math.max(p.energy_right_ev, e));
    if (event.key === 'ArrowLeft') this.#energy = limit(at + step);
    else if (event.key === 'ArrowRight') this.#energy = limit(at - step);
    else if (event.key === 'Escape') {
      this.#energy = null;
      this.#drag = null;
      this.pick(null);
    }
    else return;
    event.preventDefault();
    this.#drawCursor();
  }

  #drawCursor() {
    const { clientWidth: width, clientHeight: height } = this.#box;
    const s = scale();
    this.#cursor.width = Math.round(width * s);
    this.#cursor.height = Math.round(height * s);
    if (this.#energy === null || !this.#layout) {
      this.#readout.textContent = '';
      return;
    }
    const context = this.#cursor.getContext('2d');
    context.scale(s, s);
    const accent = getComputedStyle(this.#box).getPropertyValue('--accent').trim();
    if (this.#drag) this.#drawRange(context, accent);
    const { panels } = this.#layout;
    const [panel] = panels;
    const below = panels.findIndex((p) => p.name === 'fis');
    const point = nearest(this.#spectrum.energy, this.#spectrum.value, this.#energy);
    const x = this.#figure.x_from_energy(point.energy);
    context.strokeStyle = accent;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, panel.css_px.top);
    context.lineTo(x, panels.at(-1).css_px.bottom);
    context.stroke();
    dot(context, accent, x, this.#figure.y_from_value(0, point.value));
    const parts = [`${fixed(point.energy, 1)} eV`, `${readable(point.value)} ${panel.unit}`];
    if (below > 0 && this.#fis) {
      const probe = nearest(this.#fis.energy_ev, this.#fis.value, this.#energy);
      dot(context, accent, x, this.#figure.y_from_value(below, probe.value));
      const i = this.#fis.energy_ev.indexOf(probe.energy);
      const error = this.#fis.error[i];
      const noise = Math.abs(probe.value) <= this.#fis.noise[i] ? ' (within its noise)' : '';
      parts.push(`FIS ${this.#fis.element} ${probe.value > 0 ? '+' : ''}${readable(probe.value)} ± ${readable(error)}${noise}`);
    }
    const label = this.#labels
      .filter((l) => Math.abs(l.energy_ev - point.energy) <= 4)
      .sort((a, b) => Math.abs(a.energy_ev - point.energy) - Math.abs(b.energy_ev - point.energy))[0];
    if (label) parts.push(label.symbol ? `at ${label.text}` : 'a peak that no element found explains');
    this.#readout.textContent = parts.join('  ·  ');
  }

  #drawRange(context, accent) {
    const p = this.#layout.panels[0].css_px;
    const bottom = this.#layout.panels.at(-1).css_px.bottom;
    const clamp = (x) => Math.min(p.right, Math.max(p.left, x));
    const [a, b] = [clamp(this.#drag.from), clamp(this.#drag.to)];
    context.globalAlpha = 0.15;
    context.fillStyle = accent;
    context.fillRect(Math.min(a, b), p.top, Math.abs(b - a), bottom - p.top);
    context.globalAlpha = 1;
  }
}

function dot(context, color, x, y) {
  if (!Number.isFinite(y)) return;
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.fill();
}

/** The measured point nearest to `at`; `energy` rises. */
function nearest(energy, value, at) {
  let lo = 0;
  let hi = energy.length - 1;
  while (hi - lo > 1) {
    const middle = (lo + hi) >> 1;
    if (energy[middle] <= at) lo = middle;
    else hi = middle;
  }
  const i = at - energy[lo] <= energy[hi] - at ? lo : hi;
  return { energy: energy[i], value: value[i] };
}
