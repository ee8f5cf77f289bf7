// The page: wires the views to the worker. Whatever the worker answers late is dropped.

import { BlocksView, describe } from './blocks.js';
import { CompositionView } from './composition.js';
import { byId, fixed, make } from './dom.js';
import { Cancelled, Engine } from './engine.js';
import { FactsView } from './facts.js';
import { FigureView } from './figure.js';
import { OpinionView } from './opinion.js';
import { PeaksView } from './peaks.js';
import { PeriodicView } from './periodic.js';
import { ask } from './question.js';
import { SynthesisView } from './synthesis.js';
import { WhyView } from './why.js';

/** How every answer is scanned; what its user sets may differ. */
const SCAN = { probe: 'removal', of: '', sigma: 5, background: 14 };
/** Where the tables of lines take longer, the scan waits until an element is chosen. */
const SLOW_MS = 2000;
const FIS_IDLE = 'Choose an element in the table: its FIS shows, under the spectrum, what each stretch of the energy axis does for it.';

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
/** What two folds would show over the spectrum: fitted peaks first. */
const overlays = { peaks: null, implied: null };
const composition = new CompositionView(chooseElement, (symbol) => opinion.reveal(symbol));
const periodic = new PeriodicView(() => engine.request('classes', { shown }), chooseElement);
const why = new WhyView(() => figure);
const blocks = new BlocksView((index, source) => analyse('select', { index, source, shown }));
const facts = new FactsView({
  info: (index) => engine.request('info', { shown, index }),
  save: (format) => engine.request('save', { shown, format }),
  problem: (reason) => showProblem(`${file.name}: ${reason}`),
});
/** The small module, for this thread: the figure and the limits. */
const loading = loadModule();
let figure;
let file = null; // the file on show: { name, blocks, simulated, example }
let shown = null; // id of the analysis on show
let opening = null; // AbortController of the analysis under way
let reasoning = null; // AbortController of the tables of lines under way
let refining = null; // AbortController of the fit of the implied spectrum under way
let scanning = null; // AbortController of the scan that every answer gets
let rescan = null; // makes up for a scan of every answer that was cancelled
let probing = null; // AbortController of the FIS that its user asked for
let chosen = null; // symbol of the chosen element
let refused = false; // whether the answer on show is withheld
let examples = [];

main().catch((error) => {
  byId('figure-title').textContent = 'Speclens could not start';
  showProblem(error.message);
});

async function main() {
  wire();
  const { wasm, module } = await loading;
  figure = new FigureView(wasm);
  const force = new URLSearchParams(location.search).get('engine');
  const [about] = await Promise.all([engine.request('start', { force, module }), loadExamples()]);
  showNetwork(about);
  // A visitor may have dropped a file meanwhile: then the example stays where it is.
  if (!file && !opening && examples.length > 0) await openExample(examples[0]);
  page.dataset.ready = 'true';
}

async function loadModule() {
  const wasm = await import('../pkg/speclens.js');
  const module = await compiled(new URL('../pkg/speclens_bg.wasm', import.meta.url));
  await wasm.default({ module_or_path: module });
  return { wasm, module };
}

