// Files that the system hands to the installed page: opened with it, or shared with it.

/** @typedef {{ getFile(): Promise<File> }} FileHandle */
/** @typedef {{ setConsumer(take: (launch: { files?: FileHandle[] }) => void): void }} LaunchQueue */

/** @param {(files: File[]) => void} take */
export function listenForHanded(take) {
  const { launchQueue } = /** @type {{ launchQueue?: LaunchQueue }} */ (/** @type {unknown} */ (window));
  launchQueue?.setConsumer(async ({ files = [] }) => {
    if (files.length > 0) take(await Promise.all(files.map((handle) => handle.getFile())));
  });
  const address = new URL(window.location.href);
  if (!address.searchParams.has('shared') || !('caches' in window)) return;
  address.searchParams.delete('shared');
  window.history.replaceState(window.history.state, '', address);
  shared().then((files) => {
    if (files.length > 0) take(files);
  });
}

/** What the service worker put aside for this page; it is taken once. */
async function shared() {
  const name = `speclens-shared ${new URL('../', import.meta.url).href}`; // as the service worker names it
  const cache = await caches.open(name);
  const files = await Promise.all((await cache.keys()).map(async (request) => {
    const answer = /** @type {Response} */ (await cache.match(request));
    return new File([await answer.blob()], decodeURIComponent(request.url.split('/').at(-1) ?? ''));
  }));
  await caches.delete(name);
  return files;
}
