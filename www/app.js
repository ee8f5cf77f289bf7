// The page: makes the views and wires them to the worker. Whatever the worker answers late is dropped.

import { Adjustments } from './adjustments.js';
import { Batch } from './batch/batch.js';
import { openOne } from './batch/one.js';
import { BlocksView } from './blocks.js';
import { CalibrationView } from './calibration.js';
import { Choice } from './choice.js';
import { CompositionView } from './composition.js';
import { bring, byId, fixed, inView } from './dom.js';
import { Engine } from './engine.js';
import { Examples } from './examples.js';
import { FactsView } from './facts.js';
import { FigureView } from './figure.js';
import { asksOf } from './figure/asks.js';
import { sayAnswer, showHeading } from './heading.js';
import { explainTerms } from './help.js';
import { listenForFiles } from './incoming.js';
import { loadModule } from './loading.js';
import { listenToMessages, showCrash, showEngine, showNetwork, showProblem, showWarnings } from './messages.js';
import { Opening } from './opening.js';
import { OpinionView } from './opinion.js';
import { keepOffline } from './offline.js';
import { Overlays } from './overlays.js';
import { PeaksView } from './peaks.js';
import { PeriodicView } from './periodic.js';
import { PrivacyView } from './privacy.js';
import { Reasons } from './reasons.js';
import { Refining } from './refining.js';
import { SavingView, toldBy } from './saving.js';
import { Session } from './session.js';
import { SynthesisView } from './synthesis.js';
import { WhyView } from './why.js';
import { PAGE, SAVING } from './words.js';

/** @typedef {import('./worker/analyses.js').Answer} Answer */
/** @typedef {[from: number, to: number]} Range eV */

/** Lines of an element that are weaker than this share of its strongest are not marked. */
const LEAST_STRENGTH = 0.05;

