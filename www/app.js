// The page: wires the views to the worker. Whatever the worker answers late is dropped.

import { Adjustments } from './adjustments.js';
import { BlocksView, describe } from './blocks.js';
import { CalibrationView } from './calibration.js';
import { CompositionView } from './composition.js';
import { byId, fixed, make } from './dom.js';
import { Cancelled, Engine } from './engine.js';
import { FactsView } from './facts.js';
import { FigureView } from './figure.js';
import { asksOf } from './figure/asks.js';
import { explainTerms } from './help.js';
import { OpinionView } from './opinion.js';
import { PeaksView } from './peaks.js';
import { PeriodicView } from './periodic.js';
import { PrivacyView } from './privacy.js';
import { ask } from './question.js';
import { SavingView } from './saving.js';
import { Session } from './session.js';
import { SynthesisView } from './synthesis.js';
import { WhyView } from './why.js';
import { PAGE, SAVING } from './words.js';

/** @typedef {import('../pkg/speclens.js').Analysis} Analysis */
/** @typedef {import('./worker/analyses.js').Answer} Answer */
/** @typedef {import('./blocks.js').OpenFile & { example: string }} File example: its place among them; empty for a file of the user's own */
/** @typedef {{ file: string, title: string, bytes: ArrayBuffer }} Example */
/** @typedef {() => Promise<ArrayBuffer>} Read */
/** @typedef {[from: number, to: number]} Range eV */

/**
 * How every answer is scanned; what its user sets may differ.
 * @type {import('./worker/explanations.js').Settings}
 */
const SCAN = { probe: 'removal', of: '', sigma: 5, background: 14 };
/** Where the tables of lines take longer, the scan waits until an element is chosen. */
const SLOW_MS = 2000;
/** Lines of an element that are weaker than this share of its strongest are not marked. */
const LEAST_STRENGTH = 0.05;

const page = document.documentElement;
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

const engine = new Engine({ engine: showEngine, crash: showCrash });
const opinion = new OpinionView((choices) => engine.request('opinion', { shown, ...choices }), {
  changed: (found) => composition.secondOpinion(found),
  problem: showProblem,
  drag,
});
const peaks = new PeaksView({
  fit: (asked) => engine.request('peaks', { shown, asked }),
  suggest: (window) => engine.request('suggest', { shown, window }),
  drag,
  show: (curve, window) => {
    overlay('peaks', curve);
    if (window) figure.show(window);
  },
});
const synthesis = new SynthesisView((curve) => overlay('implied', curve), (percents) => engine.request('implied', { shown, percents }));
/**
 * What two folds would show over the spectrum: fitted peaks first.
 * @type {{ peaks: Float64Array | null, implied: Float64Array | null }}
 */
