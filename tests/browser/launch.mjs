// Chromium for the tests: which one, with which flags, and where the page is.

import { chromium } from 'playwright-core';

/** Address of the running page, with its last slash. */
export const url = new URL(process.env.SPECLENS_URL ?? 'http://127.0.0.1:8080/').href.replace(/\/?$/, '/');
/** Whether this run gives the browser a WebGPU adapter (a software one where there is no GPU). */
export const webgpu = process.env.SPECLENS_WEBGPU === '1';

/** Starts the browser. @param {import('playwright-core').LaunchOptions} [more] */
export function launch(more = {}) {
  return chromium.launch({
    ...more,
    executablePath: process.env.SPECLENS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
      // Without this flag `requestAdapter()` answers null: the page must fall back on the CPU.
      ...(webgpu ? ['--enable-unsafe-webgpu'] : [])],
  });
}
