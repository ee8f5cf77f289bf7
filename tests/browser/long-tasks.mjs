// The long tasks of the main thread over a visit, for looking at: what was being done, and how long each took.
// Times are those of this machine: nothing else may run on it.

import { fileURLToPath } from 'node:url';
import { launch, url } from './launch.mjs';
import { SpeclensPage } from './page.mjs';

const foils = fileURLToPath(new URL('../../../shared/measured/surveys/specs_au_ag_cu_vacuum_and_he.vms', import.meta.url));
const POINTS = 1_500_000;

/** A survey of carbon and oxygen with very many points. */
function manyPoints() {
  const line = (energy, at, width) => Math.exp(-(((energy - at) / width) ** 2));
  const rows = Array.from({ length: POINTS }, (_, i) => {
    const energy = (1200 * i) / POINTS;
    const counts = 1300 + 8000 * line(energy, 284.8, 1.2) + 9000 * line(energy, 532, 1.4) + 300 * Math.sin(i * 12.9898);
    return `${energy.toFixed(5)},${Math.round(counts)}`;
  });
  return Buffer.from(['Binding energy (eV),Counts', ...rows].join('\n'));
}

const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const raw = await context.newPage();
  await raw.addInitScript(() => {
    Object.assign(window, { doing: 'load', longTasks: [] });
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.longTasks.push([window.doing, Math.round(task.duration)]);
    }).observe({ type: 'longtask', buffered: true });
  });
  const page = await SpeclensPage.open(raw, `${url}?engine=cpu`);
  const step = async (doing, what) => {
    await raw.evaluate((text) => { window.doing = text; }, doing);
    await what();
    await raw.waitForTimeout(1000);
  };
  const wheel = async () => {
    const box = await raw.locator('#figure').boundingBox();
    await raw.mouse.move(box.x + box.width / 2, box.y + 100);
    for (let i = 0; i < 20; i += 1) await raw.mouse.wheel(0, -60).then(() => raw.waitForTimeout(16));
  };
  const saved = (what) => Promise.all([raw.waitForEvent('download'), raw.locator(`#saving [data-saves=${what}]`).click()]);
  await page.reasons();
  await step('open foils', async () => {
    await raw.setInputFiles('#file', foils);
    await raw.locator('#composition[data-file="specs_au_ag_cu_vacuum_and_he.vms"]').waitFor();
    await page.idle();
  });
  await step('choose', async () => {
    const [first] = await page.elements();
    await page.choose(first.symbol);
    await page.fisOf(first.symbol);
  });
  await step('wheel', wheel);
  await step('open all folds', () => raw.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }));
  await step('calibrate', () => raw.locator('#calibration-offers button').first().click());
  await step('report', () => saved('report'));
  await step('PNG', () => saved('png'));
  await step(`${POINTS} points`, async () => {
    await page.drop('many.csv', manyPoints());
    if (await raw.locator('#question').isVisible()) await page.tell({ photon: '1486.6' });
    await page.idle();
  });
  await step('wheel over them', wheel);
  for (const [doing, ms] of await raw.evaluate(() => window.longTasks)) console.log(`${ms} ms\t${doing}`);
} finally {
  await browser.close();
}
