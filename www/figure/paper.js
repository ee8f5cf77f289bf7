// The figure on paper: drawn as lines, and on white whatever the screen is. A canvas that is drawn just
// before printing is printed blank.

/**
 * Puts the figure's drawing into `box` while the page is printed.
 * @param {Element} box
 * @param {() => string | null} svg the drawing; null where there is none
 */
export function printAs(box, svg) {
  /** @type {Element | null} */
  let drawing = null;
  const clear = () => {
    drawing?.remove();
    drawing = null;
  };
  window.addEventListener('beforeprint', () => {
    clear();
    const text = svg();
    if (text === null) return;
    drawing = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
    drawing.classList.add('paper');
    drawing.setAttribute('aria-hidden', 'true');
    box.append(drawing);
  });
  window.addEventListener('afterprint', clear);
}
