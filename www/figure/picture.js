// The figure as a file, on white whatever the screen is.

/** @typedef {import('../../pkg/speclens.js').FigureCanvas} FigureCanvas */

/** Size of a saved figure, CSS pixels, and its device pixels for each. */
const PRINT = { width: 800, height: 560, scale: 3 };

/** As SVG text. @param {FigureCanvas} figure */
export const svgOf = (figure) => figure.svg(PRINT.width, PRINT.height);

/**
 * As a PNG file, 2,400 pixels wide.
 * @param {FigureCanvas} figure
 * @returns {Promise<Blob>}
 */
export function pngOf(figure) {
  const canvas = document.createElement('canvas');
  figure.draw_on(canvas, PRINT.width, PRINT.height, PRINT.scale);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser gives no picture'))), 'image/png');
  });
}
