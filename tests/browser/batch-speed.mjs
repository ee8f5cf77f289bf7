// A batch of many files, timed: `node batch-speed.mjs 1000` or `node batch-speed.mjs 10000 100` (every 100th file is
// garbage). Prints spectra/s, the longest task of the main thread, and memory. Times are those of this machine:
// nothing else may run on it.

import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchPage } from './batch.mjs';
import { launch, url } from './launch.mjs';
import { SpeclensPage } from './page.mjs';

const [count = 1000, garbage = 0] = process.argv.slice(2).map(Number);

/** The examples of the page, over and over, with other names. */
function write(folder) {
  const examples = new URL('../../www/examples/', import.meta.url);
  const texts = readdirSync(examples).filter((name) => name.endsWith('.vms')).map((name) => readFileSync(new URL(name, examples)));
  for (let i = 0; i < count; i++) {
    const broken = garbage > 0 && i % garbage === garbage - 1;
    const text = texts[i % texts.length];
    // Garbage of several kinds: noise, the beginning of a file, nothing, text.
    const kinds = [Buffer.from(Array.from({ length: 4000 }, (_, j) => (j * 7919 * (i + 1)) % 256)), text.subarray(0, 900), Buffer.alloc(0), Buffer.from('Dear reader')];
    writeFileSync(join(folder, `${String(i).padStart(6, '0')}.vms`), broken ? kinds[Math.floor(i / garbage) % kinds.length] : text);
  }
}

/** The processes that pages and their workers run in. */
async function renderers(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter((p) => p.type === 'renderer');
}

/** Seconds of CPU that they have used. */
async function cpu(session) {
  return (await renderers(session)).reduce((sum, p) => sum + p.cpuTime, 0);
}

/** Their memory, MiB. */
async function memory(session) {
  const pages = (id) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      return 0; // it has ended meanwhile
    }
  };
  return (await renderers(session)).reduce((sum, p) => sum + pages(p.id), 0);
}

/** CPU that the busiest tasks of the main thread used, ms; in the trace that is running. */
async function cpuOfTasks() {
  const { traceEvents: events } = JSON.parse((await browser.stopTracing()).toString());
  const place = (e) => `${e.pid}:${e.tid}`;
  const main = new Set(events.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain').map(place));
  const tasks = events.filter((e) => /RunTask$/.test(e.name) && main.has(place(e))).map((e) => Math.round((e.tdur ?? 0) / 1000));
  return tasks.sort((a, b) => b - a).slice(0, 5);
}

const folder = mkdtempSync(join(tmpdir(), 'speclens-speed-'));
const browser = await launch();
try {
  write(folder);
  const session = await browser.newBrowserCDPSession();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const raw = await context.newPage();
  await raw.addInitScript(() => {
    Object.assign(window, { longTasks: [] });
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) window.longTasks.push([Math.round(task.startTime), Math.round(task.duration)]);
    }).observe({ type: 'longtask', buffered: true });
  });
  const page = await SpeclensPage.open(raw, `${url}?engine=cpu`);
  await page.reasons();
  await raw.locator('html[data-fit="done"]').waitFor({ state: 'attached', timeout: 240_000 });
  const batch = new BatchPage(page);
  await batch.show();
  await raw.waitForTimeout(1000);
  const before = await memory(session);
  const used = await cpu(session);
  await raw.evaluate(() => { window.longTasks.length = 0; });
  await browser.startTracing(raw, { categories: ['toplevel', '__metadata'] });
  await raw.setInputFiles('#batch-folder', folder);
  const handed = await raw.evaluate(() => performance.now());
  const at = {};
  for (;;) {
    const { state, done = '0' } = await raw.locator('#batch').evaluate((b) => ({ ...b.dataset }));
    const tenth = Math.floor((10 * Number(done)) / count);
    if (!(tenth in at)) at[tenth] = Math.round(await memory(session));
    if (state === 'done' && Number(done) === count) break;
    await raw.waitForTimeout(500);
  }
  const spent = (await cpu(session)) - used;
  const told = await raw.locator('#batch').evaluate((b) => ({ ...b.dataset }));
  // What a user does with the table, too.
  await batch.sort('Au');
  await raw.locator('#batch-scroll').evaluate(async (box) => {
    for (let i = 1; i <= 40; i++) {
      box.scrollTop = (box.scrollHeight * i) / 40;
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  await raw.locator('#batch-search').fill('0001');
  await raw.waitForTimeout(1000);
  const tasks = await raw.evaluate(() => window.longTasks);
  const worst = (which) => Math.max(0, ...tasks.filter(which).map(([, ms]) => ms));
  const busiest = await cpuOfTasks();
  console.log(`${told.files} files, ${told.spectra} spectra answered (${told.refused} of them refused), ${told.failed} errors: ${told.rate} spectra/s with ${await raw.evaluate(() => navigator.hardwareConcurrency)} lanes; ${(Number(told.spectra) / spent).toFixed(1)} spectra for a second of CPU`);
  console.log(`main thread: longest task ${worst(([at]) => at < handed)} ms while the browser hands the files over, ${worst(([at]) => at >= handed)} ms afterwards (0: none above 50 ms)`);
  console.log(`the same without the time that other programs took: the busiest tasks used ${busiest.join(', ')} ms of CPU`);
  console.log(`memory of the page and its workers, MiB: ${Math.round(before)} before, then by tenths ${Object.values(at).join(' ')}`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