const overlays = { peaks: null, implied: null };
const composition = new CompositionView(chooseElement, (symbol) => opinion.reveal(symbol));
const periodic = new PeriodicView(async () => {
  const classes = await engine.request('classes', { shown });
  composition.classes(classes);
  return classes;
}, {
  explain: chooseElement,
  mark: markLines,
  settled: (symbol) => adjustments.of(symbol),
  settle: (symbol, how) => adjustments.settle(symbol, how),
});
const adjustments = new Adjustments(() => analyse('select', { index: onShow?.index, source: blocks.source(), shown }));
const calibration = new CalibrationView(() => engine.request('calibrations', { shown }), (to) => adjustments.calibrate(to));
const why = new WhyView(() => figure, (symbol) => adjustments.settle(symbol, 'excluded'));
const blocks = new BlocksView((index, source) => {
  if (onShow && file?.blocks[index].sample !== file?.blocks[onShow.index].sample) adjustments.otherSample();
  analyse('select', { index, source, shown });
});
const facts = new FactsView({
  info: (index) => engine.request('info', { shown, index }),
  save: (format) => engine.request('save', { shown, format }),
  problem: (reason) => showProblem(`${file?.name}: ${reason}`),
});
const session = new Session({
  onShow: () => onShow,
  openExample,
  openKept: ({ name, told, bytes }) => analyse('open', { name, told: told ?? undefined }, async () => bytes.slice(0)),
  select: async (block, source) => {
    const index = file?.blocks.findIndex((b) => b.block === block) ?? -1;
    if (source) byId('source').value = source;
    if (index >= 0) await analyse('select', { index, source: blocks.source(), shown });
  },
  settled: () => adjustments.settled,
  settle: (settled) => adjustments.settleAll(settled),
  choose: chooseElement,
  show: (range) => figure.show(range),
  range: () => figure?.range ?? null,
  problem: showProblem,
});
const saving = new SavingView({
  report: () => engine.request('report', {
    shown,
    anyway: !refused,
    engine: byId('engine').textContent,
    made: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    onShow: { svg: figure.svg(), caption: SAVING.onShow },
  }),
  answer: () => engine.request('answer', { shown }),
  figure: () => figure,
  stem: () => `${(file?.name ?? 'spectrum').replace(/\.[^.]*$/, '')}-block${onShow?.block ?? 1}`,
});
new PrivacyView(() => engine.request('loaded', {}));
/** The small module, for this thread: the figure and the limits. */
const loading = loadModule();
/** @type {FigureView} */
let figure;
/** The file on show. @type {File | null} */
let file = null;
/** What the session is told of it. @type {(import('./session.js').OnShow & { index: number }) | null} */
let onShow = null;
/** Id of the analysis on show; none before the first answer. */
let shown = 0;
/** The analysis under way. @type {AbortController | null} */
let opening = null;
/** The tables of lines under way. @type {AbortController | null} */
let reasoning = null;
/** The fit of the implied spectrum under way. @type {AbortController | null} */
let refining = null;
/** The scan that every answer gets. @type {AbortController | null} */
let scanning = null;
/** Makes up for a scan of every answer that was cancelled. @type {(() => Promise<void>) | null} */
let rescan = null;
/** The FIS that its user asked for. @type {AbortController | null} */
let probing = null;
/** Symbol of the chosen element. @type {string | null} */
let chosen = null;
let refused = false; // whether the answer on show is withheld
/** @type {Example[]} */
let examples = [];

main().catch((error) => {
  byId('figure-title').textContent = PAGE.notStarted;
  showProblem(error.message);
});

async function main() {
  explainTerms();
  wire();
  const { wasm, module } = await loading;
  figure = new FigureView(wasm, { ...asksOf(wasm, engine, () => shown), changed: () => session.viewed() });
  const force = new URLSearchParams(location.search).get('engine');
  const [about, kept] = await Promise.all([engine.request('start', { force, module }), session.look(), loadExamples()]);
  showNetwork(about);
  // A visitor may have dropped a file meanwhile: then the example stays where it is.
  const free = () => !file && !opening;
  if (free() && !(await session.begin(kept)) && free() && examples.length > 0) await openExample(nameOf(examples[0]));
  page.dataset.ready = 'true';
}

async function loadModule() {
  const wasm = await import('../pkg/speclens.js');
  const module = await compiled(new URL('../pkg/speclens_bg.wasm', import.meta.url));
  await wasm.default({ module_or_path: module });
  return { wasm, module };
}

/** Compiled once, for this thread and the worker. @param {URL} url */
async function compiled(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(PAGE.answered(url.pathname, answer.status));
  return WebAssembly.compile(await answer.arrayBuffer());
}

/** All examples are fetched at the start: afterwards the page asks the server for nothing. */
async function loadExamples() {
  const base = new URL('./examples/', import.meta.url);
  const answer = await fetch(new URL('index.json', base));
  if (!answer.ok) return;
  const list = await answer.json();
  examples = await Promise.all(list.map(async (/** @type {Example} */ example) => {
    const bytes = await (await fetch(new URL(example.file, base))).arrayBuffer();
    return { ...example, bytes };
  }));
  byId('example').append(...examples.map((e, i) => make('option', { value: String(i) }, e.title)));
}

