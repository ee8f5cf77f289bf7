// The second opinion by areas of lines: a column of the table, and the panel below it.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { analyse } from '../binary.mjs';
import { vamas } from '../vamas.mjs';
import { visits } from './helpers.mjs';

const visit = visits();
// Silver without the Auger lines of its oxygen: O 1s stands alone, and that is said.
const file = vamas({});
const DOUBTFUL = ['differs', 'line_missing', 'not_seen'];

/** No number of the page is further from the program's than their rounding and the 0.1 at% of both engines. */
function assertNear(shown, expected, what) {
  assert.match(shown, /^\d+\.\d$/, what);
  assert.ok(Math.abs(Number(shown) - expected) <= 0.151, `${what}: the page says ${shown}, the program ${expected}`);
}

test('the table has the amounts by areas, and marks what the lines do not support', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  const [{ conventional }] = analyse('silver.vms', file);
  const column = await page.byAreas();
  assert.deepEqual(column.map((c) => c.symbol), conventional.elements.map((e) => e.element));
  for (const [i, { element, atomic_percent: percents, range, reading }] of conventional.elements.entries()) {
    const { seen, read, title, doubt } = column[i];
    assertNear(seen, percents[0], element);
    const [, low, high] = /^ \((\S+) to (\S+)\)$/.exec(read);
    assertNear(low, range[0], `${element}, lowest`);
    assertNear(high, range[1], `${element}, highest`);
    assert.equal(title, `${low} to ${high} at% by areas of lines`);
    assert.equal(doubt !== '', DOUBTFUL.includes(reading), `${element}: ${reading}`);
  }
  const oxygen = column.find((c) => c.symbol === 'O');
  assert.match(oxygen.doubt, /O 1s stands at 532 eV; no O KLL at 978 eV: doubtful$/);
  assert.deepEqual(page.errors, []);
});

test('the panel below opens with the keyboard and has the areas, sentences and what they are worth', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  assert.equal((await page.secondOpinion()).open, false, 'closed at first');
  await page.page.getByText('Second opinion: areas of lines').press('Enter');
  const { open, head, rows, said, notes } = await page.secondOpinion();
  assert.ok(open);
  assert.deepEqual(head, ['Line', 'At (eV)', 'FWHM (eV)', 'Window (eV)', 'Over Shirley (counts·eV)',
    'Over Tougaard (counts·eV)', 'Factor (C 1s = 1)', 'Scofield, Tougaard (at%)', 'Scofield, Shirley (at%)']);
  const silver = rows.find(([line]) => line === 'Ag 3d');
  assert.deepEqual(silver.slice(1, 4), ['368.0', '3.2', '360.0 – 381.0']);
  assert.match(silver[4], /^48\d,\d{3}$/);
  assert.match(silver[5], /^54\d,\d{3}$/);
  assert.equal(silver.length, head.length);
  assert.ok(rows.every((row) => row.every((cell) => cell !== '' && !/NaN|undefined|null/.test(cell))), String(rows));
  assert.equal(said.length, (await page.elements()).length, 'a sentence for each element');
  assert.match(said[0], /^Ag 3d at 368\.0 eV gives .*: agrees$/);
  const notesText = notes.join('\n');
  assert.match(notesText, /no transmission function to apply: E\^−0\.5 was assumed/);
  assert.match(notesText, /^Elements without a free line keep the network's amount\./m);
  assert.deepEqual(page.errors, []);
});

test('a mark leads to its sentence and chooses no element', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  const mark = page.page.locator('#composition tr[data-symbol="O"] .doubt');
  const text = await mark.getAttribute('aria-label');
  await mark.press('Enter');
  assert.ok((await page.secondOpinion()).open);
  assert.equal(await page.page.evaluate(() => document.activeElement.textContent), text);
  assert.equal(await page.page.locator('#composition tr.chosen').count(), 0);
});

