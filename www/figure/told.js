// What was drawn, as data-* for those who test the page.

/**
 * @param {HTMLElement} box
 * @param {import('../../pkg/speclens.js').Layout} layout
 * @param {'binding' | 'kinetic'} axis
 * @param {number} ms that drawing took
 */
export function tellDrawn(box, { panels, labels }, axis, ms) {
  const [panel] = panels;
  Object.assign(box.dataset, {
    panels: panels.map((p) => p.name).join(' '),
    energyLeft: panel.energy_left_ev,
    energyRight: panel.energy_right_ev,
    valueBottom: panel.value_bottom,
    valueTop: panel.value_top,
    unit: panel.unit,
    scale: panel.scale,
    axis,
    labels: labels.map(([text]) => text).join(', '),
    drawMs: ms.toFixed(2),
  });
}