const engine = new Engine({ engine: showEngine, crash: showCrash });
const shown = () => opening.shown;
const opening = new Opening(engine, {
  opened: (file) => {
    blocks.show(file);
    adjustments.reset();
  },
  answered: (answer, { again, opened }) => {
    // The same spectrum answered anew: what its user looks at stays.
    const looked = again ? choice.symbol : null;
    showAnalysis(answer, { again });
    if (looked) choice.choose(looked, { scroll: false });
    if (opened) session.opened();
  },
  asked: () => adjustments.asked,
  refused: () => adjustments.refused(),
  rested: () => examples.mark(opening.file?.example ?? ''),
});
const examples = new Examples((name, example, read) => opening.open({ name, example }, read));
const opinion = new OpinionView((choices) => engine.request('opinion', { shown: shown(), ...choices }), {
  changed: (found) => composition.secondOpinion(found),
  problem: showProblem,
  drag,
});
const overlays = new Overlays((curve) => figure.implied(curve));
const peaks = new PeaksView({
  fit: (asked) => engine.request('peaks', { shown: shown(), asked }),
  suggest: (window) => engine.request('suggest', { shown: shown(), window }),
  drag,
  show: (curve, window) => {
    overlays.show('peaks', curve);
    if (window) figure.show(window);
  },
});
const synthesis = new SynthesisView((curve) => overlays.show('implied', curve), (percents) => engine.request('implied', { shown: shown(), percents }));
const choice = new Choice(engine, shown, {
  chosen: (symbol) => {
    session.chosen(symbol);
    composition.choose(symbol);
    figure.choose(symbol);
    why.choose(symbol);
  },
  settings: () => why.settings(),
  fis: (fis, how) => {
    figure?.fis(fis);
    why.fis(fis, how);
  },
  scanned: (settings) => reasons.catchUp(settings),
});
const composition = new CompositionView((symbol) => choice.choose(symbol), (symbol) => opinion.reveal(symbol));
const periodic = new PeriodicView(async () => {
  const classes = await engine.request('classes', { shown: shown() });
  composition.classes(classes);
  return classes;
}, {
  explain: (symbol) => choice.choose(symbol),
  mark: markLines,
  settled: (symbol) => adjustments.of(symbol),
  settle: (symbol, how) => adjustments.settle(symbol, how),
});
const adjustments = new Adjustments(() => opening.select(opening.onShow?.index, blocks.source()));
const calibration = new CalibrationView(() => engine.request('calibrations', { shown: shown() }), (to) => adjustments.calibrate(to));
const refining = new Refining(engine, shown, synthesis, () => calibration.look());
const why = new WhyView(() => figure, (symbol) => adjustments.settle(symbol, 'excluded'), (symbol) => adjustments.of(symbol) === 'excluded');
const reasons = new Reasons(engine, shown, {
  lines: (tables) => {
    why.lines(tables);
    composition.readFrom(tables);
    figure.reasons();
    if (choice.symbol) why.choose(choice.symbol);
  },
  failed: (reason) => {
    why.failed(reason);
    composition.unread();
  },
  scanned: (fis) => {
    why.scanned(fis);
    composition.scanned(fis);
  },
  progress: (done, total) => choice.progress(done, total),
});
const blocks = new BlocksView((index, source) => {
  const { file, onShow } = opening;
  const sample = file?.blocks[index].sample ?? '';
  const other = onShow && sample !== file?.blocks[onShow.index].sample;
  opening.select(index, source, other ? adjustments.ofSample(sample) : undefined);
  const resourced = index === onShow?.index && source !== onShow.source;
  if (!resourced && !inView(byId('figure'))) bring(byId('figure-title'));
});
const facts = new FactsView({
  info: (index) => engine.request('info', { shown: shown(), index }),
  save: (format) => engine.request('save', { shown: shown(), format }),
  problem: (reason) => showProblem(`${opening.file?.name}: ${reason}`),
});
const session = new Session({
  onShow: () => opening.onShow,
  openExample: (name) => examples.open(name),
  openKept: ({ name, told, bytes }) => opening.open({ name, told: told ?? undefined }, async () => bytes.slice(0)),
  select: async (block, source) => {
    const index = opening.file?.blocks.findIndex((b) => b.block === block) ?? -1;
    if (source) byId('source').value = source;
    if (index >= 0) await opening.select(index, blocks.source());
  },
  has: (block) => opening.file?.blocks.some((b) => b.block === block) ?? false,
  knows: async (symbol) => {
    const classes = await engine.request('classes', { shown: shown() }).catch(() => null);
    return classes?.elements.some((e) => e.symbol === symbol) ?? false;
  },
  settled: () => adjustments.settled,
  settle: (settled) => adjustments.settleAll(settled),
  choose: (symbol) => choice.choose(symbol),
  show: (range) => figure.show(range),
  range: () => figure?.range ?? null,
  problem: showProblem,
});
const saving = new SavingView({
  report: () => engine.request('report', {
    shown: shown(),
    anyway: !choice.withheld,
    engine: byId('engine').textContent,
    made: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    told: toldBy(opening.onShow),
    onShow: { svg: figure.svg(), caption: SAVING.onShow },
  }),
  answer: () => engine.request('answer', { shown: shown(), anyway: !choice.withheld }),
  figure: () => figure,
  stem: () => `${(opening.file?.name ?? 'spectrum').replace(/\.[^.]*$/, '')}-block${opening.onShow?.block ?? 1}`,
});
new PrivacyView(() => engine.request('loaded', {}));
const loading = loadModule((bytes) => {
  byId('figure-title').textContent = PAGE.loading(fixed(bytes / 1e6, 1));
});
const batch = new Batch(loading, async (one) => openOne(one, opening, (await loading).wasm.largest_file_bytes()));
/** @type {FigureView} */
let figure;

main().catch((error) => {
  byId('figure-title').textContent = PAGE.notStarted;
  showProblem(error.message);
});

