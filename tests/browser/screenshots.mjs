// Screenshots for looking at: desktop and phone, light and dark, into output/.

import { mkdir } from 'node:fs/promises';
import { launch, url } from './launch.mjs';
import { SpeclensPage } from './page.mjs';

const output = new URL('./output/', import.meta.url);
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

await mkdir(output, { recursive: true });
const browser = await launch();
try {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: size === 'phone' ? 3 : 1 });
      const page = await SpeclensPage.open(await context.newPage(), `${url}?engine=cpu`);
      await page.shoot(new URL(`${size}-${colorScheme}.png`, output));
      const [first] = await page.elements();
      if (first) {
        await page.choose(first.symbol);
        await page.fisOf(first.symbol);
        await page.page.mouse.move(0, 0);
        await page.shoot(new URL(`${size}-${colorScheme}-fis.png`, output));
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
