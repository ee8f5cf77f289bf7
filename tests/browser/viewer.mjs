// The viewer as a host sees it: two sites (that of Speclens, and that of the page around the viewer), and
// what is read in its shadow tree.

import { readFileSync } from 'node:fs';
import { SiteServer } from './site-server.mjs';

/** For what may take long on a slow machine, ms. */
export const PATIENCE = 120_000;

const doc = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');

/**
 * The snippets of docs/embedding.md in a language, with these places for those of the text.
 * @param {string} language
 * @param {{ speclens: string, data?: string }} places origins
 */
export function snippets(language, { speclens, data = '' }) {
  return [...doc.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text]) => text.replaceAll('https://speclens.example', speclens).replaceAll('https://data.example', data));
}

/**
 * Starts both sites; `pages` are those of the host.
 * @param {{ [path: string]: any }} [speclensPages]
 */
export async function twoSites(speclensPages = {}) {
  const pages = {};
  const [speclens, host] = await Promise.all([
    new SiteServer(undefined, { pages: speclensPages, cors: true }).start(),
    new SiteServer(undefined, { pages }).start(),
  ]);
  return { speclens, host, pages, close: () => Promise.all([speclens.stop(), host.stop()]) };
}

/** A page with something in its body. */
export const page = (body, head = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A host</title><link rel="icon" href="data:,">${head}</head><body><main><h1>A host</h1>${body}</main></body></html>`;

/** What a page shows that is opened: its errors, and its frames' policy violations, are kept. */
export async function visit(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const opened = await context.newPage();
  opened.setDefaultTimeout(PATIENCE);
  const errors = [];
  opened.on('pageerror', (error) => errors.push(String(error)));
  opened.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await opened.addInitScript(() => {
    window.told = [];
    for (const type of ['loading', 'answer', 'error', 'element', 'lines']) {
      addEventListener(`speclens-${type}`, ({ detail }) => window.told.push({ type, ...detail }));
    }
  });
  await opened.goto(address);
  return { page: opened, errors, close: () => context.close() };
}

/** The viewer of a page or a frame. */
export class Viewer {
  constructor(frame, selector = 'speclens-viewer') {
    this.frame = frame;
    this.root = frame.locator(selector);
  }

  /** Waits until the answer is on show; the elements of its table, with full precision. */
  async elements() {
    await this.root.locator('.viewer[aria-busy="false"] .answer').waitFor();
    return this.root.locator('tr[data-symbol]').evaluateAll((rows) => rows.map(({ dataset: d }) => ({
      symbol: d.symbol, atomic_percent: Number(d.atomicPercent), presence: Number(d.presence), interval: [Number(d.low), Number(d.high)],
    })));
  }

  /** Waits until the lines of an element are told; their names. */
  async linesOf(symbol) {
    await this.root.locator(`[part=lines] table[data-element="${symbol}"]`).waitFor();
    return this.root.locator('[part=lines] tr[data-line]').evaluateAll((rows) => rows.map((r) => r.dataset.line));
  }

  /** Waits until something is not shown; why. */
  async problem() {
    const problem = this.root.locator('[part=problem]:not(:empty)');
    await problem.waitFor();
    return problem.innerText();
  }

  /** What was drawn, once it is. */
  async figure() {
    await this.root.locator('.figure[data-labels]').waitFor();
    return this.root.locator('.figure').evaluate((f) => ({ ...f.dataset }));
  }

  /** The colour of the figure's upper left corner: its ground. */
  ground() {
    return this.root.locator('.plot').evaluate((c) => [...c.getContext('2d').getImageData(1, 1, 1, 1).data.slice(0, 3)]);
  }
}
