// What a survey is made of, in a page. Its `data-weights` names the folder with model.json and weights.safetensors.
import init, { Engine, SpectrumFile } from '../speclens.js';

const bytes = async (name) => new Uint8Array(await (await fetch(document.documentElement.dataset.weights + name)).arrayBuffer());
const [manifest, weights] = await Promise.all([bytes('model.json'), bytes('weights.safetensors'), init()]);
const engine = new Engine(manifest, weights);
document.querySelector('input').addEventListener('change', async ({ target: { files: [survey] } }) => {
  const file = SpectrumFile.read(new Uint8Array(await survey.arrayBuffer()), survey.name);
  const prepared = engine.prepare(file, file.widest());
  const answer = engine.conclude(prepared, await engine.forward(prepared.input(), 1));
  document.querySelector('pre').textContent = answer.refused?.reason ?? answer.elements.map((e) => `${e.symbol} ${e.atomic_percent.toFixed(1)} at%`).join('\n');
});
document.documentElement.dataset.ready = 'true';
