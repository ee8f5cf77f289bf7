import { test } from 'node:test';
import assert from 'node:assert/strict';
import { url } from '../launch.mjs';
import { vamas } from '../vamas.mjs';
import { engine, visits } from './helpers.mjs';

const visit = visits();

for (const query of ['', `?engine=${engine}`]) {
  test(`no request of any kind is made after load (${query || 'a visit as usual'})`, async () => {
    const page = await visit(query);
    const elsewhere = page.requests.filter((r) => !r.startsWith(url));
    assert.deepEqual(elsewhere, [], 'everything comes from where the page does');
    assert.ok(page.requests.some((r) => r.endsWith('weights.safetensors')), 'the worker is watched too');
    const loaded = page.requests.length;
    await page.drop('silver.vms', vamas({ lo: 300, hi: 420 }));
    await page.anyway(); // a region: quick
    const [first] = await page.elements();
    assert.ok(first, 'an element to explain');
    await page.choose(first.symbol);
    await page.fisOf(first.symbol);
    await page.page.getByLabel('Example').selectOption('0');
    await page.idle();
    await page.drop('letter.txt', 'Dear reader');
    assert.deepEqual(page.requests.slice(loaded), []);
    assert.deepEqual(page.violations, [], 'and none was tried');
  });
}

test('the policy stops whatever would send a spectrum elsewhere', async () => {
  const page = await visit('?engine=cpu');
  await page.page.evaluate(async () => {
    await fetch('https://example.org/').catch(() => {});
    new Image().src = 'https://example.org/pixel.png';
    navigator.sendBeacon('https://example.org/', 'x');
  });
  await page.page.waitForFunction(() => true);
  const blocked = page.violations.map((v) => v.split(':')[0]);
  assert.ok(blocked.includes('connect-src') && blocked.includes('img-src'), `blocked: ${page.violations}`);
});

test('the policy holds inside the worker', async (t) => {
  const answer = await fetch(`${url}www/worker.js`);
  if (!answer.headers.has('content-security-policy')) {
    return t.skip('this server sends no policy with the worker: speclens serve does');
  }
  const page = await visit('?engine=cpu');
  const [worker] = page.page.workers();
  const blocked = await worker.evaluate(async () => {
    const violation = new Promise((resolve) => {
      self.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective));
      setTimeout(() => resolve('nothing'), 5000);
    });
    const sent = await fetch('https://example.org/').then(() => true, () => false);
    return { sent, by: await violation };
  });
  assert.deepEqual(blocked, { sent: false, by: 'connect-src' });
});
