// What every story starts with.

import { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { launch, url, webgpu } from '../launch.mjs';
import { SpeclensPage } from '../page.mjs';

/** The engine that this run of the tests is about. */
export const engine = webgpu ? 'webgpu' : 'cpu';

/** Why a story in which the engine plays no part is not told twice. */
export const once = webgpu ? 'told by the run without WebGPU' : false;

/** One browser for a file of stories; answers a function that opens a fresh page. */
export function visits() {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  return async (query = `?engine=${engine}`, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    return SpeclensPage.open(await context.newPage(), url + query);
  };
}

/** Waits until the whole of an element is in the window. */
export function inSight(page, selector) {
  return page.page.waitForFunction((of) => {
    const { top, bottom, height } = document.querySelector(of).getBoundingClientRect();
    return height > 0 && top > -1 && bottom < innerHeight + 1;
  }, selector);
}

/** The page's elements are those of the program, amounts and intervals to 0.1 at%. */
export function assertSameNumbers(page, program) {
  const named = (elements) => new Map(elements.map((e) => [e.symbol, [e.atomic_percent, ...e.interval]]));
  const [shown, expected] = [named(page), named(program)];
  assert.deepEqual([...shown.keys()].sort(), [...expected.keys()].sort(), 'the same elements');
  for (const [symbol, numbers] of expected) {
    const difference = Math.max(...numbers.map((x, i) => Math.abs(shown.get(symbol)[i] - x)));
    assert.ok(difference <= 0.1, `${symbol}: the page says ${shown.get(symbol)}, the program ${numbers} at%`);
  }
}
