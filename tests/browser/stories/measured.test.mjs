import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyse } from '../binary.mjs';
import { assertSameNumbers, visits } from './helpers.mjs';

const visit = visits();
const file = fileURLToPath(new URL('../../../../shared/measured/surveys/specs_au_ag_cu_vacuum_and_he.vms', import.meta.url));
const skip = existsSync(file) ? false : 'the measured spectra are not here (../shared/measured)';

test('measured gold, silver and copper are the main element of their own spectra', { skip }, async () => {
  const page = await visit();
  const bytes = readFileSync(file);
  await page.drop('foils.vms', bytes);
  assert.equal(await page.problem(), '');
  const program = analyse('foils.vms', bytes);
  for (const symbol of ['Au', 'Ag', 'Cu']) {
    const expected = program.find((a) => a.range_ev[1] - a.range_ev[0] > 600 && `${a.sample} ${a.block}`.includes(`${symbol} in vacuum`));
    assert.ok(expected, `a survey of ${symbol} in vacuum among ${program.map((a) => `${a.sample}/${a.block}`)}`);
    await page.select(expected.block_number);
    const elements = await page.elements();
    assert.equal(elements[0]?.symbol, symbol, `${expected.sample}: ${elements.map((e) => e.shown)}`);
    assertSameNumbers(elements, expected.elements);
  }
});
