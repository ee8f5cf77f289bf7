// Every sentence that scripts show, for each view an object of its own: what a translation translates.
// Sentences with values are functions; numbers come to them as they are shown, in the user's locale.
// What the engine says of a spectrum (warnings, advice, opinions) comes from the module, in English.

/** @typedef {string | number} Shown a value as it is shown; a number where its plural matters */

/** The table of results. */
export const RESULTS = {
  /** Heads of the columns: name, unit, and what they mean. CasaXPS's names where it has the same column. */
  columns: {
    element: { name: 'Element', unit: '', title: 'Chemical symbol' },
    amount: { name: 'at%', unit: '', title: 'Apparent atomic percent, by the network' },
    drawn: { name: 'at% ± interval', unit: '', title: 'The amount as a bar, its 90 % interval as a whisker, on one axis for all elements; below: the lines that it is read from' },
    interval: { name: '90 % interval', unit: '', title: 'Holds the true value in nine of ten simulated spectra with as much noise' },
    presence: { name: 'Presence', unit: '', title: 'Probability that the element is there, by the network' },
    read: { name: 'Read from', unit: '', title: 'Lines without which the network answers less of the element, and their share of the evidence' },
    line: { name: 'Name', unit: '', title: 'The line that stands for the element: that of its area, else the strongest one that the network reads' },
    energy: { name: 'Position', unit: 'eV', title: 'Binding energy at which its peak is found' },
    fwhm: { name: 'FWHM', unit: 'eV', title: 'Full width of the peak at half of its height over Shirley\'s background' },
    area: { name: 'Raw Area', unit: '', title: 'Area of the line over Shirley\'s background' },
    rsf: { name: 'RSF', unit: '', title: 'Scofield cross section × asymmetry of the lines in the window, C 1s = 1' },
    conc: { name: '%At Conc', unit: '', title: 'Atomic percent by areas over Shirley\'s background and Scofield\'s factors, transmission and escape depth allowed for' },
    areas: { name: 'By areas', unit: '', title: 'at% by areas of lines, a second opinion' },
    class: { name: 'Class', unit: '', title: 'How well a survey tells the element from the others: I the best, IV the worst' },
    grounding: { name: 'Grounding', unit: '%', title: 'Share of its Feature Importance Spectrum that lies on its own lines' },
    advice: { name: 'Advice', unit: '', title: 'What to mind about the element in this spectrum' },
  },
  /** Heads in what is copied, where they differ from name and unit on screen. */
  copied: {
    element: 'Element',
    amount: 'Atomic percent (at%)',
    low: '90 % interval, low (at%)',
    high: '90 % interval, high (at%)',
    presence: 'Presence (probability)',
    read: 'Read from (share of the evidence)',
    grounding: 'Grounding (share)',
    areas: 'By areas (at%)',
    areasLow: 'By areas, low (at%)',
    areasHigh: 'By areas, high (at%)',
  },
  areaUnits: { counts: 'counts·eV', counts_per_second: 'counts/s·eV', unknown: 'arb. u.·eV' },
  missing: '–',
  show: /** @param {Shown} symbol */ (symbol) => `Show the lines and the FIS of ${symbol}`,
  showName: /** @param {Shown} symbol */ (symbol) => `${symbol}: show its lines and its Feature Importance Spectrum`,
  drawn: /** @param {Shown} percent @param {Shown} low @param {Shown} high */ (percent, low, high) => `${percent} at%, 90 % interval ${low} to ${high}`,
  // The dash stays with the lower end where the two take two rows.
  range: /** @param {Shown} low @param {Shown} high */ (low, high) => `${low}\u00a0– ${high}`,
  areasRange: /** @param {Shown} low @param {Shown} high */ (low, high) => `${low} to ${high} at% by areas of lines`,
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
  shows: /** @param {Shown} left @param {Shown} right */ (left, right) => `Shows ${left} to ${right}`,
  linesLoading: 'Looking up the lines…',
  linesFailed: /** @param {Shown} reason */ (reason) => `The lines could not be looked up: ${reason}`,
  noLine: /** @param {Shown} reach */ (reach) => `No line of any element within ${reach} eV`,
  perSecond: 'Counts divided by dwell time and scans',
  dwellUnknown: 'Not to be had: the file does not say dwell time and scans',
  rates: 'Not to be had: the file holds counts per second',
  noUnit: 'Not to be had: the file does not say the unit of its intensities',
  background: 'The background under the lines of the elements found, as the areas of the second opinion have it',
  noBackground: 'Not to be had: there is no second opinion on this spectrum',
  asMeasured: 'Intensities as the file has them',
  shortUnits: { counts: 'counts', counts_per_second: 'counts/s', unknown: 'arb. u.' },
  units: { counts: 'counts', counts_per_second: 'counts per second', unknown: 'intensities without a unit' },
  takeAway: /** @param {Shown} name */ (name) => `Take ${name} away`,
  tooLarge: /** @param {Shown} mebibytes */ (mebibytes) => `too large for a spectrum (at most ${mebibytes} MiB)`,
  compareFull: /** @param {Shown} most */ (most) => `at most ${most} spectra can be compared`,
  otherAxes: 'Other spectra keep the energy axis of their file: that on show is calibrated.',
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
  asNamed: 'Shown as the address named it: block, view, energy axis, and elements left out or counted in.',
  notHere: 'The address named a view of a file of your own that is not open: open that file, and the view is shown.',
};