function wire() {
  byId('file').addEventListener('change', () => {
    const input = byId('file');
    if (input.files[0]) openFile(input.files[0]);
    input.value = '';
  });
  byId('example').addEventListener('change', () => {
    const { value } = byId('example');
    const example = examples[Number(value)];
    if (value !== '' && example) openExample(nameOf(example));
  });
  byId('problem-close').addEventListener('click', () => showProblem(null));
  byId('reload').addEventListener('click', () => location.reload());
  byId('fis-cancel').addEventListener('click', () => {
    scanning?.abort();
    probing?.abort();
  });
  byId('synthesis-cancel').addEventListener('click', () => refining?.abort());
  byId('fis-clear').addEventListener('click', () => chooseElement(null));
  byId('fis-form').addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (chosen) explain(chosen);
  });
  wireDrop();
}

function wireDrop() {
  let depth = 0;
  const hint = byId('drop-hint');
  const over = (/** @type {boolean} */ shown) => {
    hint.hidden = !shown;
    document.body.classList.toggle('dropping', shown);
  };
  window.addEventListener('dragenter', (event) => {
    event.preventDefault();
    depth += 1;
    over(true);
  });
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) over(false);
  });
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    const files = event.dataTransfer?.files ?? [];
    if (files.length === 1) openFile(files[0]);
    else if (files.length === 0) showProblem(PAGE.noFile);
    else showProblem(PAGE.manyFiles(files.length));
  });
}

/** @param {globalThis.File} dropped */
async function openFile(dropped) {
  const { wasm } = await loading;
  const mebibytes = (/** @type {number} */ bytes) => fixed(bytes / 2 ** 20, 0);
  const largest = wasm.largest_file_bytes();
  if (dropped.size > largest) {
    return showProblem(PAGE.tooLarge(dropped.name, mebibytes(dropped.size), mebibytes(largest)));
  }
  return analyse('open', { name: dropped.name }, () => dropped.arrayBuffer().catch((error) => {
    throw new Error(PAGE.unreadable(error.message));
  }));
}

/** Name of an example, as the address has it. @param {Example} example */
const nameOf = (example) => example.file.replace(/\.[^.]*$/, '');

/** Whether there is an example of this name. @param {string} name */
async function openExample(name) {
  const example = examples.find((e) => nameOf(e) === name);
  if (!example) return false;
  const index = String(examples.indexOf(example));
  byId('example').value = index;
  await analyse('open', { name: example.file, example: index }, async () => example.bytes.slice(0));
  return true;
}

/**
 * Opens a file (`read` gives its bytes) or selects a block. A failure changes nothing on show.
 * @param {'open' | 'select'} type
 * @param {any} payload that of its type
 * @param {Read} [read]
 */
async function analyse(type, payload, read) {
  opening?.abort();
  const job = (opening = new AbortController());
  page.dataset.busy = 'true';
  try {
    const bytes = await read?.();
    if (job.signal.aborted) return;
    const transfer = bytes ? [bytes] : [];
    const settled = type === 'select' ? { adjustments: adjustments.asked } : {};
    const answer = await engine.request(type, { ...payload, ...settled, bytes }, { transfer, signal: job.signal });
    if (job.signal.aborted) return;
    if (answer.question) {
      showProblem(null);
      question(answer.question, payload, read);
      return;
    }
    if (answer.file && read) {
      const { example = '' } = payload;
      file = { ...answer.file, simulated: example !== '', example };
      blocks.show(file);
      adjustments.reset();
      onShow = { name: payload.name, example: example && nameOf(examples[example]), told: payload.told ?? null, read, index: answer.index, block: 0, source: '' };
    }
    shown = answer.shown;
    engine.request('accept', { shown }).catch(() => {}); // fails in a crash only, which is said
    showProblem(null);
    // The same spectrum answered anew: what its user looks at stays.
    const again = type === 'select' && onShow?.index === answer.index;
    const looked = again ? chosen : null;
    showAnalysis(answer, { again });
    if (looked) chooseElement(looked, { scroll: false });
  } catch (error) {
    if (error instanceof Cancelled || job.signal.aborted) return;
    adjustments.refused();
    const name = type === 'open' ? payload.name : file?.name;
    const told = error.message.startsWith(name) ? error.message : `${name}: ${error.message}`;
    showProblem(file ? PAGE.stillShown(told) : told, error.holds);
  } finally {
    if (opening === job) {
      opening = null;
      byId('example').value = file?.example ?? '';
      page.dataset.busy = 'false';
    }
  }
}