async function main() {
  explainTerms();
  listenToMessages();
  listenForFiles(async (file) => {
    const { wasm } = await loading;
    await opening.openFile(file, wasm.largest_file_bytes());
  }, (found) => batch.add(found));
  byId('batch-open').addEventListener('click', () => batch.show());
  byId('fis-cancel').addEventListener('click', () => {
    reasons.cancelScan();
    choice.cancel();
  });
  const { wasm, module } = await loading;
  figure = new FigureView(wasm, { ...asksOf(wasm, engine, shown), changed: () => session.viewed() });
  const force = new URLSearchParams(location.search).get('engine');
  const [about, kept] = await Promise.all([engine.request('start', { force, module }), session.look(), examples.load()]);
  showNetwork(about);
  // A visitor may have dropped a file meanwhile: then the example stays where it is.
  if (opening.idle && !(await session.begin(kept)) && opening.idle && examples.first) await examples.open(examples.first);
  // What that did not need: afterwards the page asks its server for nothing.
  await Promise.all([engine.request('rest', { force }), examples.rest()]);
  session.remind();
  keepOffline();
  document.documentElement.dataset.ready = 'true';
}

/**
 * Shows an answer; what is refused only where its user wants it `anyway`.
 * @param {Answer} answer
 * @param {{ anyway?: boolean, again?: boolean }} [how]
 */
function showAnalysis(answer, { anyway = false, again = false } = {}) {
  const { file } = opening;
  if (!file) return; // never so: an answer is one to an open file
  const { index } = answer;
  const { refused } = answer.analysis;
  const withheld = refused && !anyway;
  const analysis = withheld ? { ...answer.analysis, elements: [], advice: [], conventional: undefined } : answer.analysis;
  byId('anyway').onclick = () => showAnalysis(answer, { anyway: true });
  const block = file.blocks[index];
  blocks.choose(index, block);
  facts.show(file, index);
  opening.note({ index, block: block.block, source: blocks.source() });
  saving.show();
  adjustments.given(answer.analysis);
  calibration.show(answer.analysis.calibration, again);
  session.shown();
  const title = showHeading(file, block, analysis);
  showWarnings(analysis.warnings);
  composition.show(analysis);
  opinion.show(analysis.conventional, analysis.unexplained);
  byId('anyway').hidden = !withheld || answer.analysis.elements.length === 0;
  periodic.show(answer.about.model, analysis.elements.map((e) => e.symbol), again);
  showNetwork(answer.about);
  // A peak that nothing explains is marked all the same.
  const labels = withheld ? answer.labels.filter((l) => !l.symbol) : answer.labels;
  figure.spectrum({ ...answer, labels }, { keepView: again, file });
  composition.choose(null);
  refining.stop();
  reasons.stop();
  choice.begin(Boolean(withheld));
  why.show(analysis.elements, file.name, block.block);
  overlays.begin();
  figure.pick(null);
  const some = analysis.elements.length > 0;
  peaks.begin(analysis.range_ev);
  synthesis.begin(some);
  if (some) {
    refining.begin(analysis);
    reasons.begin(analysis);
  }
  sayAnswer(title, analysis.elements, withheld ? refused?.reason : undefined);
  Object.assign(byId('composition').dataset, { engine: answer.engine, file: file.name, block: String(block.block) });
}

/**
 * A range is to be dragged on the figure.
 * @param {(ends: Range) => void} take
 */
function drag(take) {
  figure.pick(take);
  bring(byId('figure'));
  byId('readout').textContent = PAGE.drag;
}

/**
 * Marks the lines of an element, whether it is found or not.
 * @param {string} symbol
 */
async function markLines(symbol) {
  const mine = shown();
  const places = await engine.request('nearby', { shown: mine }).catch(() => []);
  if (shown() === mine) figure.lines(places.filter((p) => p.symbol === symbol && p.strength >= LEAST_STRENGTH));
}
