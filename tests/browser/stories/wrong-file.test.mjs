import { test } from 'node:test';
import assert from 'node:assert/strict';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();

const WRONG = {
  'letter.txt': 'Dear reader,\nthis is no spectrum.\n',
  'empty.vms': '',
  'cut.vms': vamas({}).slice(0, 300),
  'coarse.vms': vamas({ step: 4 }),
  'auger.vms': vamas({ technique: 'AES diff' }),
  'bytes.vms': Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 73) % 256)),
};

test('a wrong file gives a reason and keeps what was shown', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', vamas({}));
  const before = { elements: await page.elements(), title: await page.page.locator('#figure-title').innerText() };
  for (const [name, bytes] of Object.entries(WRONG)) {
    await page.drop(name, bytes);
    const problem = await page.problem();
    assert.ok(problem.startsWith(`${name}: `) && problem.length > name.length + 15, `${name}: “${problem}”`);
    const now = { elements: await page.elements(), title: await page.page.locator('#figure-title').innerText() };
    assert.deepEqual(now, before, name);
  }
  // What is kept is not only a picture: it can still be worked with.
  await page.select(1);
  assert.equal(await page.problem(), '');
  assert.deepEqual(await page.elements(), before.elements);
  assert.deepEqual(page.errors, []);
});