test('where there is no composition, there is no second opinion on it', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('region.vms', vamas({ name: 'Ag 3d', lo: 300, hi: 420 }));
  const panel = page.page.locator('#opinion');
  assert.notEqual(await page.refusal(), '');
  assert.ok(!(await panel.isVisible()));
  assert.deepEqual(await page.byAreas(), []);
  await page.anyway();
  assert.ok(await panel.isVisible(), 'asked for all the same');
  assert.equal((await page.byAreas()).length, (await page.elements()).length);
  assert.ok(await page.page.locator('#by-areas').isVisible());
  assert.deepEqual(page.errors, []);
});

test('on a phone no number is cut, and the wide table scrolls in its own box', async () => {
  const page = await visit('?engine=cpu', { viewport: { width: 360, height: 740 }, hasTouch: true, deviceScaleFactor: 2 });
  await page.drop('silver.vms', file);
  await page.reasons();
  await page.page.getByText('Second opinion: areas of lines').click();
  const seen = await page.page.evaluate(() => {
    const table = document.getElementById('composition');
    const box = document.getElementById('opinion-scroll');
    return {
      page: document.documentElement.scrollWidth <= innerWidth,
      table: table.parentElement.scrollWidth <= table.parentElement.clientWidth,
      cut: [...table.querySelectorAll('td')].filter((c) => c.scrollWidth > c.clientWidth).map((c) => c.textContent),
      scrolls: box.scrollWidth > box.clientWidth,
    };
  });
  assert.deepEqual(seen, { page: true, table: true, cut: [], scrolls: true });
  await page.page.locator('#opinion-scroll').press('ArrowRight');
  await page.page.waitForFunction(() => document.getElementById('opinion-scroll').scrollLeft > 0);
});

test('a window is moved, and another line of the element is taken', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  await page.page.getByText('Second opinion: areas of lines').click();
  const end = (which) => page.page.getByLabel(`Ag: window ${which}, eV`);
  const before = (await page.byAreas()).find((c) => c.symbol === 'O').seen;
  await end('from').fill('560');
  await end('from').press('Enter'); // 560 to 381: no window
  assert.match(await page.problem(), /^Ag: a window from 560 to 381 eV: expected two energies, the lower one first\./);
  await end('to').fill('620');
  await end('to').press('Enter');
  await page.page.locator('#areas tr[data-line="Ag 3p"]').waitFor();
  const [{ conventional }] = analyse('silver.vms', file, '--window', 'Ag=560-620');
  const { rows } = await page.secondOpinion();
  assert.equal(rows.find(([line]) => line === 'Ag 3p')[4].replaceAll(',', ''), conventional.elements.find((e) => e.element === 'Ag').area.shirley.toFixed(0));
  assert.notEqual((await page.byAreas()).find((c) => c.symbol === 'O').seen, before, 'the column follows');
  await page.page.getByRole('button', { name: 'Windows as chosen' }).click();
  await page.page.locator('#areas tr[data-line="Ag 3d"]').waitFor();
  assert.equal((await page.byAreas()).find((c) => c.symbol === 'O').seen, before);
  assert.deepEqual(page.errors, []);
});

test('own sensitivity factors are a third pair, and a row that is none is told', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  await page.page.getByText('Second opinion: areas of lines').click();
  const give = (name, text) => page.page.locator('#opinion-factors').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('wrong.csv', 'C 1s, 0.314\nAg 3d, much\n');
  await page.page.waitForFunction(() => document.getElementById('problem').textContent.includes('line 2'));
  assert.equal((await page.secondOpinion()).head.length, 9);
  await give('ours.csv', 'C 1s, 0.314\nO 1s, 0.733\nAg 3d, 5.987\n');
  await page.page.locator('#areas th', { hasText: 'own factors, Shirley' }).waitFor();
  assert.match(await page.page.locator('#opinion-factors-name').innerText(), /^ours\.csv$/);
  await page.page.getByRole('button', { name: 'Without them' }).click();
  await page.page.locator('#areas th', { hasText: 'own factors, Shirley' }).waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
});

test('a peak that no element found explains is told with candidates', async () => {
  const page = await visit('?engine=cpu');
  await page.drop('silver.vms', file);
  const [{ unexplained }] = analyse('silver.vms', file);
  const told = await page.page.locator('#unexplained li').allTextContents();
  assert.deepEqual(told, unexplained.map((u) => u.text));
  assert.deepEqual(page.errors, []);
});