/** What leaves this computer. */
export const PRIVACY = {
  loaded: /** @param {number} own @param {number} others @param {Shown} base */ (own, others, base) => `${own} files, all from ${base}${others > 0 ? ` but ${others}` : ''}:`,
  settings: /** @param {Shown} count */ (count) => (count === 0 ? 'No setting is remembered.' : `${count} ${count === 1 ? 'setting is' : 'settings are'} remembered: how things are shown, never what.`),
};

/** The file on show, and what it says of a block. */
export const FILE = {
  techniques: { xps: 'XPS', ups: 'UPS', aes: 'AES', other: 'other technique' },
  noPhotonEnergy: 'no photon energy',
  photons: /** @param {Shown} energy */ (energy) => `hν ${energy} eV`,
  range: /** @param {Shown} lo @param {Shown} hi */ (lo, hi) => `${lo} to ${hi} eV`,
  points: /** @param {Shown} count */ (count) => `${count} points`,
  notes: /** @param {Shown} count */ (count) => `Notes (${count})`,
  units: { counts: 'counts', counts_per_second: 'counts per second', unknown: 'intensities without a unit' },
  notKnown: 'not known',
  notSaid: 'not said',
  stepChanges: 'changes',
  inFile: 'in the file',
  notInFile: 'not in the file',
  facts: {
    sample: 'Sample',
    region: 'Region',
    technique: 'Technique',
    binding: 'Binding energy',
    kinetic: 'Kinetic energy',
    step: 'Step',
    points: 'Points',
    photons: 'Photon energy',
    intensities: 'Intensities',
    scans: 'Scans',
    dwell: 'Dwell time',
    pass: 'Pass energy',
    transmission: 'Transmission',
    angle: 'Source to analyser',
    date: 'Date',
    instrument: 'Instrument',
  },
};

/** What a file leaves open. */
export const QUESTION = {
  axis: 'whether they are binding or kinetic energies',
  photons: 'with which photons they were excited',
  text: /** @param {Shown} name @param {Shown} lo @param {Shown} hi @param {string[]} unknown */ (name, lo, hi, unknown) => `${name} holds energies from ${lo} to ${hi} eV and does not say ${unknown.join(' nor ')}.`,
  likely: '(likely: the background rises that way)',
};

/** The periodic table. */
export const PERIODIC = {
  meaning: {
    I: 'strongest line free',
    II: 'strongest line overlapped, another one free',
    III: 'no line free, a pattern of several',
    IV: 'ambiguous or too weak: narrow scan or another technique',
  },
  network: /** @param {Shown} model */ (model) => `the network ${model}`,
  unseen: /** @param {Shown} symbol */ (symbol) => `${symbol}: the network does not answer for it`,
  title: /** @param {Shown} symbol @param {Shown} name */ (symbol, name) => `${symbol}: class ${name}`,
  name: /** @param {Shown} symbol @param {Shown} name @param {string[]} states */ (symbol, name, states) => [`${symbol}, class ${name}`, ...states].join(', '),
  found: 'found in this spectrum',
  settled: { excluded: 'left out', included: 'counted in' },
  told: /** @param {Shown} symbol @param {'I' | 'II' | 'III' | 'IV'} name @returns {string} */ (symbol, name) => `${symbol}, class ${name}: ${PERIODIC.meaning[name]}.`,
  lines: 'Lines:',
  line: /** @param {Shown} line @param {Shown} energy @param {Shown} share */ (line, energy, share) => `${line} ${energy} eV (${share} of the evidence)`,
  overlapped: 'Overlapped by:',
  overlap: /** @param {Shown} other @param {Shown} line @param {Shown} share */ (other, line, share) => `${other} on ${line} (in ${share} of its samples)`,
  recall: /** @param {Shown} share @param {Shown} spectra @param {string[]} confused */ (share, spectra, confused) => `Found in ${share} of ${spectra} simulated spectra with at least 2 at% of it${confused.length > 0 ? `; answered wrongly beside it: ${confused.join(', ')}` : ''}.`,
  explain: /** @param {Shown} symbol */ (symbol) => `Lines and FIS of ${symbol}`,
  whyNot: /** @param {Shown} symbol */ (symbol) => `FIS of ${symbol}: why is it not found?`,
};

