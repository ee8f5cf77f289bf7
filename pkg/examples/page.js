// What a survey is made of, in a page. The folder of the weights may lie anywhere that the page may fetch from.
import init, { Engine, SpectrumFile } from '../speclens.js';

const bytes = async (name) => new Uint8Array(await (await fetch(new URL(`../../model_weights/al-ka/${name}`, import.meta.url))).arrayBuffer());
const [manifest, weights] = await Promise.all([bytes('model.json'), bytes('weights.safetensors'), init()]);
const engine = new Engine(manifest, weights);
document.querySelector('input').addEventListener('change', async ({ target: { files: [survey] } }) => {
  const file = SpectrumFile.read(new Uint8Array(await survey.arrayBuffer()), survey.name);
  const prepared = engine.prepare(file, file.widest(), undefined, undefined);
  const answer = engine.conclude(prepared, await engine.forward(prepared.input(), 1));
  document.querySelector('pre').textContent = answer.refused?.reason ?? answer.elements.map((e) => `${e.symbol} ${e.atomic_percent.toFixed(1)} at%`).join('\n');
});
document.documentElement.dataset.ready = 'true';
