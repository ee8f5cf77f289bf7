// What a user does before the page has answered.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();
const shown = vamas({ sample: 'shown', lo: 20, hi: 430 });
const other = vamas({ sample: 'other', lo: 0, hi: 800 }, { name: 'short', lo: 10, hi: 430 });

/** The FIS of an element, computed or remembered. */
async function fisOf(page, symbol) {
  await page.choose(symbol);
  const { element, points, strongest, largest } = await page.fisOf(symbol);
  return { element, points, strongest, largest };
}

/** Drops `first`, and `second` in the moment in which the worker gets the first. */
async function dropBehind(page, first, second) {
  await page.page.evaluate((files) => {
    const drop = ([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    };
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (message, ...rest) {
      postMessage.call(this, message, ...rest);
      if (message.type !== 'open') return;
      Worker.prototype.postMessage = postMessage;
      drop(files[1]);
    };
    drop(files[0]);
  }, [first, second]);
  await page.idle();
}

test('a good file overtaken by a wrong one leaves no trace', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('shown.vms', shown);
  const elements = await page.elements();
  const [{ symbol }] = elements;
  const fis = await fisOf(page, symbol);
  await dropBehind(page, ['other.vms', other], ['letter.txt', 'Dear reader']);
  assert.match(await page.problem(), /^letter\.txt: .* What was shown before is still shown\.$/);
  assert.equal((await page.answered()).file, 'shown.vms');
  await page.page.getByRole('button', { name: 'Hide FIS' }).click();
  assert.deepEqual(await fisOf(page, symbol), fis, 'the FIS of the spectrum on show');
  await page.width('4');
  await page.page.getByRole('button', { name: 'Compute again' }).click();
  await page.page.getByText('σ 4 eV').waitFor();
  assert.ok(Number((await page.fisOf(symbol)).points) >= Number(fis.points), 'narrower probes stand closer');
  await page.select(1);
  assert.equal(await page.problem(), '');
  assert.deepEqual(await page.elements(), elements, 'and its blocks');
  assert.deepEqual(page.errors, []);
});

test('of two files and many blocks in haste the last one stays, and works', async () => {
  const page = await visit('?engine=cpu');
  await dropBehind(page, ['shown.vms', shown], ['other.vms', other]);
  assert.equal((await page.answered()).file, 'other.vms');
  await page.page.evaluate(() => {
    const buttons = document.querySelectorAll('#blocks button');
    for (const i of [1, 0, 1, 0, 1]) buttons[i].click();
  });
  await page.idle();
  assert.equal((await page.answered()).block, '2');
  const [{ symbol }] = await page.elements();
  const fis = await fisOf(page, symbol);
  assert.ok(Number(fis.points) < 250, `${fis.points} points: of the narrower block`);
  assert.deepEqual(page.errors, []);
});

test('a wrong file does not stop a FIS, and need not wait for it', async () => {
  const page = await visit('?engine=cpu');
  await page.width('2');
  const [{ symbol }] = await page.elements();
  await page.choose(symbol);
  const bar = page.page.locator('#fis-progress');
  await bar.waitFor();
  await page.drop('letter.txt', 'Dear reader');
  assert.match(await page.problem(), /^letter\.txt: /);
  assert.ok(await bar.isVisible(), 'the FIS is still under way');
  assert.equal(await page.page.getByLabel('Example').inputValue(), '0', 'the example is still named');
  await page.fisOf(symbol);
  assert.match(await page.page.locator('#fis-status').innerText(), /^FIS of .* σ 2 eV/);
});

test('a good file ends a FIS at once', async () => {
  const page = await visit('?engine=cpu');
  await page.width('2'); // more probes than the scan of every answer has made
  const [{ symbol }] = await page.elements();
  await page.choose(symbol);
  const bar = page.page.locator('#fis-progress');
  await bar.waitFor();
  await page.drop('shown.vms', shown);
  assert.equal((await page.answered()).file, 'shown.vms');
  assert.ok(!(await bar.isVisible()));
  assert.match(await page.page.locator('#fis-status').innerText(), /^Choose an element/);
  assert.equal(await page.page.getByLabel('Example').inputValue(), '');
  const [first] = await page.elements();
  assert.ok(Number((await fisOf(page, first.symbol)).points) < 600);
});

test('an element chosen while the width is not valid shows no FIS of another', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('shown.vms', shown);
  const [{ symbol }] = await page.elements();
  await fisOf(page, symbol);
  await page.width('');
  await page.choose(symbol);
  assert.equal((await page.figure()).panels, 'spectrum');
  assert.match(await page.page.locator('#fis-status').innerText(), /not valid/);
});