/** Why: lines of an element, and its FIS. */
export const WHY = {
  title: /** @param {Shown} symbol */ (symbol) => `Why ${symbol}?`,
  untitled: 'Why',
  underWay: 'Taking lines away, one group after the other…',
  failed: /** @param {Shown} reason */ (reason) => `No table of lines: ${reason}.`,
  notFound: /** @param {Shown} symbol */ (symbol) => `${symbol} is not among the elements found.`,
  notSaved: /** @param {Shown} reason */ (reason) => `Not saved: ${reason}`,
  covered: /** @param {Shown} line @param {Shown} under */ (line, under) => `${line} stands under ${under}`,
  enlarge: /** @param {Shown} line */ (line) => `Enlarge ${line} in the figure`,
  expected: /** @param {Shown} energy */ (energy) => `expected at ${energy} eV`,
  noPeak: 'no clear peak',
  shared: /** @param {Shown} lines */ (lines) => ` with ${lines}`,
  together: /** @param {Shown} symbol */ (symbol) => `all lines of ${symbol}`,
  said: /** @param {Shown} symbol @param {Shown} percent @param {Shown} read @param {Shown} unseen @param {Shown} rest */ (symbol, percent, read, unseen, rest) => `${symbol}, ${percent} at%: ${read}.${unseen}${rest}`,
  loss: /** @param {Shown} percent @param {Shown} line */ (percent, line) => `${percent} % of its amount without ${line}`,
  loses: /** @param {Shown} losses */ (losses) => `loses ${losses}`,
  noCarrier: 'none of its lines carries it above the noise',
  unseen: /** @param {Shown} symbol */ (symbol) => ` No clear peak is seen there: check ${symbol} by hand.`,
  elsewhere: /** @param {Shown} percent */ (percent) => ` Even without all of its lines, ${percent} % of the amount would stay: the evidence lies elsewhere.`,
  explained: {
    evidence: 'the evidence (ln of the amount)',
    presence: 'the presence (logit)',
    fraction: 'the atomic fraction',
  },
  legend: {
    removal: ['taken away here, the element loses', 'taken away here, it gains'],
    addition: ['intensity added here raises it', 'lowers it'],
  },
  fis: /** @param {Shown} symbol @param {Shown} explained @param {Shown} sigma @param {Shown} height @param {Shown} grounding @param {Shown} took */ (symbol, explained, sigma, height, grounding, took) => `FIS of ${symbol}: ${explained} · σ ${sigma} eV${height} · ${grounding}${took}`,
  height: /** @param {Shown} amplitude */ (amplitude) => `, a ${amplitude}`,
  background: /** @param {Shown} halfWidth */ (halfWidth) => `, background ${halfWidth} eV`,
  took: /** @param {Shown} inputs @param {Shown} seconds */ (inputs, seconds) => ` · ${inputs} inputs in ${seconds} s`,
  scanned: /** @param {Shown} sigma @param {Shown} grounding */ (sigma, grounding) => `Scanned by a Gaussian of σ ${sigma} eV: ${grounding}.`,
  nothing: 'nothing rises above its ripples and noise',
  tooWide: /** @param {Shown} symbol @param {Shown} percent */ (symbol, percent) => `lines of ${symbol}, as wide as this probe, fill ${percent} % of the axis: what lies on them says nothing`,
  grounding: /** @param {Shown} percent @param {Shown} symbol @param {Shown} on @param {Shown} chance @param {Shown} leans */ (percent, symbol, on, chance, leans) => `${percent} % of it lies on lines of ${symbol}${on}, by chance ${chance} %${leans}`,
  own: /** @param {Shown} places */ (places) => ` (${places})`,
  leans: /** @param {Shown} places */ (places) => `; leans on ${places}`,
  place: /** @param {Shown} name @param {Shown} percent */ (name, percent) => `${name} ${percent} %`,
  energy: /** @param {Shown} energy */ (energy) => `${energy} eV`,
};

