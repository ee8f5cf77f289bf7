// axe-core on a page whose policy allows no script but its own: evaluated from outside, not inserted.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with a page as it is: a sentence for each place; none where nothing is. */
export async function faultsOf(page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(source);
  return page.evaluate(async () => {
    // Nothing is fetched anew, and no frame is asked: there is none.
    const { violations } = await window.axe.run(document, { preload: false, iframes: false, resultTypes: ['violations'] });
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.impact}): ${n.target.join(' ')}: ${n.html.slice(0, 160)}: ${n.any.concat(n.all, n.none).map((c) => c.message).join('; ')}`));
  });
}
