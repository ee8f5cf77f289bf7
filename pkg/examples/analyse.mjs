// node analyse.mjs survey.vms WEIGHTS: what a survey is made of. WEIGHTS is the folder with model.json and weights.safetensors.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import init, { Engine, SpectrumFile } from 'speclens';

const [survey, weights] = process.argv.slice(2);
await init({ module_or_path: await readFile(fileURLToPath(import.meta.resolve('speclens/speclens_bg.wasm'))) });
const engine = new Engine(await readFile(`${weights}/model.json`), await readFile(`${weights}/weights.safetensors`));
const file = SpectrumFile.read(await readFile(survey), survey);
const prepared = engine.prepare(file, file.widest());
const answer = engine.conclude(prepared, await engine.forward(prepared.input(), 1));
// A refused composition is not to be trusted: its reason is shown in its place.
for (const { symbol, atomic_percent: percent, interval: [from, to] } of answer.refused ? [] : answer.elements) console.log(`${symbol}\t${percent.toFixed(1)} at%\t${from.toFixed(1)} to ${to.toFixed(1)}`);
for (const warning of answer.refused ? [answer.refused.reason] : answer.warnings) console.log(warning);
