// Every sentence that scripts show, for each view an object of its own: what a translation translates.
// Sentences with values are functions; numbers come to them as they are shown, in the user's locale.
// What the engine says of a spectrum (warnings, advice, opinions) comes from the module, in English.

/** @typedef {string | number} Shown a value as it is shown; a number where its plural matters */

/** The table of results. */
export const RESULTS = {
  /** Heads of the columns: name, unit, and what they mean. CasaXPS's names where it has the same column. */
  columns: {
    element: { name: 'Element', unit: '', title: 'Chemical symbol' },
    amount: { name: 'at.%', unit: '', title: 'Apparent atomic percent, by the network' },
    drawn: { name: 'at.% ± interval', unit: '', title: 'The amount as a bar, its 90 % interval as a whisker, on one axis for all elements; below: the lines that it is read from' },
    interval: { name: '90 % interval', unit: '', title: 'Holds the true value in nine of ten simulated spectra with as much noise' },
    presence: { name: 'Presence', unit: '', title: 'Probability that the element is there, by the network' },
    read: { name: 'Read from', unit: '', title: 'Lines without which the network answers less of the element, and their share of the evidence' },
    line: { name: 'Name', unit: '', title: 'The line that stands for the element: that of its area, else the strongest one that the network reads' },
    energy: { name: 'Position', unit: 'eV', title: 'Binding energy at which its peak is found' },
    fwhm: { name: 'FWHM', unit: 'eV', title: 'Full width of the peak at half of its height over Shirley\'s background' },
    area: { name: 'Raw Area', unit: '', title: 'Area of the line over Shirley\'s background' },
    rsf: { name: 'RSF', unit: '', title: 'Scofield cross section × asymmetry of the lines in the window, C 1s = 1' },
    conc: { name: '%At Conc', unit: '', title: 'Atomic percent by areas over Shirley\'s background and Scofield\'s factors, transmission and escape depth allowed for' },
    areas: { name: 'By areas', unit: '', title: 'at.% by areas of lines, a second opinion' },
    class: { name: 'Class', unit: '', title: 'How well a survey tells the element from the others: I the best, IV the worst' },
    grounding: { name: 'Grounding', unit: '%', title: 'Share of its Feature Importance Spectrum that lies on its own lines' },
    advice: { name: 'Advice', unit: '', title: 'What to mind about the element in this spectrum' },
  },
  /** Heads in what is copied, where they differ from name and unit on screen. */
  copied: {
    element: 'Element',
    amount: 'Atomic percent (at.%)',
    low: '90 % interval, low (at.%)',
    high: '90 % interval, high (at.%)',
    presence: 'Presence (probability)',
    read: 'Read from (share of the evidence)',
    grounding: 'Grounding (share)',
    areas: 'By areas (at.%)',
    areasLow: 'By areas, low (at.%)',
    areasHigh: 'By areas, high (at.%)',
  },
  areaUnits: { counts: 'counts·eV', counts_per_second: 'counts/s·eV', unknown: 'arb. u.·eV' },
  missing: '–',
  show: /** @param {Shown} symbol */ (symbol) => `Show the lines and the FIS of ${symbol}`,
  showName: /** @param {Shown} symbol */ (symbol) => `${symbol}: show its lines and its Feature Importance Spectrum`,
  drawn: /** @param {Shown} percent @param {Shown} low @param {Shown} high */ (percent, low, high) => `${percent} at.%, 90 % interval ${low} to ${high}`,
  // The dash stays with the lower end where the two take two rows.
  range: /** @param {Shown} low @param {Shown} high */ (low, high) => `${low}\u00a0– ${high}`,
  areasRange: /** @param {Shown} low @param {Shown} high */ (low, high) => `${low} to ${high} at.% by areas of lines`,
  areasRead: /** @param {Shown} low @param {Shown} high */ (low, high) => ` (${low} to ${high})`,
  share: /** @param {Shown} line @param {Shown} percent */ (line, percent) => `${line} ${percent} %`,
  sure: /** @param {Shown} value */ (value) => `>${value}`,
  areaOver: /** @param {Shown} window @param {Shown} noise */ (window, noise) => `over ${window} eV, ± ${noise} by the noise`,
  classOf: /** @param {Shown} name @param {Shown} advice */ (name, advice) => `Class ${name}: ${advice}`,
  groundingOf: /** @param {Shown} percent @param {Shown} chance */ (percent, chance) => `${percent} % of its FIS lies on its own lines; by chance it would be ${chance} %`,
  positionOf: /** @param {Shown} line */ (line) => `of ${line}`,
  why: {
    lines: 'its lines are still being taken away, one group after the other',
    noLines: 'no table of lines could be had',
    noCarrier: 'none of its lines carries it above the noise',
    notSeen: 'no peak is seen there',
    noArea: 'there are no areas of lines for this answer',
    noWidth: 'its width is not measured',
    noPair: 'these factors are not used for this answer',
    classes: 'the classes of this network are not here',
    scan: 'the energy axis is not scanned yet: choose the element',
    noScan: 'nothing of its FIS rises above ripples and noise',
    noAdvice: 'nothing special to mind',
  },
  sortBy: /** @param {Shown} name */ (name) => `Sort by ${name}`,
  columnsShown: 'Columns shown',
  usual: 'Usual columns',
  casa: 'As CasaXPS reports',
  all: 'All',
  across: 'Table across the page',
  copied1: /** @param {Shown} rows @param {Shown} columns */ (rows, columns) => `Copied: ${rows} ${rows === 1 ? 'element' : 'elements'}, ${columns} columns, with tabs between them.`,
  notCopied: 'The browser does not let the page copy.',
  class: /** @param {Shown} name */ (name) => `Class ${name}`,
};

