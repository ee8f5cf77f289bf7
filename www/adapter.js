// The browser's WebGPU adapter.

/**
 * What the browser tells of its adapter: `vendor architecture`.
 * @param {Partial<GPUAdapterInfo> | undefined} info
 */
function adapterName(info) {
  const parts = [info?.vendor, info?.architecture, info?.description].filter(Boolean);
  return [...new Set(parts)].join(' ') || 'unnamed adapter';
}

/** The adapter's name, or null where the browser has none to give. */
export async function findAdapter() {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  return adapter ? adapterName(adapter.info) : null;
}
