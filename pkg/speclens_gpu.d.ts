/* tslint:disable */
/* eslint-disable */

/**
 * The network with its weights on the page's WebGPU adapter.
 */
export class GpuNetwork {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What the browser tells of the adapter.
     */
    device_name(): string;
    /**
     * Runs a batch. `input` is `[batch, 2, points]` in row-major order, the channels as
     * [`Network::forward`] takes them; the answer is [`speclens_network::Output::table`],
     * in row-major order.
     *
     * # Errors
     * An `Error` when the length does not fit `batch`, when the adapter was lost, or when
     * reading back fails.
     */
    forward(input: Float32Array | number[], batch: number): Promise<Float32Array>;
    /**
     * Takes the adapter and loads the weights onto it.
     *
     * `weights` are the bytes of `weights.safetensors` (f32, or f16, which is widened);
     * `network_json` is the object `network` of `model.json`, see [`NetworkConfig`].
     *
     * # Errors
     * An `Error` whose message says which: no adapter, a malformed configuration, or weights
     * that do not fit it (missing, left over, or of another shape).
     */
    static load(weights: Uint8Array | number[], network_json: string): Promise<GpuNetwork>;
    /**
     * Elements the network answers for.
     */
    readonly elements: number;
    /**
     * Points of the energy grid, per channel of the input.
     */
    readonly points: number;
}

/**
 * Sends panics to the console: without this a trap says only `unreachable`.
 */
export function init(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_gpunetwork_free: (a: number, b: number) => void;
    readonly gpunetwork_device_name: (a: number) => [number, number];
    readonly gpunetwork_elements: (a: number) => number;
    readonly gpunetwork_forward: (a: number, b: number, c: number, d: number) => any;
    readonly gpunetwork_load: (a: number, b: number, c: number, d: number) => any;
    readonly gpunetwork_points: (a: number) => number;
    readonly init: () => void;
    readonly wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___js_sys_c91789aefad45a74___Function_fn_wasm_bindgen_36fe559b2088bbc___JsValue_____wasm_bindgen_36fe559b2088bbc___sys__Undefined___js_sys_c91789aefad45a74___Function_fn_wasm_bindgen_36fe559b2088bbc___JsValue_____wasm_bindgen_36fe559b2088bbc___sys__Undefined_______true_: (a: number, b: number, c: any, d: any) => void;
    readonly wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wasm_bindgen_36fe559b2088bbc___JsValue__core_ddb72bece75a12dc___result__Result_____wasm_bindgen_36fe559b2088bbc___JsError___true_: (a: number, b: number, c: any) => [number, number];
    readonly wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wasm_bindgen_36fe559b2088bbc___sys__JsNullable_wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuError__GpuError___core_ddb72bece75a12dc___result__Result_____wasm_bindgen_36fe559b2088bbc___JsError___true_: (a: number, b: number, c: any) => [number, number];
    readonly wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wasm_bindgen_36fe559b2088bbc___sys__JsNullable_wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuError__GpuError___core_ddb72bece75a12dc___result__Result_____wasm_bindgen_36fe559b2088bbc___JsError___true__11: (a: number, b: number, c: any) => [number, number];
    readonly wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wasm_bindgen_36fe559b2088bbc___sys__JsNullable_wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuError__GpuError___core_ddb72bece75a12dc___result__Result_____wasm_bindgen_36fe559b2088bbc___JsError___true__12: (a: number, b: number, c: any) => [number, number];
    readonly wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuDeviceLostInfo__GpuDeviceLostInfo______true_: (a: number, b: number, c: any) => void;
    readonly wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuDeviceLostInfo__GpuDeviceLostInfo______true__10: (a: number, b: number, c: any) => void;
    readonly __wbindgen_malloc_command_export: (a: number, b: number) => number;
    readonly __wbindgen_realloc_command_export: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free_command_export: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store_command_export: (a: number) => void;
    readonly __externref_table_alloc_command_export: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_destroy_closure_command_export: (a: number, b: number) => void;
    readonly __externref_table_dealloc_command_export: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