/** The second opinion by areas of lines. */
export const OPINION = {
  pairs: {
    theory: 'Scofield, Tougaard',
    scofield_shirley: 'Scofield, Shirley',
    user: 'own factors, Shirley',
  },
  transmission: {
    file: 'The transmission function of the file was used.',
    assumed: 'The file has no transmission function to apply: E^−0.5 was assumed. The ranges span E^−1 to a constant.',
  },
  line: 'Line',
  at: 'At',
  width: 'FWHM',
  window: 'Window',
  shirley: 'Over Shirley',
  tougaard: 'Over Tougaard',
  factor: 'Factor',
  factorUnit: 'C 1s = 1',
  factorTitle: 'Scofield cross section × asymmetry of the lines in the window, relative to those of C 1s under Al Kα',
  from: /** @param {Shown} symbol */ (symbol) => `${symbol}: window from, eV`,
  to: /** @param {Shown} symbol */ (symbol) => `${symbol}: window to, eV`,
  set: 'set by you',
  chosen: 'chosen by itself',
  drag: 'Drag it on the figure',
  dragName: /** @param {Shown} symbol */ (symbol) => `${symbol}: drag the window on the figure`,
  noise: /** @param {Shown} deviation */ (deviation) => `± ${deviation} by the noise`,
  noPeak: 'no peak is seen',
  note: /** @param {Shown} text */ (text) => `Note: ${text}.`,
  badWindow: /** @param {Shown} symbol @param {Shown} from @param {Shown} to */ (symbol, from, to) => `${symbol}: a window from ${from} to ${to} eV: expected two energies, the lower one first.`,
  tooLarge: /** @param {Shown} name @param {Shown} bytes */ (name, bytes) => `${name}: ${bytes} bytes, expected a table of lines and factors of at most 1 MiB.`,
  gone: /** @param {Shown} name */ (name) => `${name} can no longer be read.`,
  failed: /** @param {Shown} reason */ (reason) => `Second opinion: ${reason}`,
};

/** Peaks of a region. */
export const PEAKS = {
  badRegion: 'Region: expected two energies in eV, the lower one first.',
  noneThere: 'No main peak of an element found stands there: add peaks.',
  nothing: 'No peak to fit: add one, or let the lines of the elements found be the peaks.',
  noEnergy: /** @param {Shown} name */ (name) => `${name}: expected an energy in eV.`,
  failed: /** @param {Shown} reason */ (reason) => `Not fitted: ${reason}.`,
  fitting: 'Fitting…',
  fitted: /** @param {Shown} chi */ (chi) => `Fitted${chi ? `: reduced χ² ${chi}` : ''}. Errors: one standard deviation.`,
  peak: /** @param {Shown} number */ (number) => `peak ${number}`,
  field: /** @param {Shown} peak @param {Shown} what */ (peak, what) => `${peak}: ${what}`,
  name: 'name',
  near: 'near, eV',
  distance: 'distance of the other line, eV',
  ratio: 'area of the other line for that of this',
  away: /** @param {Shown} peak */ (peak) => `${peak}: take away`,
};

/** The spectrum that the answer implies. */
export const SYNTHESIS = {
  fitting: 'Fitting…',
  step: /** @param {Shown} done @param {Shown} total */ (done, total) => `Fitting… step ${done} of ${total}`,
  field: /** @param {Shown} symbol */ (symbol) => `${symbol}: amount to try, at%`,
  tried: /** @param {Shown} energy @param {Shown} text */ (energy, text) => `Tried at ${energy} eV: ${text}`,
  monochromated: 'as of a monochromated source',
  tube: 'as of a source without a monochromator',
  how: /** @param {Shown} shift @param {Shown} resolution @param {Shown} exponent @param {Shown} source */ (shift, resolution, exponent, source) => `Fitted: lines moved by ${shift} eV, resolution ${resolution} eV, transmission E^${exponent}, ${source}.`,
  badAmounts: 'Amounts to try: expected numbers from 0 on, one of them above 0.',
  tryOut: /** @param {Shown} text */ (text) => `With these amounts: ${text}.`,
};