/**
 * Opens the file once its user has said what it does not.
 * @param {import('./question.js').Question} what
 * @param {{ name: string, example?: string }} payload
 * @param {Read} [read]
 */
async function question(what, payload, read) {
  const told = await ask(payload.name, what);
  if (told) await analyse('open', { ...payload, told }, read);
}

/** @param {import('../pkg/speclens.js').About} about */
function showNetwork({ model, elements, source }) {
  byId('model').textContent = PAGE.network(model, elements, source);
}

/**
 * Shows an answer; what is refused only where its user wants it `anyway`.
 * @param {Answer} answer
 * @param {{ anyway?: boolean, again?: boolean }} [how]
 */
function showAnalysis(answer, { anyway = false, again = false } = {}) {
  if (!file || !onShow) return; // never so: an answer is one to an open file
  const { index } = answer;
  const withheld = answer.analysis.refused && !anyway;
  const analysis = withheld ? { ...answer.analysis, elements: [], advice: [], conventional: undefined } : answer.analysis;
  byId('anyway').onclick = () => showAnalysis(answer, { anyway: true });
  const block = file.blocks[index];
  blocks.choose(index, block);
  facts.show(file, index);
  onShow = { ...onShow, index, block: block.block, source: blocks.source() };
  saving.show();
  adjustments.given(answer.analysis);
  calibration.show(answer.analysis.calibration, again);
  session.shown();
  const unnamed = block.sample === '' && block.region === '';
  const title = unnamed ? file.name : block.title;
  byId('figure-title').textContent = title;
  const [lo, hi] = analysis.range_ev;
  byId('figure-sub').textContent =
    PAGE.about(file.simulated, unnamed ? '' : file.name, block.block, fixed(analysis.excitation_ev, 1), fixed(lo, 0), fixed(hi, 0));
  showWarnings(analysis.warnings);
  composition.show(analysis);
  opinion.show(analysis.conventional, analysis.unexplained);
  byId('anyway').hidden = !withheld || answer.analysis.elements.length === 0;
  periodic.show(answer.about.model, analysis.elements.map((e) => e.symbol));
  showNetwork(answer.about);
  // A peak that nothing explains is marked all the same.
  const labels = withheld ? answer.labels.filter((l) => !l.symbol) : answer.labels;
  figure.spectrum({ ...answer, labels }, { keepView: again, file });
  chosen = null;
  refused = Boolean(withheld);
  composition.choose(null);
  refining?.abort();
  reasoning?.abort();
  scanning?.abort();
  rescan = null;
  stopProbing();
  showFis(null);
  why.show(analysis.elements, file.name, block.block);
  Object.assign(overlays, { peaks: null, implied: null });
  figure.pick(null);
  peaks.begin(analysis.elements.length > 0);
  synthesis.begin(analysis.elements.length > 0);
  if (analysis.elements.length > 0) {
    refine(analysis);
    giveReasons(analysis);
  }
  const said = analysis.elements.map((e) => PAGE.amount(e.symbol, fixed(e.atomic_percent, 1))).join(', ');
  byId('announce').textContent = withheld ? PAGE.saidRefused(title, analysis.refused.reason) : PAGE.said(title, said);
  byId('figure').setAttribute('aria-label', PAGE.figure(title, said));
  Object.assign(byId('composition').dataset, { engine: answer.engine, file: file.name, block: String(block.block) });
}

/** @param {string[]} texts */
function showWarnings(texts) {
  const warnings = byId('warnings');
  warnings.replaceChildren(...texts.map((w) => make('li', {}, w)));
  warnings.hidden = texts.length === 0;
}