/** Terms that are explained where they stand: name and explanation. */
export const HELP = {
  ask: /** @param {Shown} name */ (name) => `What is this: ${name}?`,
  terms: {
    interval: ['90 % interval', 'Holds the true value in nine of ten simulated spectra with as much noise. It is as wide below the value as above and is cut at 0, so it may reach 0 where the presence is sure. What the simulator does not know, no interval covers.'],
    presence: ['Presence', 'The network\'s probability, 0 to 1, that the element is there. It is asked apart from the amount: a small amount may be sure, and a large one doubtful.'],
    class: ['Class', 'How well a survey tells the element from all others, by overlap of lines. I: its strongest line is free. II: that one is overlapped, another is free. III: none is free, a pattern of several tells it. IV: ambiguous or too weak, take a narrow scan.'],
    grounding: ['Grounding', 'How much of the element\'s Feature Importance Spectrum lies on the element\'s own lines. Near 100 %: the network read it from where its lines are. Near what chance would give: the evidence lies elsewhere, distrust the amount.'],
    areas: ['By areas', 'A second opinion that uses no network: the area of one line of each element over a background, divided by its sensitivity factor. “?” marks amounts that the lines do not support. The fold “Second opinion” below the figure has windows, areas and factors.'],
    fis: ['Feature Importance Spectrum (FIS)', 'The spectrum is changed a little at one energy after the other, and the network is asked again. Where taking intensity away makes the element lose, the network has read it there. Colours pale where the change is within ripples and noise.'],
    background: ['Background', 'What is taken away is what stands above a background under the spectrum. The background follows whatever is wider than about this half-width: with 14 eV mostly the lines are taken away, with 40 eV losses and Auger groups count as lines, too.'],
  },
};

/** The figure: read-out, options, comparison. */
export const FIGURE = {
  at: /** @param {Shown} label */ (label) => `at ${label}`,
  unexplained: 'a peak that no element found explains',
  withinNoise: ' (within its noise)',
  kinetic: /** @param {Shown} kinetic @param {Shown} binding */ (kinetic, binding) => `${kinetic} eV kinetic (${binding} eV binding)`,
  shows: /** @param {Shown} lo @param {Shown} hi */ (lo, hi) => `Shows ${lo} to ${hi} eV`,
  linesLoading: 'Looking up the lines…',
  linesFailed: /** @param {Shown} reason */ (reason) => `The lines could not be looked up: ${reason}`,
  noLine: /** @param {Shown} reach */ (reach) => `No line of any element within ${reach} eV`,
  perSecond: 'Counts divided by dwell time and scans',
  dwellUnknown: 'Not to be had: the file does not say dwell time and scans',
  rates: 'Not to be had: the file holds counts per second',
  noUnit: 'Not to be had: the file does not say the unit of its intensities',
  asMeasured: 'Intensities as the file has them',
  shortUnits: { counts: 'counts', counts_per_second: 'counts/s', unknown: 'arb. u.' },
  units: { counts: 'counts', counts_per_second: 'counts per second', unknown: 'intensities without a unit' },
  takeAway: /** @param {Shown} name */ (name) => `Take ${name} away`,
  tooLarge: /** @param {Shown} mebibytes */ (mebibytes) => `too large for a spectrum (at most ${mebibytes} MiB)`,
  compareFull: /** @param {Shown} most */ (most) => `at most ${most} spectra can be compared`,
  otherUnits: /** @param {string[]} names @param {Shown} unit */ (names, unit) => `${names.join(', ')}: in another unit than the ${unit} of the spectrum on show; compare shapes only.`,
  untimed: /** @param {string[]} names */ (names) => `${names.join(', ')}: the file does not say dwell time and scans; divided by the time of the spectrum on show.`,
};

/** What outlasts a visit. */
export const SESSION = {
  kept: /** @param {Shown} name @param {Shown} mebibytes */ (name, mebibytes) => `Kept in this browser, and opened on the next visit: ${name}, ${mebibytes} MiB.`,
  nothingKept: 'No spectrum is kept.',
  notKept: /** @param {Shown} reason */ (reason) => `The spectrum is not kept: ${reason}`,
  forgotten: 'Forgotten: nothing of it is left in this browser.',
  settingsForgotten: 'All settings are forgotten.',
  notHere: 'The address names a view of a file that is not here: open the file.',
};

/** What leaves this computer. */
export const PRIVACY = {
  loaded: /** @param {number} own @param {number} others @param {Shown} base */ (own, others, base) => `${own} files, all from ${base}${others > 0 ? ` but ${others}` : ''}:`,
  settings: /** @param {Shown} count */ (count) => (count === 0 ? 'No setting is remembered.' : `${count} ${count === 1 ? 'setting is' : 'settings are'} remembered: how things are shown, never what.`),
};
