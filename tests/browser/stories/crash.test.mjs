import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { analyse } from '../binary.mjs';
import { launch, url, webgpu } from '../launch.mjs';
import { SpeclensPage } from '../page.mjs';
import { vamas } from '../vamas.mjs';
import { assertSameNumbers } from './helpers.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A visit on which one file of the page is another. */
async function visitWith(file, body) {
  const page = await browser.newPage();
  await page.route(`**/${file}`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
  await page.goto(`${url}?engine=cpu`);
  return page;
}

test('a crashed engine is said, instead of a page that freezes', async () => {
  const page = await visitWith('www/worker.js', 'throw new Error("memory access out of bounds");');
  const banner = page.locator('#crash');
  await banner.waitFor();
  assert.match(await banner.innerText(), /crashed.*memory access out of bounds/s);
  assert.ok(await page.getByRole('button', { name: 'Reload the page' }).isVisible());
});

test('a server that lacks the model is named as the reason', async () => {
  const page = await browser.newPage();
  await page.route('**/model.json', (route) => route.fulfill({ status: 404, body: 'not here' }));
  await page.goto(`${url}?engine=cpu`);
  await page.locator('#problem').waitFor();
  assert.match(await page.locator('#problem-text').innerText(), /model\.json: the server answered 404/);
});

test('a lost WebGPU device is answered for by the CPU', { skip: webgpu ? false : 'needs WebGPU' }, async () => {
  const page = await browser.newPage();
  await page.route('**/pkg/speclens_gpu.js', async (route) => {
    const real = await route.fetch();
    const losing = `
      const forward = GpuNetwork.prototype.forward;
      let calls = 0;
      GpuNetwork.prototype.forward = function (...input) {
        calls += 1;
        return calls > 3 ? Promise.reject(new Error('device lost')) : forward.apply(this, input);
      };`;
    await route.fulfill({ response: real, body: await real.text() + losing });
  });
  const visit = await SpeclensPage.open(page, `${url}?engine=webgpu`);
  const file = vamas({});
  for (const name of ['first.vms', 'second.vms']) await visit.drop(name, file);
  assert.equal(await visit.problem(), '');
  assert.equal(await visit.engine(), 'CPU (WebGPU was lost: device lost)');
  assert.equal((await visit.answered()).engine, 'cpu');
  assertSameNumbers(await visit.elements(), analyse('second.vms', file)[0].elements);
});

test('a device lost amid a FIS leaves none of its answers in it', async () => {
  const file = vamas({ lo: 290, hi: 420 });
  // A device that is the CPU, but for its batches of probes: those are wrong, then none come.
  const device = `
    export const selfCheck = async () => ({ agrees: true, cpuMs: 1, gpuMs: 0 });
    export async function loadGpu(weights) {
      const { Engine } = await import('../pkg/speclens.js');
      const manifest = await (await fetch(new URL('../model_weights/al-ka/model.json', import.meta.url))).arrayBuffer();
      const engine = new Engine(new Uint8Array(manifest), weights);
      let batches = 0;
      return {
        async forward(input, batch) {
          if (batch > 1 && ++batches > 2) throw new Error('device lost');
          const table = await engine.forward(input, batch);
          return batch > 1 ? table.map((v) => v / 2) : table;
        },
      };
    }`;
  const context = await browser.newContext();
  const answers = [];
  for (const query of ['?engine=webgpu', '?engine=cpu']) {
    const page = await context.newPage();
    await page.route('**/www/adapter.js', (route) => route.fulfill({ contentType: 'text/javascript', body: "export const findAdapter = async () => 'a device for a test';" }));
    await page.route('**/www/gpu.js', (route) => route.fulfill({ contentType: 'text/javascript', body: device }));
    const visit = await SpeclensPage.open(page, url + query);
    await visit.drop('silver.vms', file);
    await visit.anyway();
    const [{ symbol }] = await visit.elements();
    await visit.choose(symbol);
    const { element, strongest, largest, points } = await visit.fisOf(symbol);
    answers.push({ element, strongest, largest, points });
    if (query === '?engine=webgpu') assert.equal(await visit.engine(), 'CPU (WebGPU was lost: device lost)');
  }
  assert.deepEqual(answers[0], answers[1]);
});
