// A site that keeps itself in this browser: its service worker, what is said of it, and the offer of
// a new version. A site without one (the repository served as it is) does not name it in the page.

import { findAdapter } from './adapter.js';
import { byId } from './dom.js';
import { OFFLINE } from './words.js';

const state = document.documentElement.dataset;
/** A site that is renewed is whole again after this. */
const RENEWED_WITHIN_MS = 1500;
/** While there is a batch, a new version is held back; looked at as often. */
const LATER_MS = 10_000;

// A version that could not be had may be told of before the first answer is there.
navigator.serviceWorker?.addEventListener('message', ({ data }) => {
  if (data?.type === 'speclens-not-kept') sayNotKept(data.reason);
});

/** Registers the service worker, where the site has one and the browser allows it; after the first answer. */
export async function keepOffline() {
  const name = document.querySelector('meta[name="speclens-offline"]')?.getAttribute('content');
  const { serviceWorker } = navigator; // undefined where the page comes by plain http from another machine
  if (!name || !serviceWorker) return;
  if (state.offline !== 'failed') say(OFFLINE.keeping);
  try {
    const script = new URL(`../${name}`, import.meta.url);
    const registration = await serviceWorker.register(script, { updateViaCache: 'none' });
    if (serviceWorker.controller && (await isGone(script))) return await leave(registration);
    watch(registration);
    await keepRest(await serviceWorker.ready);
  } catch (error) {
    sayNotKept(error.message);
  }
}

/**
 * Whether the server says that it has no such service worker any more: `speclens serve` may be at the
 * address of a site that was there before. Without a network nothing is said.
 * @param {URL} script
 */
async function isGone(script) {
  // Twice: a site that is being renewed lacks it for a moment.
  for (const wait of [0, RENEWED_WITHIN_MS]) {
    await new Promise((done) => setTimeout(done, wait));
    const answer = await fetch(script, { cache: 'no-store' }).catch(() => null);
    if (answer?.status !== 404 && answer?.status !== 410) return false;
  }
  return true;
}

/** What is kept would be shown for ever: it is given up. @param {ServiceWorkerRegistration} registration */
async function leave(registration) {
  await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith(`speclens ${registration.scope} `)) await caches.delete(name);
  say(OFFLINE.gone);
  state.offline = 'gone';
}

/** @param {string} text */
function say(text) {
  byId('offline-said').hidden = false;
  byId('offline-said').textContent = text;
}

/** Another version that works without a network may be in use. @param {string} reason */
function sayNotKept(reason) {
  say(navigator.serviceWorker.controller ? OFFLINE.oldStays(reason) : OFFLINE.notKept(reason));
  state.offline = 'failed';
}

/** What a first answer does not need. @param {ServiceWorkerRegistration} registration */
async function keepRest({ active }) {
  if (!active) return;
  // A browser may know WebGPU and have no adapter for it.
  const gpu = (await findAdapter()) !== null;
  const { version, missing } = await ask(active, { type: 'rest', gpu });
  if (state.offline === 'failed') return; // a new version, which is said
  say(missing === 0 ? OFFLINE.kept(version) : OFFLINE.partly(version, missing));
  state.offline = missing === 0 ? 'all' : 'partly';
  // Some browsers ask their user, which only who installed the page expects.
  if (matchMedia('(display-mode: standalone)').matches) navigator.storage?.persist?.().catch(() => {});
}

/** Offers a version that waits, now and later. @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  const look = () => {
    // On a first visit the only version waits for a moment too: it is none that could be taken instead.
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
    registration.installing?.addEventListener('statechange', look);
  };
  registration.addEventListener('updatefound', look);
  look();
}

/** Whether this window alone holds answers of a batch, which an update would take away. */
const inBatch = () => Number(byId('batch').dataset.rows ?? 0) > 0;

/** @param {ServiceWorker} waiting */
function offer(waiting) {
  // Never in the midst of work.
  if (inBatch()) {
    setTimeout(() => offer(waiting), LATER_MS);
    return;
  }
  byId('update').hidden = false;
  byId('update-text').textContent = OFFLINE.ready;
  byId('update-later').onclick = () => { byId('update').hidden = true; };
  byId('update-now').onclick = async () => {
    if (inBatch()) { // begun since it was offered
      byId('update').hidden = true;
      offer(waiting);
      return;
    }
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    const others = await ask(waiting, { type: 'take' });
    if (others > 0) byId('update-text').textContent = OFFLINE.otherWindows(others);
  };
}

/**
 * Asks a service worker.
 * @param {ServiceWorker} worker
 * @param {object} message
 * @returns {Promise<any>}
 */
function ask(worker, message) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage(message, [port2]);
  });
}
