// What is drawn above the figure: the line at the energy that is read, and the range that is dragged.

const DOT_RADIUS = 3.5;

/**
 * @typedef {object} Marks places in CSS pixels
 * @property {number | null} x of the line; null for none
 * @property {{ y: number | undefined }[]} dots on the line
 * @property {[number, number] | null} range
 * @property {import('../../pkg/speclens.js').Layout} layout
 */

export class Cursor {
  /** @type {HTMLCanvasElement} */
  #canvas;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
  }

  /**
   * @param {Marks} marks
   * @param {{ width: number, height: number, scale: number, colour: string }} style
   */
  draw({ x, dots, range, layout }, { width, height, scale, colour }) {
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.#canvas.width !== w) this.#canvas.width = w;
    if (this.#canvas.height !== h) this.#canvas.height = h;
    const context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    const { top, left, right } = layout.panels[0].css_px;
    const { bottom } = layout.panels[layout.panels.length - 1].css_px;
    context.fillStyle = colour;
    context.strokeStyle = colour;
    if (range) {
      const [a, b] = range.map((end) => Math.min(right, Math.max(left, end)));
      context.globalAlpha = 0.15;
      context.fillRect(Math.min(a, b), top, Math.abs(b - a), bottom - top);
      context.globalAlpha = 1;
    }
    if (x === null) return;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    for (const { y } of dots) {
      if (y === undefined || !Number.isFinite(y)) continue;
      context.beginPath();
      context.arc(x, y, DOT_RADIUS, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
