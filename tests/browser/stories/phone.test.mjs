import { test } from 'node:test';
import assert from 'node:assert/strict';
import { vamas } from '../vamas.mjs';
import { inSight, visits } from './helpers.mjs';

const visit = visits();

for (const width of [360, 390, 768]) {
  test(`nothing is wider than a screen of ${width} pixels`, async () => {
    const page = await visit('?engine=cpu', { viewport: { width, height: 740 }, hasTouch: true, deviceScaleFactor: 2 });
    await page.drop('a_rather_long_name_of_a_file_with_no_blank_in_it_at_all_2026-11-22.vms', vamas({}));
    // What scrolls in a box of its own may be wider: the table of lines, the periodic table.
    const wide = await page.page.evaluate(() => [...document.querySelectorAll('body *')]
      .filter((e) => !e.closest('.visually-hidden') && !e.parentElement.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 0.5)
      .map((e) => e.outerHTML.slice(0, 80)));
    assert.deepEqual(wide, []);
    assert.ok(await page.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no horizontal scroll');
  });
}

/** Opens a file of several blocks. */
async function several(options) {
  const page = await visit('?engine=cpu', options);
  await page.drop('silver.vms', vamas({}, { name: 'second' }, { name: 'third' }));
  return page;
}

/** Whether the figure is above the window. */
const above = (page) => page.page.locator('#figure').evaluate((f) => f.getBoundingClientRect().bottom < 0);

/** Chooses a block; the test itself scrolls nothing. */
const choose = (page, block) => page.page.locator(`#blocks button[data-block="${block}"]`).evaluate((button) => {
  button.focus({ preventScroll: true });
  button.click();
});

test('a block chosen far below the figure brings it into view', async () => {
  const page = await several({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.page.locator('#blocks').scrollIntoViewIfNeeded();
  assert.ok(await above(page), 'the figure is far above');
  await page.page.locator('#blocks button[data-block="2"]').tap();
  await inSight(page, '#figure-title');
  await inSight(page, '#figure');
  await page.idle();
  assert.match(await page.page.locator('#figure-sub').innerText(), /block 2/);
  // The program's own choice moves nothing.
  await page.page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }));
  await page.page.evaluate(() => { location.hash = '#own&block=3'; });
  await page.page.locator('#blocks button[data-block="3"][aria-current="true"]').waitFor();
  await page.page.waitForTimeout(500);
  assert.ok(await above(page));
  // What goes wrong is seen.
  await page.drop('letter.txt', 'Dear reader,\nthis is no spectrum.\n');
  await inSight(page, '#problem');
  assert.match(await page.problem(), /^letter\.txt: /);
});

test('on a desktop, with the figure in view, a chosen block moves nothing', async () => {
  const page = await several({});
  await page.page.evaluate(() => scrollTo({ top: 200, behavior: 'instant' }));
  for (const block of [2, 3, 3]) {
    await choose(page, block);
    await page.idle();
    await page.page.waitForTimeout(500);
    assert.equal(await page.page.evaluate(() => scrollY), 200);
  }
  assert.match(await page.page.locator('#figure-sub').innerText(), /block 3/);
});