/** What the worker says of engines, and why it cannot answer. */
export const WORKER = {
  window: /** @param {Shown} element @param {number} from @param {number} to */ (element, from, to) => `window of ${element}: ${from.toFixed(1)} to ${to.toFixed(1)} eV`,
  factors: 'own sensitivity factors',
  notStarted: 'the worker has not been started',
  closed: 'this spectrum is no longer open',
  fitting: 'the fit is not at its end',
  notTried: 'WebGPU not tried yet',
  asked: 'asked for by the address',
  noAdapter: 'no WebGPU adapter',
  loading: 'WebGPU is loading',
  failed: /** @param {Shown} reason */ (reason) => `WebGPU failed: ${reason}`,
  lost: /** @param {Shown} reason */ (reason) => `WebGPU was lost: ${reason}`,
  disagrees: /** @param {Shown} difference */ (difference) => `WebGPU disagrees with the CPU by ${difference}`,
  times: /** @param {Shown} gpu @param {Shown} cpu @param {Shown} spectra */ (gpu, cpu, spectra) => `${gpu} ms against ${cpu} ms on the CPU for ${spectra} spectra`,
  slower: /** @param {Shown} times */ (times) => `WebGPU is slower here: ${times}`,
  answered: /** @param {Shown} what @param {Shown} status */ (what, status) => `${what}: the server answered ${status}`,
};

/** The page's side of the worker. */
export const ENGINE = {
  stopped: 'the worker stopped without a message',
  unreadable: 'an unreadable answer',
};

/** What the user settles of an answer. */
export const ADJUSTMENTS = {
  excluded: /** @param {Shown} symbol */ (symbol) => `${symbol} left out`,
  included: /** @param {Shown} symbol */ (symbol) => `${symbol} counted in`,
  isOut: /** @param {Shown} symbol */ (symbol) => `${symbol} is left out of the answer, as you asked.`,
  undo: /** @param {Shown} symbol */ (symbol) => `leave ${symbol} to the network again`,
  leaveOut: /** @param {Shown} symbol */ (symbol) => `Leave ${symbol} out`,
  settle: 'In the answer',
  byNetwork: 'as the network finds',
  out: 'left out',
  in: 'counted in',
};

/** The energy axis. */
export const CALIBRATION = {
  asInFile: 'As the file has it.',
  moved: /** @param {Shown} shift @param {Shown} basis */ (shift, basis) => `Moved by ${shift}: ${basis}.`,
  bases: {
    carbon_c1s: 'C 1s of adventitious carbon at 284.8 eV',
    gold_au4f: 'Au 4f7/2 at 84.0 eV',
    fermi_edge: 'Fermi edge at 0 eV',
    fit: 'all lines by the fit of the implied spectrum',
    casa_xps: 'the calibration of CasaXPS in the file',
    typed: 'set by hand',
  },
  offers: {
    carbon_c1s: 'C 1s to 284.8 eV',
    gold_au4f: 'Au 4f7/2 to 84.0 eV',
    fermi_edge: 'Fermi edge to 0 eV',
    fit: 'All lines, by the fit',
    casa_xps: 'As CasaXPS has it',
    typed: 'By hand',
  },
};