/** Compiled once, for this thread and the worker. */
async function compiled(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname}: the server answered ${answer.status}`);
  return WebAssembly.compile(await answer.arrayBuffer());
}

/** All examples are fetched at the start: afterwards the page asks the server for nothing. */
async function loadExamples() {
  const base = new URL('./examples/', import.meta.url);
  const answer = await fetch(new URL('index.json', base));
  if (!answer.ok) return;
  const list = await answer.json();
  examples = await Promise.all(list.map(async (example) => {
    const bytes = await (await fetch(new URL(example.file, base))).arrayBuffer();
    return { ...example, bytes };
  }));
  byId('example').append(...examples.map((e, i) => make('option', { value: String(i) }, e.title)));
}

function wire() {
  byId('file').addEventListener('change', ({ target }) => {
    if (target.files[0]) openFile(target.files[0]);
    target.value = '';
  });
  byId('example').addEventListener('change', ({ target }) => {
    const example = examples[Number(target.value)];
    if (target.value !== '' && example) openExample(example);
  });
  byId('problem-close').addEventListener('click', () => showProblem(null));
  byId('reload').addEventListener('click', () => location.reload());
  byId('fis-cancel').addEventListener('click', () => {
    scanning?.abort();
    probing?.abort();
  });
  byId('synthesis-cancel').addEventListener('click', () => refining?.abort());
  byId('fis-clear').addEventListener('click', () => chooseElement(null));
  byId('fis-form').addEventListener('submit', (event) => {
    event.preventDefault();
    if (chosen) explain(chosen);
  });
  wireDrop();
}

function wireDrop() {
  let depth = 0;
  const hint = byId('drop-hint');
  const over = (shown) => {
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
    else if (files.length === 0) showProblem('What was dropped is not a file.');
    else showProblem(`${files.length} files were dropped, none was opened: the page shows one file at a time. Batches: “speclens analyse FILE…” in a terminal.`);
  });
}

async function openFile(dropped) {
  const { wasm } = await loading;
  const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const largest = wasm.largest_file_bytes();
  if (dropped.size > largest) {
    return showProblem(`${dropped.name}: ${mebibytes(dropped.size)} is too large for a spectrum (at most ${mebibytes(largest)})`);
  }
  return analyse('open', { name: dropped.name }, () => dropped.arrayBuffer().catch((error) => {
    throw new Error(`the browser could not read it (${error.message}). A folder cannot be opened`);
  }));
}

function openExample(example) {
  const index = String(examples.indexOf(example));
  byId('example').value = index;
  return analyse('open', { name: example.file, example: index }, () => example.bytes.slice(0));
}

/** Opens a file (`read` gives its bytes) or selects a block. A failure changes nothing on show. */
async function analyse(type, payload, read) {
  opening?.abort();
  const job = (opening = new AbortController());
  page.dataset.busy = 'true';
  try {
    const bytes = await read?.();
    if (job.signal.aborted) return;
    const transfer = bytes ? [bytes] : [];
    const answer = await engine.request(type, { ...payload, bytes }, { transfer, signal: job.signal });
    if (job.signal.aborted) return;
    if (answer.question) {
      showProblem(null);
      question(answer.question, payload, read);
      return;
    }
    if (type === 'open') {
      const { example = '' } = payload;
      file = { ...answer.file, simulated: example !== '', example };
      blocks.show(file);
    }
    shown = answer.shown;
    engine.request('accept', { shown }).catch(() => {}); // fails in a crash only, which is said
    showProblem(null);
    showAnalysis(answer);
  } catch (error) {
    if (error instanceof Cancelled || job.signal.aborted) return;
    const name = type === 'open' ? payload.name : file.name;
    const told = error.message.startsWith(name) ? error.message : `${name}: ${error.message}`;
    showProblem(file ? `${told}. What was shown before is still shown.` : told, error.holds);
  } finally {
    if (opening === job) {
      opening = null;
      byId('example').value = file?.example ?? '';
      page.dataset.busy = 'false';
    }
  }
}

/** Opens the file once its user has said what it does not. */
async function question(what, payload, read) {
  const told = await ask(payload.name, what);
  if (told) await analyse('open', { ...payload, told }, read);
}

function showNetwork({ model, elements, source }) {
  byId('model').textContent = `Network ${model}: ${elements} elements, trained on simulated ${source} spectra`;
}

/** Shows an answer; what is refused only where its user wants it `anyway`. */
function showAnalysis(answer, { anyway = false } = {}) {
  const { index } = answer;
  const withheld = answer.analysis.refused && !anyway;
  const analysis = withheld ? { ...answer.analysis, elements: [], advice: [], conventional: undefined } : answer.analysis;
  byId('anyway').onclick = () => showAnalysis(answer, { anyway: true });
  const block = file.blocks[index];
  blocks.choose(index, block);
  facts.show(file, index);
  const unnamed = block.sample === '' && block.region === '';
  const title = unnamed ? file.name : block.title;
  byId('figure-title').textContent = title;
  const [lo, hi] = analysis.range_ev;
  byId('figure-sub').textContent =
    `${file.simulated ? 'Simulated example · ' : ''}${unnamed ? '' : `${file.name} · `}block ${block.block} · hν ${fixed(analysis.excitation_ev, 1)} eV · ${fixed(lo, 0)} to ${fixed(hi, 0)} eV`;
  showWarnings(analysis.warnings);
  composition.show(analysis);
  opinion.show(analysis.conventional, analysis.unexplained);
  byId('anyway').hidden = !withheld || answer.analysis.elements.length === 0;
  periodic.show(answer.about.model, analysis.elements.map((e) => e.symbol));
  showNetwork(answer.about);
  // A peak that nothing explains is marked all the same.
  figure.spectrum(withheld ? { ...answer, labels: answer.labels.filter((l) => !l.symbol) } : answer);
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
  const said = analysis.elements.map((e) => `${e.symbol} ${fixed(e.atomic_percent, 1)} %`).join(', ');
  byId('announce').textContent = `${title}: ${withheld ? `no composition: ${analysis.refused.reason}` : said || 'no element found'}`;
  byId('figure').setAttribute('aria-label', `Survey spectrum of ${title}, binding energy falling to the right. Elements: ${said || 'none'}`);
  Object.assign(byId('composition').dataset, { engine: answer.engine, file: file.name, block: String(block.block) });
}

function showWarnings(texts) {
  const warnings = byId('warnings');
  warnings.replaceChildren(...texts.map((w) => make('li', {}, w)));
  warnings.hidden = texts.length === 0;
}

/** Shows a curve over the spectrum, or takes that of one fold away. */
function overlay(fold, curve) {
  overlays[fold] = curve;
  figure.implied(overlays.peaks ?? overlays.implied);
}

/** A range is to be dragged on the figure. */
function drag(take) {
  figure.pick(take);
  byId('figure').scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
  byId('readout').textContent = 'Drag a range on the figure; Escape gives up.';
}

/** The fit of the spectrum that the answer implies. */
async function refine(analysis) {
  const mine = shown;
  const fit = (refining = new AbortController());
  page.dataset.fit = 'under way';
  const onProgress = (done, total) => shown === mine && synthesis.progress(done, total);
  try {
    const answer = await engine.request('refine', { shown: mine }, { onProgress, signal: fit.signal });
    if (shown !== mine) return;
    if (answer) synthesis.show(analysis, answer);
    else synthesis.failed('Nothing could be fitted: there is too little of the spectrum, its source is another than the network\'s, or the simulator refuses what came out.');
  } catch (error) {
    if (shown === mine) synthesis.failed(error instanceof Cancelled ? 'The fit was cancelled.' : `The fit failed: ${error.message}`);
  } finally {
    if (shown === mine) page.dataset.fit = 'done';
  }
}

/** What each element is read from: the tables of lines, then a scan that tells whether it holds. */
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
    if (chosen) why.choose(chosen);
  } catch (error) {
    if (shown === mine && !(error instanceof Cancelled)) why.failed(error.message);
  }
  if (shown !== mine) return;
  rescan = () => scanAll(analysis);
  if (slow) page.dataset.reasons = 'wait to be asked for';
  else await scanAll(analysis);
}

/** The scan of every answer: how much of each element's FIS lies on its own lines. */
async function scanAll(analysis) {
  const mine = shown;
  const scan = (scanning = new AbortController());
  const symbols = analysis.elements.map((e) => e.symbol);
  page.dataset.reasons = 'under way';
  rescan = null;
  try {
    const request = { shown: mine, symbols, settings: SCAN };
    const { fis } = await engine.request('fis', request, { onProgress: showProgress, signal: scan.signal });
    if (shown !== mine) return;
    why.scanned(fis);
    const doubts = fis.flatMap((f) => f.warning ?? []);
    showWarnings([...analysis.warnings, ...doubts]);
    if (doubts.length > 0) byId('announce').textContent = doubts.join('. ');
  } catch (error) {
    if (shown !== mine) return;
    if (error instanceof Cancelled) rescan = () => scanAll(analysis); // with the next FIS
    else byId('fis-status').textContent = `The energy axis could not be scanned: ${error.message}`;
  } finally {
    if (scanning === scan) {
      scanning = null;
      page.dataset.reasons = 'given';
    }
  }
}

/** Progress of a scan that somebody waits for. */
function showProgress(done, total) {
  if (!probing) return;
  byId('fis-progress').hidden = false;
  byId('fis-bar').max = total;
  byId('fis-bar').value = done;
  byId('fis-count').textContent = `${done} of ${total} inputs`;
  byId('fis-form').dataset.progress = `${done}/${total}`;
}

function chooseElement(symbol) {
  if (refused || (symbol && symbol === chosen && probing)) return;
  chosen = symbol;
  composition.choose(symbol);
  figure.choose(symbol);
  why.choose(symbol);
  if (symbol) {
    byId('figure').scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
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

/** The FIS of one element: computed once per spectrum and settings; instant afterwards. */
async function explain(symbol) {
  stopProbing();
  showFis(null);
  const settings = why.settings();
  if (!settings) {
    byId('fis-status').textContent = `FIS of ${symbol}: a setting is not valid.`;
    return;
  }
  const job = (probing = new AbortController());
  byId('fis-run').disabled = true;
  const onProgress = (done, total) => probing === job && showProgress(done, total);
  byId('fis-status').textContent = `Scanning the spectrum for ${symbol}…`;
  try {
    const { fis: [fis], ...how } = await engine.request('fis', { shown, symbols: [symbol], settings }, { onProgress, signal: job.signal });
    if (job.signal.aborted || chosen !== symbol) return;
    showFis(fis, how);
    // The same scan tells of all elements: it takes no further inputs.
    if (Object.entries(SCAN).every(([name, value]) => settings[name] === value)) rescan?.();
  } catch (error) {
    if (probing !== job) return; // another FIS, or another spectrum, has taken its place
    showFis(null);
    const cancelled = error instanceof Cancelled;
    byId('fis-status').textContent = cancelled ? `FIS of ${symbol} cancelled.` : `FIS of ${symbol}: ${error.message}`;
  } finally {
    if (probing === job) {
      probing = null;
      byId('fis-progress').hidden = true;
      byId('fis-run').disabled = chosen === null;
    }
  }
}

function showFis(fis, how) {
  figure?.fis(fis);
  why.fis(fis, how);
  byId('fis-run').disabled = chosen === null;
  if (!fis && !chosen) byId('fis-status').textContent = FIS_IDLE;
}

function showEngine(state) {
  const text = state.name === 'webgpu'
    ? `WebGPU · ${state.adapter} (${state.reason})`
    : `CPU (${state.reason})`;
  byId('engine').textContent = text;
  page.dataset.engine = state.name;
  page.dataset.engineSettled = String(state.settled);
}

/** Says what went wrong; `holds` is the file that was read all the same. */
function showProblem(text, holds = null) {
  byId('problem').hidden = !text;
  byId('problem-text').textContent = text ?? '';
  byId('problem-file').hidden = !holds;
  byId('problem-blocks').replaceChildren(...(holds?.blocks ?? []).map((b) => make('li', {}, `${b.title}: ${describe(b)}`)));
}

function showCrash(reason) {
  byId('crash').hidden = false;
  byId('crash-reason').textContent = reason;
  page.dataset.busy = 'false';
}
