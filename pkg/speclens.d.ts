/* tslint:disable */
/* eslint-disable */

/**
 * The network with its weights on the CPU.
 */
export class Engine {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What the network is: `{model, source, elements}`.
     *
     * # Errors
     * None in practice.
     */
    about(): any;
    /**
     * The answer for one spectrum from the network's table, as `speclens analyse --json` has it.
     *
     * # Errors
     * A table of the wrong length.
     */
    conclude(prepared: Prepared, table: Float32Array | number[]): any;
    /**
     * The FIS of the element `symbol` from a run: `{element, energy_ev, value}`.
     *
     * # Errors
     * An element that the network does not know, a run without answers.
     */
    fis(probe: Probe, symbol: string): any;
    /**
     * Runs the network on `batch` inputs. Resolves with the table, `[batch, 3 × elements + 1]`.
     */
    forward(input: Float32Array | number[], batch: number): Promise<any>;
    /**
     * Labels at the lines of the elements of `analysis` (as [`Engine::conclude`] gave it).
     *
     * # Errors
     * A value that is no analysis, a spectrum without binding energies.
     */
    labels(prepared: Prepared, analysis: any): any;
    /**
     * The architecture as JSON, for the WebGPU module.
     *
     * # Errors
     * None in practice.
     */
    network_json(): string;
    /**
     * From the bytes of `model.json` and `weights.safetensors`.
     *
     * # Errors
     * A manifest or weights that are damaged or do not fit each other.
     */
    constructor(manifest: Uint8Array | number[], weights: Uint8Array | number[]);
    /**
     * Settles the X-ray source (`al-ka`, `mg-ka` or undefined) and places one block on the grid.
     *
     * # Errors
     * What is not XPS, too narrow or malformed, with the block's title.
     */
    prepare(file: SpectrumFile, index: number, source?: string | null): Prepared;
    /**
     * Starts a run of FIS probes with Gaussians of width `sigma_ev` and height `amplitude`.
     *
     * # Errors
     * Options out of range.
     */
    probe(prepared: Prepared, sigma_ev: number, amplitude: number, batch: number): Probe;
    /**
     * A flat spectrum that covers the whole grid, to compare engines on.
     */
    test_input(): Float32Array;
}

/**
 * A figure that is drawn on one canvas.
 */
export class FigureCanvas {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Sets the lines of one element off from the others; undefined for none.
     */
    choose(symbol?: string | null): void;
    /**
     * Takes the FIS away.
     */
    clear_fis(): void;
    /**
     * Draws at a size in CSS pixels, `scale` device pixels each; `theme` is `light` or `dark`.
     * Answers where everything stands: `{panels, labels}`.
     *
     * # Errors
     * Nothing to draw, no room, no 2D context.
     */
    draw(width_css_px: number, height_css_px: number, scale: number, theme: any): any;
    /**
     * An empty figure for `canvas`.
     */
    constructor(canvas: HTMLCanvasElement);
    /**
     * The FIS under the spectrum.
     *
     * # Errors
     * Lengths that differ.
     */
    show_fis(element: string, energy_ev: Float64Array | number[], value: Float64Array | number[]): void;
    /**
     * Labels as `Engine.labels` gives them.
     *
     * # Errors
     * A value that is no list of labels.
     */
    show_labels(labels: any): void;
    /**
     * The spectrum: binding energies in eV and intensities in `unit` (`counts`,
     * `counts_per_second`, `unknown`).
     *
     * # Errors
     * An unknown unit, or lengths that differ.
     */
    show_spectrum(energy_ev: Float64Array | number[], counts: Float64Array | number[], unit: any): void;
    /**
     * Shows binding energies from `lo_ev` to `hi_ev`; undefined for the whole spectrum.
     */
    view(lo_ev?: number | null, hi_ev?: number | null): void;
}

/**
 * A spectrum placed on the network's grid.
 */
export class Prepared {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Intensities, in file order.
     */
    counts(): Float64Array;
    /**
     * Binding energies, eV, in file order.
     *
     * # Errors
     * Where the axis is kinetic and the photon energy unknown.
     */
    energy_ev(): Float64Array;
    /**
     * Input of the network, `[1, 2, points]`.
     */
    input(): Float32Array;
    /**
     * Unit of the intensities: `counts`, `counts_per_second` or `unknown`.
     *
     * # Errors
     * None in practice.
     */
    unit(): any;
}

/**
 * A run of FIS probes: hands out inputs, takes the network's answers, batch by batch.
 */
export class Probe {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the table for the batch handed out last.
     *
     * # Errors
     * No batch is waiting, or the table does not fit it.
     */
    accept(table: Float32Array | number[]): void;
    /**
     * Probes answered.
     */
    done(): number;
    /**
     * Whether all have been answered.
     */
    finished(): boolean;
    /**
     * The next batch of inputs, `[rows, 2, points]`; undefined when all have been handed out.
     */
    next_batch(): Float32Array | undefined;
    /**
     * Rows of the batch handed out last.
     */
    rows(): number;
    /**
     * Probes in all.
     */
    total(): number;
}

/**
 * A file that was read.
 */