/** The page around its views. */
export const PAGE = {
  loading: /** @param {Shown} megabytes */ (megabytes) => `Loading… ${megabytes} MB`,
  notStarted: 'Speclens could not start',
  answered: /** @param {Shown} path @param {Shown} status */ (path, status) => `${path}: the server answered ${status}`,
  noFile: 'What was dropped is not a file.',
  notHanded: /** @param {Shown} reason */ (reason) => `A file that was opened with this page could not be read: ${reason}`,
  tooLarge: /** @param {Shown} name @param {Shown} size @param {Shown} most */ (name, size, most) => `${name}: ${size} MiB is too large for a spectrum (at most ${most} MiB)`,
  unreadable: /** @param {Shown} reason */ (reason) => `the browser could not read it (${reason})`,
  stillShown: /** @param {Shown} told */ (told) => `${told}. What was shown before is still shown.`,
  network: /** @param {Shown} model @param {Shown} elements @param {Shown} source */ (model, elements, source) => `Network ${model}: ${elements} elements, trained on simulated ${source} spectra`,
  about: /** @param {boolean} simulated @param {Shown} name @param {Shown} block @param {Shown} photons @param {Shown} lo @param {Shown} hi */ (simulated, name, block, photons, lo, hi) => `${simulated ? 'Simulated example · ' : ''}${name ? `${name} · ` : ''}block ${block} · hν ${photons} eV · ${lo} to ${hi} eV`,
  amount: /** @param {Shown} symbol @param {Shown} percent */ (symbol, percent) => `${symbol} ${percent} %`,
  said: /** @param {Shown} title @param {Shown} amounts */ (title, amounts) => `${title}: ${amounts || 'no element found'}`,
  saidRefused: /** @param {Shown} title @param {Shown} reason */ (title, reason) => `${title}: no composition: ${reason}`,
  figure: /** @param {Shown} title @param {Shown} amounts */ (title, amounts) => `Survey spectrum of ${title}, binding energy falling to the right. Elements: ${amounts || 'none'}`,
  drag: 'Drag a range on the figure; Escape gives up.',
  notFitted: 'Nothing could be fitted: there is too little of the spectrum, its source is another than the network\'s, or the simulator refuses what came out.',
  fitCancelled: 'The fit was cancelled.',
  fitFailed: /** @param {Shown} reason */ (reason) => `The fit failed: ${reason}`,
  notScanned: /** @param {Shown} reason */ (reason) => `The energy axis could not be scanned: ${reason}`,
  inputs: /** @param {Shown} done @param {Shown} total */ (done, total) => `${done} of ${total} inputs`,
  fisIdle: 'Choose an element in the table: its FIS shows, under the spectrum, what each stretch of the energy axis does for it.',
  badSetting: /** @param {Shown} symbol */ (symbol) => `FIS of ${symbol}: a setting is not valid.`,
  scanning: /** @param {Shown} symbol */ (symbol) => `Scanning the spectrum for ${symbol}…`,
  fisCancelled: /** @param {Shown} symbol */ (symbol) => `FIS of ${symbol} cancelled.`,
  fisFailed: /** @param {Shown} symbol @param {Shown} reason */ (symbol, reason) => `FIS of ${symbol}: ${reason}`,
  webgpu: /** @param {Shown} adapter @param {Shown} reason */ (adapter, reason) => `WebGPU · ${adapter} (${reason})`,
  cpu: /** @param {Shown} reason */ (reason) => `CPU (${reason})`,
};

/** A site that works without a network. */
export const OFFLINE = {
  keeping: 'Being kept in this browser, for work without a network…',
  kept: /** @param {Shown} version */ (version) => `Kept in this browser: works without a network (build ${version})`,
  partly: /** @param {Shown} version @param {number} missing */ (version, missing) => `Kept in this browser (build ${version}), but for ${missing} ${missing === 1 ? 'file' : 'files'} that a first answer does not need`,
  notKept: /** @param {Shown} reason */ (reason) => `Not kept in this browser, so it needs the network: ${reason}`,
  oldStays: /** @param {Shown} reason */ (reason) => `A new version could not be had whole, this one goes on: ${reason}`,
  gone: 'Kept in this browser no longer: its server has another Speclens now, which the next visit shows.',
  ready: 'A new version of Speclens is ready. To use it, this page is loaded anew: a file of your own has to be opened again.',
  otherWindows: /** @param {number} others */ (others) => `Speclens is open in ${others} other ${others === 1 ? 'window' : 'windows'}: close ${others === 1 ? 'it' : 'them'} first. A version is not changed while another window works with it.`,
};

/** What can be saved. */
export const SAVING = {
  source: /** @param {Shown} source */ (source) => `X-ray source: ${source}`,
  axis: /** @param {Shown} axis */ (axis) => `energies of the file: ${axis} energy`,
  photon: /** @param {Shown} ev */ (ev) => `photon energy: ${ev} eV`,
  refused: /** @param {Shown} reason */ (reason) => `no composition: ${reason}`,
  making: 'The report is being made…',
  saved: /** @param {Shown} name */ (name) => `Saved as ${name}.`,
  failed: /** @param {Shown} reason */ (reason) => `Not saved: ${reason}.`,
  onShow: 'The figure as it was on show.',
};

