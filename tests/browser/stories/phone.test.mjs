import { test } from 'node:test';
import assert from 'node:assert/strict';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

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