export class SpectrumFile {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What the file says of a block, as `speclens info --json --notes` has it.
     *
     * # Errors
     * No such block.
     */
    info(index: number): any;
    /**
     * Name, format and blocks: `{name, format, blocks: [{block, title, …}]}`.
     *
     * # Errors
     * None in practice: what it holds can always be written.
     */
    list(): any;
    /**
     * What is to be asked about the file before it can be analysed: `{axis, photon_energy,
     * likely_axis, range_ev}`; null where nothing is.
     *
     * # Errors
     * None in practice.
     */
    question(): any;
    /**
     * Reads the bytes of the file called `name`.
     *
     * # Errors
     * What was found and expected, and where.
     */
    static read(bytes: Uint8Array | number[], name: string): SpectrumFile;
    /**
     * X-ray source of a block as far as it is known: `al-ka`, `mg-ka` or undefined for another
     * photon energy. `named` is used where the file has none.
     *
     * # Errors
     * A source that is none.
     */
    source(index: number, named?: string | null): any;
    /**
     * Takes what the file's user says of it, where the file says nothing: `binding` or `kinetic`,
     * photon energy in eV.
     *
     * # Errors
     * An axis that is none, a photon energy out of range.
     */
    tell(axis?: string | null, photon_energy_ev?: number | null): void;
    /**
     * Index of the block to show first: the widest XPS block.
     *
     * # Errors
     * Where no block is XPS.
     */
    widest(): number;
    /**
     * All blocks in an open format: `csv`, `vamas` or `json`.
     *
     * # Errors
     * No such format, a spectrum that it cannot hold.
     */
    written_as(format: string): string;
}

/**
 * Sends panics to the console: without this a trap says only `unreachable`.
 */
export function init(): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_engine_free: (a: number, b: number) => void;
    readonly __wbg_figurecanvas_free: (a: number, b: number) => void;
    readonly __wbg_prepared_free: (a: number, b: number) => void;
    readonly __wbg_probe_free: (a: number, b: number) => void;
    readonly __wbg_spectrumfile_free: (a: number, b: number) => void;
    readonly engine_about: (a: number) => [number, number, number];
    readonly engine_conclude: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly engine_fis: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly engine_forward: (a: number, b: number, c: number, d: number) => any;
    readonly engine_labels: (a: number, b: number, c: any) => [number, number, number];
    readonly engine_network_json: (a: number) => [number, number, number, number];
    readonly engine_new: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly engine_prepare: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly engine_probe: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly engine_test_input: (a: number) => any;
    readonly figurecanvas_choose: (a: number, b: number, c: number) => void;
    readonly figurecanvas_clear_fis: (a: number) => void;
    readonly figurecanvas_draw: (a: number, b: number, c: number, d: number, e: any) => [number, number, number];
    readonly figurecanvas_new: (a: any) => number;
    readonly figurecanvas_show_fis: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number];
    readonly figurecanvas_show_labels: (a: number, b: any) => [number, number];
    readonly figurecanvas_show_spectrum: (a: number, b: number, c: number, d: number, e: number, f: any) => [number, number];
    readonly figurecanvas_view: (a: number, b: number, c: number, d: number, e: number) => void;
    readonly init: () => void;
    readonly prepared_counts: (a: number) => any;
    readonly prepared_energy_ev: (a: number) => [number, number, number];
    readonly prepared_input: (a: number) => any;
    readonly prepared_unit: (a: number) => [number, number, number];
    readonly probe_accept: (a: number, b: number, c: number) => [number, number];
    readonly probe_done: (a: number) => number;
    readonly probe_finished: (a: number) => number;
    readonly probe_next_batch: (a: number) => any;
    readonly probe_rows: (a: number) => number;
    readonly probe_total: (a: number) => number;
    readonly spectrumfile_info: (a: number, b: number) => [number, number, number];
    readonly spectrumfile_list: (a: number) => [number, number, number];
    readonly spectrumfile_question: (a: number) => [number, number, number];
    readonly spectrumfile_read: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly spectrumfile_source: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly spectrumfile_tell: (a: number, b: number, c: number, d: number, e: number) => [number, number];
    readonly spectrumfile_widest: (a: number) => [number, number, number];
    readonly spectrumfile_written_as: (a: number, b: number, c: number) => [number, number, number, number];
    readonly wasm_bindgen_94c7b4246e3760a2___convert__closures_____invoke___js_sys_adcf6cc17ceec81b___Function_fn_wasm_bindgen_94c7b4246e3760a2___JsValue_____wasm_bindgen_94c7b4246e3760a2___sys__Undefined___js_sys_adcf6cc17ceec81b___Function_fn_wasm_bindgen_94c7b4246e3760a2___JsValue_____wasm_bindgen_94c7b4246e3760a2___sys__Undefined_______true_: (a: number, b: number, c: any, d: any) => void;
    readonly wasm_bindgen_94c7b4246e3760a2___convert__closures_____invoke___wasm_bindgen_94c7b4246e3760a2___JsValue__core_ddb72bece75a12dc___result__Result_____wasm_bindgen_94c7b4246e3760a2___JsError___true_: (a: number, b: number, c: any) => [number, number];
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_destroy_closure: (a: number, b: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
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