/**
 * Shows a curve over the spectrum, or takes that of one fold away.
 * @param {keyof typeof overlays} fold
 * @param {Float64Array | null} curve
 */
function overlay(fold, curve) {
  overlays[fold] = curve;
  figure.implied(overlays.peaks ?? overlays.implied);
}

/**
 * A range is to be dragged on the figure.
 * @param {(ends: Range) => void} take
 */
function drag(take) {
  figure.pick(take);
  byId('figure').scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
  byId('readout').textContent = PAGE.drag;
}

/**
 * The fit of the spectrum that the answer implies.
 * @param {Analysis} analysis
 */
async function refine(analysis) {
  const mine = shown;
  const fit = (refining = new AbortController());
  page.dataset.fit = 'under way';
  const onProgress = (/** @type {number} */ done, /** @type {number} */ total) => shown === mine && synthesis.progress(done, total);
  try {
    const answer = await engine.request('refine', { shown: mine }, { onProgress, signal: fit.signal });
    if (shown !== mine) return;
    if (answer) synthesis.show(analysis, answer);
    else synthesis.failed(PAGE.notFitted);
  } catch (error) {
    if (shown === mine) synthesis.failed(error instanceof Cancelled ? PAGE.fitCancelled : PAGE.fitFailed(error.message));
  } finally {
    if (shown === mine) {
      page.dataset.fit = 'done';
      calibration.look();
    }
  }
}

/**
 * What each element is read from: the tables of lines, then a scan that tells whether it holds.
 * @param {Analysis} analysis
 */
async function giveReasons(analysis) {
  const mine = shown;
  let slow = false;
  const tables = (reasoning = new AbortController());
  page.dataset.reasons = 'under way';
  try {
    const began = performance.now();
    const found = await engine.request('lines', { shown: mine }, { signal: tables.signal });
    if (shown !== mine) return;
    slow = performance.now() - began > SLOW_MS;
    why.lines(found);
    composition.readFrom(found);
    figure.reasons();
    if (chosen) why.choose(chosen);
  } catch (error) {
    if (shown === mine && !(error instanceof Cancelled)) {
      why.failed(error.message);
      composition.unread();
    }
  }
  if (shown !== mine) return;
  rescan = () => scanAll(analysis);
  if (slow) page.dataset.reasons = 'wait to be asked for';
  else await scanAll(analysis);
}

/**
 * The scan of every answer: how much of each element's FIS lies on its own lines.
 * @param {Analysis} analysis
 */
async function scanAll(analysis) {
  const mine = shown;
  const scan = (scanning = new AbortController());
  const symbols = analysis.elements.map((e) => e.symbol);
  page.dataset.reasons = 'under way';
  rescan = null;
  try {
    const request = { shown: mine, symbols, settings: SCAN, report: true };
    const { fis } = await engine.request('fis', request, { onProgress: showProgress, signal: scan.signal });
    if (shown !== mine) return;
    why.scanned(fis);
    composition.scanned(fis);
    const doubts = fis.flatMap((f) => f.warning ?? []);
    showWarnings([...analysis.warnings, ...doubts]);
    if (doubts.length > 0) byId('announce').textContent = doubts.join('. ');
  } catch (error) {
    if (shown !== mine) return;
    if (error instanceof Cancelled) rescan = () => scanAll(analysis); // with the next FIS
    else byId('fis-status').textContent = PAGE.notScanned(error.message);
  } finally {
    if (scanning === scan) {
      scanning = null;
      page.dataset.reasons = 'given';
    }
  }
}

/**
 * Progress of a scan that somebody waits for.
 * @param {number} done
 * @param {number} total
 */
function showProgress(done, total) {
  if (!probing) return;
  byId('fis-progress').hidden = false;
  byId('fis-bar').max = total;
  byId('fis-bar').value = done;
  byId('fis-count').textContent = PAGE.inputs(done, total);
  byId('fis-form').dataset.progress = `${done}/${total}`;
}