/** The viewer in other people's pages: <speclens-viewer> and embed.html. */
export const EMBED = {
  expected: {
    src: 'the address of a file',
    block: 'the number of a block, from 1',
    photonEnergy: 'a photon energy in eV',
    element: 'a chemical symbol',
    host: 'an origin, such as https://wiki.example',
  },
  attribute: /** @param {Shown} name @param {Shown} found @param {Shown} expected */ (name, found, expected) => `${name}="${found}": expected ${expected}`,
  notAllowed: /** @param {Shown} from @param {Shown} own */ (from, own) => `A spectrum from ${from} is not fetched: this page is of ${own}, and no Content-Security-Policy in a meta tag of it names ${from} in connect-src`,
  blocked: /** @param {Shown} origin */ (origin) => `The Content-Security-Policy of this page does not let anything be fetched from ${origin} (connect-src)`,
  answered: /** @param {Shown} address @param {Shown} status */ (address, status) => `${address}: the server answered ${status}`,
  notFetched: /** @param {Shown} address */ (address) => `${address} could not be fetched. In a sandboxed frame its server must send “Access-Control-Allow-Origin: *”; a redirect is not followed there`,
  tooLarge: /** @param {Shown} name @param {Shown} most */ (name, most) => `${name} is too large for a spectrum (at most ${most} MiB)`,
  unanswered: /** @param {Shown} name */ (name) => `${name} leaves open what is needed to answer`,
  tell: 'The attributes axis and photon-energy say it',
  noBlock: /** @param {Shown} name @param {Shown} block @param {number} blocks */ (name, block, blocks) => `${name} has no block ${block}; it has ${blocks} ${blocks === 1 ? 'block' : 'blocks'}`,
  message: /** @param {Shown} what */ (what) => `A message of the host is not understood: ${what}`,
  messages: {
    type: 'its type is neither speclens:open nor speclens:set',
    open: 'speclens:open needs a name and bytes (an ArrayBuffer)',
    field: /** @param {Shown} name */ (name) => `nothing can be set by “${name}”`,
    value: /** @param {Shown} name */ (name) => `“${name}” needs a text, a number or null`,
  },
  region: 'XPS survey by Speclens',
  nothing: 'No spectrum is named: src is empty.',
  loading: /** @param {Shown} name */ (name) => `${name} is being read and analysed…`,
  failed: 'Not shown:',
  crashed: /** @param {Shown} reason */ (reason) => `The analysis engine crashed: ${reason}`,
  refused: 'No composition:',
  caption: 'Apparent composition: atomic percent of each element with its 90 % interval',
  noElement: 'No element is found.',
  doubts: 'What is doubtful about this spectrum',
  advice: 'What to mind about the elements',
  keys: 'Read: point, or ← →. Enlarge: + −, or drag a range. The whole: 0. Esc lets go.',
  zoomIn: 'Enlarge',
  zoomOut: 'Show more of the energy axis',
  whole: 'Show the whole range',
  wholeShort: 'whole',
  lines: /** @param {Shown} symbol */ (symbol) => `Lines of ${symbol}`,
  linesCaption: /** @param {Shown} symbol */ (symbol) => `Lines of ${symbol}, and what the answer becomes without each`,
  lineHeads: ['Line', 'Share of the evidence', 'Found at', 'at% without it', 'Amount lost'],
  lineUnits: ['', '%', 'eV', '', '%'],
  underWay: /** @param {Shown} done @param {Shown} total */ (done, total) => `Taking lines away: ${done} of ${total} inputs…`,
  noLines: /** @param {Shown} symbol */ (symbol) => `No line of ${symbol} lies in the range of this spectrum.`,
  footer: /** @param {Shown} model @param {Shown} source */ (model, source) => `By the network ${model}, trained on simulated ${source} spectra, in this browser. Do not publish its numbers without a conventional quantification beside them.`,
};

