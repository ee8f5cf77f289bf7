import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { launch, url } from '../launch.mjs';

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