/**
 * Marks the lines of an element, whether it is found or not.
 * @param {string} symbol
 */
async function markLines(symbol) {
  const mine = shown;
  const places = await engine.request('nearby', { shown }).catch(() => []);
  if (shown === mine) figure.lines(places.filter((p) => p.symbol === symbol && p.strength >= LEAST_STRENGTH));
}

/**
 * @param {string | null} symbol
 * @param {{ scroll?: boolean }} [how]
 */
function chooseElement(symbol, { scroll = true } = {}) {
  if (refused || (symbol && symbol === chosen && probing)) return;
  chosen = symbol;
  session.chosen(symbol);
  composition.choose(symbol);
  figure.choose(symbol);
  why.choose(symbol);
  if (symbol) {
    if (scroll) byId('figure').scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
    explain(symbol);
  } else {
    stopProbing();
    showFis(null);
  }
}

function stopProbing() {
  probing?.abort();
  probing = null;
  byId('fis-progress').hidden = true;
}

/**
 * The FIS of one element: computed once per spectrum and settings; instant afterwards.
 * @param {string} symbol
 */
async function explain(symbol) {
  stopProbing();
  showFis(null);
  const settings = why.settings();
  if (!settings) {
    byId('fis-status').textContent = PAGE.badSetting(symbol);
    return;
  }
  const job = (probing = new AbortController());
  byId('fis-run').disabled = true;
  const onProgress = (/** @type {number} */ done, /** @type {number} */ total) => probing === job && showProgress(done, total);
  byId('fis-status').textContent = PAGE.scanning(symbol);
  try {
    const { fis: [fis], ...how } = await engine.request('fis', { shown, symbols: [symbol], settings }, { onProgress, signal: job.signal });
    if (job.signal.aborted || chosen !== symbol) return;
    showFis(fis, how);
    // The same scan tells of all elements: it takes no further inputs.
    if (Object.entries(SCAN).every(([name, value]) => settings[/** @type {keyof typeof settings} */ (name)] === value)) rescan?.();
  } catch (error) {
    if (probing !== job) return; // another FIS, or another spectrum, has taken its place
    showFis(null);
    const cancelled = error instanceof Cancelled;
    byId('fis-status').textContent = cancelled ? PAGE.fisCancelled(symbol) : PAGE.fisFailed(symbol, error.message);
  } finally {
    if (probing === job) {
      probing = null;
      byId('fis-progress').hidden = true;
      byId('fis-run').disabled = chosen === null;
    }
  }
}

/**
 * @param {import('../pkg/speclens.js').Fis | null} fis
 * @param {{ probes?: number, ms?: number }} [how]
 */
function showFis(fis, how) {
  figure?.fis(fis);
  why.fis(fis, how);
  byId('fis-run').disabled = chosen === null;
  if (!fis && !chosen) byId('fis-status').textContent = PAGE.fisIdle;
}

/** @param {import('./engine.js').EngineState} state */
function showEngine(state) {
  const text = state.name === 'webgpu'
    ? PAGE.webgpu(state.adapter ?? '', state.reason)
    : PAGE.cpu(state.reason);
  byId('engine').textContent = text;
  page.dataset.engine = state.name;
  page.dataset.engineSettled = String(state.settled);
}

/**
 * Says what went wrong, or that nothing does.
 * @param {string | null} text
 * @param {import('../pkg/speclens.js').FileList | null} [holds] the file that was read all the same
 */
function showProblem(text, holds = null) {
  byId('problem').hidden = !text;
  byId('problem-text').textContent = text ?? '';
  byId('problem-file').hidden = !holds;
  byId('problem-blocks').replaceChildren(...(holds?.blocks ?? []).map((b) => make('li', {}, `${b.title}: ${describe(b)}`)));
}

/** @param {string} reason */
function showCrash(reason) {
  byId('crash').hidden = false;
  byId('crash-reason').textContent = reason;
  page.dataset.busy = 'false';
}