/** The batch: many files at once. */
export const BATCH = {
  engine: 'CPU',
  // Of a file.
  unreadable: /** @param {Shown} reason */ (reason) => `the browser could not read it (${reason})`,
  tooDeep: /** @param {Shown} most */ (most) => `more than ${most} folders in each other`,
  crashed: /** @param {Shown} reason */ (reason) => `the reader crashed on it (${reason})`,
  gone: /** @param {Shown} path @param {Shown} reason */ (path, reason) => `${path} can no longer be read (${reason}).`,
  openAxis: 'whether its energies are binding or kinetic energies',
  openPhotons: 'with which photons they were excited',
  asks: /** @param {string[]} open */ (open) => `does not say ${open.join(' nor ')}: say it above for all files, or open this one alone`,
  // Progress.
  empty: 'No files yet',
  files: /** @param {Shown} done @param {Shown} all */ (done, all) => `${done} of ${all} files`,
  spectra: /** @param {Shown} count */ (count) => `${count} spectra`,
  rate: /** @param {Shown} rate */ (rate) => `${rate} spectra/s`,
  left: /** @param {Shown} time */ (time) => `${time} left`,
  leftOut: /** @param {Shown} count */ (count) => `cancelled: ${count} files left out`,
  seconds: /** @param {Shown} count */ (count) => `${count} s`,
  minutes: /** @param {Shown} count */ (count) => `${count} min`,
  blocks: /** @param {Shown} done @param {Shown} all */ (done, all) => `${done} of ${all} blocks of long files`,
  paused: 'paused',
  hindered: /** @param {Shown} reason */ (reason) => `stopped: what analyses could not be started (${reason}); “Go on” tries again`,
  retry: /** @param {Shown} count */ (count) => (count === 1 ? 'Try the file that failed again' : `Try the ${count} files that failed again`),
  pause: 'Pause',
  resume: 'Go on',
  done: /** @param {Shown} spectra @param {Shown} files */ (spectra, files) => `Done: ${spectra} spectra of ${files} files.`,
  rows: /** @param {Shown} count */ (count) => `${count} rows`,
  rowsOf: /** @param {Shown} shown @param {Shown} count */ (shown, count) => `${shown} of ${count} rows`,
  // The matrix.
  heads: { file: 'File · block', sample: 'Sample · region', state: 'State' },
  states: { answered: 'answered', doubtful: 'doubtful', refused: 'refused', asks: 'left open', failed: 'error' },
  filters: { answered: 'with a composition', doubtful: 'of these, doubtful', refused: 'refused', asks: 'left open', failed: 'errors' },
  all: 'all',
  filter: /** @param {Shown} name @param {Shown} count */ (name, count) => `${name} (${count})`,
  anyElement: 'any element',
  choose: 'Chosen',
  chooseRow: /** @param {Shown} title */ (title) => `Choose ${title}`,
  sortBy: /** @param {Shown} name */ (name) => `Sort by ${name}`,
  open: /** @param {Shown} title */ (title) => `Open ${title} below`,
  blockOf: /** @param {Shown} number */ (number) => `block ${number}`,
  amount: /** @param {Shown} symbol @param {Shown} percent @param {Shown} low @param {Shown} high */ (symbol, percent, low, high) => `${symbol} ${percent} at%, 90 % interval ${low} to ${high}`,
  // The profile.
  onShow: 'the rows on show',
  ofFile: /** @param {Shown} path @param {Shown} count */ (path, count) => `${path} (${count} spectra)`,
  byNumber: 'number in the order',
  profileLabel: /** @param {Shown} symbols @param {Shown} axis @param {Shown} lo @param {Shown} hi */ (symbols, axis, lo, hi) => `Atomic percent of ${symbols} against ${axis}, ${lo} to ${hi}`,
  // The overlay.
  overlayNone: 'No spectrum is chosen: tick some in the first column.',
  overlayFull: /** @param {Shown} most */ (most) => `The first ${most} of the chosen are drawn.`,
  overlayOf: /** @param {Shown} titles */ (titles) => `Spectra over each other, binding energy falling to the right: ${titles || 'none'}`,
  // What is saved.
  packing: /** @param {Shown} done @param {Shown} all */ (done, all) => `Reports and figures: ${done} of ${all}`,
  tooManyReports: /** @param {Shown} count @param {Shown} most */ (count, most) => `one archive holds the reports of ${most} spectra at most, and ${count} are on show: choose some, or filter them`,
  saved: /** @param {Shown} name */ (name) => `Saved as ${name}.`,
  notSaved: 'Cancelled: nothing is saved.',
  saveFailed: /** @param {Shown} reason */ (reason) => `Not saved: ${reason}`,
  sheets: { percent: 'at%', low: '90 % interval, low', high: '90 % interval, high' },
  columns: { file: 'File', block: 'Block', sample: 'Sample', region: 'Region', state: 'State', reason: 'Reason', photons: 'Photon energy (eV)', network: 'Network', warnings: 'Warnings' },
};
