/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_gpunetwork_free: (a: number, b: number) => void;
export const gpunetwork_device_name: (a: number) => [number, number];
export const gpunetwork_elements: (a: number) => number;
export const gpunetwork_forward: (a: number, b: number, c: number, d: number) => any;
export const gpunetwork_load: (a: number, b: number, c: number, d: number) => any;
export const gpunetwork_points: (a: number) => number;
export const init: () => void;
export const wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___js_sys_c91789aefad45a74___Function_fn_wasm_bindgen_36fe559b2088bbc___JsValue_____wasm_bindgen_36fe559b2088bbc___sys__Undefined___js_sys_c91789aefad45a74___Function_fn_wasm_bindgen_36fe559b2088bbc___JsValue_____wasm_bindgen_36fe559b2088bbc___sys__Undefined_______true_: (a: number, b: number, c: any, d: any) => void;
export const wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wasm_bindgen_36fe559b2088bbc___JsValue__core_ddb72bece75a12dc___result__Result_____wasm_bindgen_36fe559b2088bbc___JsError___true_: (a: number, b: number, c: any) => [number, number];
export const wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wasm_bindgen_36fe559b2088bbc___sys__JsNullable_wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuError__GpuError___core_ddb72bece75a12dc___result__Result_____wasm_bindgen_36fe559b2088bbc___JsError___true_: (a: number, b: number, c: any) => [number, number];
export const wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wasm_bindgen_36fe559b2088bbc___sys__JsNullable_wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuError__GpuError___core_ddb72bece75a12dc___result__Result_____wasm_bindgen_36fe559b2088bbc___JsError___true__11: (a: number, b: number, c: any) => [number, number];
export const wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wasm_bindgen_36fe559b2088bbc___sys__JsNullable_wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuError__GpuError___core_ddb72bece75a12dc___result__Result_____wasm_bindgen_36fe559b2088bbc___JsError___true__12: (a: number, b: number, c: any) => [number, number];
export const wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuDeviceLostInfo__GpuDeviceLostInfo______true_: (a: number, b: number, c: any) => void;
export const wasm_bindgen_36fe559b2088bbc___convert__closures_____invoke___wgpu_f0e3b1ad408984fb___backend__webgpu__webgpu_sys__gen_GpuDeviceLostInfo__GpuDeviceLostInfo______true__10: (a: number, b: number, c: any) => void;
export const __wbindgen_malloc_command_export: (a: number, b: number) => number;
export const __wbindgen_realloc_command_export: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_free_command_export: (a: number, b: number, c: number) => void;
export const __wbindgen_exn_store_command_export: (a: number) => void;
export const __externref_table_alloc_command_export: () => number;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __wbindgen_destroy_closure_command_export: (a: number, b: number) => void;
export const __externref_table_dealloc_command_export: (a: number) => void;
export const __wbindgen_start: () => void;
