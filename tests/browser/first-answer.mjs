// How long a visit takes to its first answer, and what it fetches for that: cold and warm, with the
// line of a moderate office (20 Mbit/s for all together, 20 ms for each answer). A row for each folder:
//
//   node first-answer.mjs before=FOLDER after=FOLDER …
//
// A folder with compressed files beside its own is delivered compressed; `NAME=raw:FOLDER` is not. The
// network is asked on the CPU.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './launch.mjs';
import { SiteServer } from './site-server.mjs';

const LINE = { bitsPerSecond: 20e6, latencyMs: 20 };
const PATIENCE = 120_000;
const VISITS = Number(process.env.SPECLENS_VISITS ?? 3);

/** Seconds until the table has its answer. */
async function visit(context, url) {
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(`${url}?engine=cpu`, { waitUntil: 'commit' });
  await page.locator('#composition tbody tr').first().waitFor({ state: 'attached', timeout: PATIENCE });
  const seconds = (performance.now() - start) / 1000;
  return { page, seconds };
}

/** Waits until nothing more is on its way. */
async function settled(page) {
  await page.locator('html[data-ready="true"][data-engine-settled="true"]').waitFor({ state: 'attached', timeout: PATIENCE });
  const keeps = await page.locator('meta[name="speclens-offline"]').count();
  if (keeps) await page.locator('html[data-offline="all"]').waitFor({ state: 'attached', timeout: PATIENCE });
}

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure(name, folder, compressed) {
  const browser = await launch();
  const server = await new SiteServer(folder, { compressed, line: LINE }).start();
  const rows = { cold: [], warm: [] };
  let bytes = 0;
  let files = 0;
  try {
    for (let i = 0; i < VISITS; i++) {
      const context = await browser.newContext();
      for (const how of ['cold', 'warm']) {
        server.sent.length = 0;
        const { page, seconds } = await visit(context, server.url);
        if (how === 'cold') {
          bytes = server.sent.reduce((sum, each) => sum + each.bytes, 0);
          files = server.sent.length;
        }
        rows[how].push(seconds);
        await settled(page);
        await page.close();
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  const of = (values) => `${middle(values).toFixed(2)} s (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
  console.log(`${name}: ${files} files, ${bytes} bytes asked for until the first answer stands; cold ${of(rows.cold)}, warm ${of(rows.warm)}, ${VISITS} visits`);
}

for (const argument of process.argv.slice(2)) {
  const [, name, raw, folder] = /^([^=]+)=(raw:)?(.+)$/.exec(argument) ?? [];
  if (!folder || !existsSync(join(folder, 'index.html'))) throw new Error(`${argument}: expected NAME=FOLDER, with an index.html in the folder`);
  await measure(name, folder, !raw);
}
