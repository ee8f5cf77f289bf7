import { test } from 'node:test';
import assert from 'node:assert/strict';
import { url } from '../launch.mjs';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();

test('no request of any kind is made after load', async () => {
  const page = await visit();
  const elsewhere = page.requests.filter((r) => !r.startsWith(url));
  assert.deepEqual(elsewhere, [], 'everything comes from where the page does');
  const loaded = page.requests.length;
  await page.drop('silver.vms', vamas({ lo: 300, hi: 420 }));
  const [first] = await page.elements();
  if (first) {
    await page.choose(first.symbol);
    await page.fisOf(first.symbol);
  }
  await page.page.getByLabel('Example').selectOption('0');
  await page.idle();
  await page.drop('letter.txt', 'Dear reader');
  assert.deepEqual(page.requests.slice(loaded), []);
  assert.deepEqual(page.violations, [], 'and none was tried');
});

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
