// The axis that the bars of all amounts share.

/** Where a common axis for these values may end: 1, 2, 5 or a multiple of 10 up to 100, at%. @param {number} largest */
export function axisEnd(largest) {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
  return steps.find((s) => s >= largest) ?? 100;
}
