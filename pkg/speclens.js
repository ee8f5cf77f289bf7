/* @ts-self-types="./speclens.d.ts" */

/**
 * A measured curve over binding energies.
 */
export class Curve {
    static __wrap(ptr) {
        const obj = Object.create(Curve.prototype);
        obj.__wbg_ptr = ptr;
        CurveFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        CurveFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_curve_free(ptr, 0);
    }
    /**
     * Intensities, one per energy.
     * @returns {Float64Array}
     */
    counts() {
        const ret = wasm.curve_counts(this.__wbg_ptr);
        return ret;
    }
    /**
     * Binding energies, eV, in file order.
     * @returns {Float64Array}
     */
    energy_ev() {
        const ret = wasm.curve_energy_ev(this.__wbg_ptr);
        return ret;
    }
    /**
     * File and block.
     * @returns {string}
     */
    name() {
        let deferred1_0;
        let deferred1_1;
        try {
            const ret = wasm.curve_name(this.__wbg_ptr);
            deferred1_0 = ret[0];
            deferred1_1 = ret[1];
            return getStringFromWasm0(ret[0], ret[1]);
        } finally {
            wasm.__wbindgen_free(deferred1_0, deferred1_1, 1);
        }
    }
    /**
     * Seconds that each count was collected; undefined where the file does not say it.
     * @returns {number | undefined}
     */
    seconds() {
        const ret = wasm.curve_seconds(this.__wbg_ptr);
        return ret[0] === 0 ? undefined : ret[1];
    }
    /**
     * Unit of the intensities.
     *
     * # Errors
     * None in practice.
     * @returns {CountUnit}
     */
    unit() {
        const ret = wasm.curve_unit(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
}
if (Symbol.dispose) Curve.prototype[Symbol.dispose] = Curve.prototype.free;

/**
 * The network with its weights on the CPU.
 */
export class Engine {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        EngineFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_engine_free(ptr, 0);
    }
    /**
     * What the network is: `{model, source, elements}`.
     *
     * # Errors
     * None in practice.
     * @returns {About}
     */
    about() {
        const ret = wasm.engine_about(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * What the spectrum offers to calibrate its energy axis by. `refined` is what [`Engine::refine`] came to,
     * undefined before.
     *
     * # Errors
     * A value that is no analysis.
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @param {Refined | undefined} refined
     * @returns {CalibrationEstimate[]}
     */
    calibrations(prepared, analysis, refined) {
        _assertClass(prepared, Prepared);
        const ret = wasm.engine_calibrations(this.__wbg_ptr, prepared.__wbg_ptr, analysis, refined);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * How well a survey tells each element, and by which lines; null where nobody worked it out.
     *
     * # Errors
     * None in practice.
     * @returns {Classes | null}
     */
    classes() {
        const ret = wasm.engine_classes(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * The answer for one spectrum from the network's table, as `speclens analyse --json` has it.
     *
     * # Errors
     * A table of the wrong length.
     * @param {Prepared} prepared
     * @param {Float32Array | number[]} table
     * @returns {Analysis}
     */
    conclude(prepared, table) {
        _assertClass(prepared, Prepared);
        const ptr0 = passArrayF32ToWasm0(table, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.engine_conclude(this.__wbg_ptr, prepared.__wbg_ptr, ptr0, len0);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * The FIS of the element `symbol` from a finished run, whichever the network knows. `of` as
     * [`Engine::line_tables`] takes it; undefined for the evidence, or for the presence where the
     * element is not found.
     *
     * # Errors
     * An element that the network does not know, a run that is not finished.
     * @param {ProbeRun} run
     * @param {string} symbol
     * @param {Explained | undefined} of
     * @returns {Fis}
     */
    fis(run, symbol, of) {
        _assertClass(run, ProbeRun);
        const ptr0 = passStringToWasm0(symbol, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.engine_fis(this.__wbg_ptr, run.__wbg_ptr, ptr0, len0, of);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Runs the network on `batch` inputs. Resolves with the table, `[batch, 5 × elements + 1]`.
     * @param {Float32Array | number[]} input
     * @param {number} batch
     * @returns {Promise<Float32Array>}
     */
    forward(input, batch) {
        const val2 = +batch;
        const ptr0 = passArrayF32ToWasm0(input, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.engine_forward(this.__wbg_ptr, ptr0, len0, val2);
        return ret;
    }
    /**
     * Labels at the lines of the elements of `analysis` (as [`Engine::conclude`] gave it).
     *
     * # Errors
     * A value that is no analysis, a spectrum without binding energies.
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @returns {Label[]}
     */
    labels(prepared, analysis) {
        _assertClass(prepared, Prepared);
        const ret = wasm.engine_labels(this.__wbg_ptr, prepared.__wbg_ptr, analysis);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * The lines of all elements in a spectrum, in ascending energy. `table` is the network's row that `analysis` was
     * concluded from; `tables` are those of [`Engine::line_tables`], none before they are worked out.
     *
     * # Errors
     * A value that is no analysis, a row of the wrong length.
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @param {Float32Array | number[]} table
     * @param {LineTable[]} tables
     * @returns {LinePlace[]}
     */
    line_places(prepared, analysis, table, tables) {
        _assertClass(prepared, Prepared);
        const ptr0 = passArrayF32ToWasm0(table, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.engine_line_places(this.__wbg_ptr, prepared.__wbg_ptr, analysis, ptr0, len0, tables);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * The tables of a finished run, in the order of the analysis. `of` is what the shares are of:
     * `evidence`, `presence` or `fraction`; undefined for the evidence.
     *
     * # Errors
     * A run that is not finished.
     * @param {LineRun} run
     * @param {Explained | undefined} of
     * @returns {LineTable[]}
     */
    line_tables(run, of) {
        _assertClass(run, LineRun);
        const ret = wasm.engine_line_tables(this.__wbg_ptr, run.__wbg_ptr, of);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * The architecture as JSON, for the WebGPU module.
     *
     * # Errors
     * None in practice.
     * @returns {string}
     */
    network_json() {
        let deferred2_0;
        let deferred2_1;
        try {
            const ret = wasm.engine_network_json(this.__wbg_ptr);
            var ptr1 = ret[0];
            var len1 = ret[1];
            if (ret[3]) {
                ptr1 = 0; len1 = 0;
                throw takeFromExternrefTable0(ret[2]);
            }
            deferred2_0 = ptr1;
            deferred2_1 = len1;
            return getStringFromWasm0(ptr1, len1);
        } finally {
            wasm.__wbindgen_free(deferred2_0, deferred2_1, 1);
        }
    }
    /**
     * From the bytes of `model.json`, `weights.safetensors` and, where they are at hand,
     * `classes.json` and the SHA-256 of the weights, hexadecimal.
     *
     * # Errors
     * A manifest, weights or classes that are damaged or do not fit each other.
     * @param {Uint8Array | number[]} manifest
     * @param {Uint8Array | number[]} weights
     * @param {Uint8Array | number[] | null} [classes]
     * @param {string | null} [sha256]
     */
    constructor(manifest, weights, classes, sha256) {
        let ptr0, len0, ptr1, len1, ptr2, len2, ptr3, len3;
        try {
            ptr0 = passArray8ToWasm0(manifest, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArray8ToWasm0(weights, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
            ptr2 = isLikeNone(classes) ? 0 : passArray8ToWasm0(classes, wasm.__wbindgen_malloc);
            len2 = WASM_VECTOR_LEN;
            ptr3 = isLikeNone(sha256) ? 0 : passStringToWasm0(sha256, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len3 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr3) { wasm.__wbindgen_free(ptr3, len3 * 1, 1); }
            if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 1, 1); }
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.engine_new(ptr0, len0, ptr1, len1, ptr2, len2, ptr3, len3);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        EngineFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Settles the X-ray source (`al-ka`, `mg-ka` or undefined), moves the axis as `adjustments` has it
     * (undefined for none), and places one block on the grid.
     *
     * # Errors
     * What is not XPS, too narrow or malformed, with the block's title; a shift that is too large.
     * @param {SpectrumFile} file
     * @param {number} index
     * @param {Source} [source]
     * @param {Adjustments} [adjustments]
     * @returns {Prepared}
     */
    prepare(file, index, source, adjustments) {
        _assertClass(file, SpectrumFile);
        const val2 = +index;
        var ptr0 = isLikeNone(source) ? 0 : passStringToWasm0(source, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.engine_prepare(this.__wbg_ptr, file.__wbg_ptr, val2, ptr0, len0, adjustments);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Prepared.__wrap(ret[0]);
    }
    /**
     * Starts a scan of the energy axis for the FIS of all elements. `options`: some of `{probe:
     * 'removal' | 'addition', sigma_ev, amplitude, background_ev, recordings, batch}`.
     *
     * # Errors
     * A value that is no analysis, options out of range.
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @param {Partial<Options>} options
     * @returns {ProbeRun}
     */
    probe(prepared, analysis, options) {
        _assertClass(prepared, Prepared);
        const ret = wasm.engine_probe(this.__wbg_ptr, prepared.__wbg_ptr, analysis, options);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return ProbeRun.__wrap(ret[0]);
    }
    /**
     * Starts to refine `analysis` (as [`Engine::conclude`] gave it) by the spectrum that it implies; undefined
     * where there is nothing to fit.
     *
     * # Errors
     * A value that is no analysis, a spectrum without binding energies.
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @returns {Refinement | undefined}
     */
    refine(prepared, analysis) {
        _assertClass(prepared, Prepared);
        const ret = wasm.engine_refine(this.__wbg_ptr, prepared.__wbg_ptr, analysis);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return ret[0] === 0 ? undefined : Refinement.__wrap(ret[0]);
    }
    /**
     * Starts the tables of lines of the elements found in `analysis` (as [`Engine::conclude`] gave
     * it): what the answer becomes without each line group. `options` as [`Engine::probe`] takes
     * them; of them only `background_ev`, `recordings` and `batch` matter.
     *
     * # Errors
     * A value that is no analysis, options out of range.
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @param {Partial<Options>} options
     * @returns {LineRun}
     */
    remove_lines(prepared, analysis, options) {
        _assertClass(prepared, Prepared);
        const ret = wasm.engine_remove_lines(this.__wbg_ptr, prepared.__wbg_ptr, analysis, options);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return LineRun.__wrap(ret[0]);
    }
    /**
     * A report on block `index` of `file` and its `analysis` (as [`Engine::conclude`] gave it, with `refined` and `goodness` where the fit is
     * done) as one HTML file. `implied` is the implied spectrum, one intensity for each energy; `besides` are
     * what its user told and chose, the tables of lines and FIS as far as they are worked out, what ran the network and when the report was
     * made, and the figure on show.
     *
     * # Errors
     * A value that is no analysis, a figure that cannot be drawn.
     * @param {SpectrumFile} file
     * @param {number} index
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @param {Float64Array | number[] | null | undefined} implied
     * @param {{ settings: string[], tables: LineTable[], fis: Fis[], engine: string, made: string, on_show: { svg: string, caption: string } | null }} besides
     * @returns {string}
     */
    report(file, index, prepared, analysis, implied, besides) {
        let deferred4_0;
        let deferred4_1;
        try {
            _assertClass(file, SpectrumFile);
            _assertClass(prepared, Prepared);
            const val2 = +index;
            var ptr0 = isLikeNone(implied) ? 0 : passArrayF64ToWasm0(implied, wasm.__wbindgen_malloc);
            var len0 = WASM_VECTOR_LEN;
            const ret = wasm.engine_report(this.__wbg_ptr, file.__wbg_ptr, val2, prepared.__wbg_ptr, analysis, ptr0, len0, besides);
            var ptr3 = ret[0];
            var len3 = ret[1];
            if (ret[3]) {
                ptr3 = 0; len3 = 0;
                throw takeFromExternrefTable0(ret[2]);
            }
            deferred4_0 = ptr3;
            deferred4_1 = len3;
            return getStringFromWasm0(ptr3, len3);
        } finally {
            wasm.__wbindgen_free(deferred4_0, deferred4_1, 1);
        }
    }
    /**
     * The second opinion on `analysis` (as [`Engine::conclude`] gave it) with windows for lines of
     * elements, and with own sensitivity factors (the text of a table, or undefined).
     *
     * # Errors
     * A value that is no analysis or no list of windows; a row of the table that is none.
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @param {UserWindow[]} windows
     * @param {string | null} [factors]
     * @returns {Conventional}
     */
    second_opinion(prepared, analysis, windows, factors) {
        _assertClass(prepared, Prepared);
        var ptr0 = isLikeNone(factors) ? 0 : passStringToWasm0(factors, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.engine_second_opinion(this.__wbg_ptr, prepared.__wbg_ptr, analysis, windows, ptr0, len0);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * The peaks to begin with from `from_ev` to `to_ev`: lines there of the elements of `analysis` (as
     * [`Engine::conclude`] gave it).
     *
     * # Errors
     * A value that is no analysis, a spectrum without binding energies.
     * @param {Prepared} prepared
     * @param {Analysis} analysis
     * @param {number} from_ev
     * @param {number} to_ev
     * @returns {AskedPeak[]}
     */
    suggest_peaks(prepared, analysis, from_ev, to_ev) {
        _assertClass(prepared, Prepared);
        const ret = wasm.engine_suggest_peaks(this.__wbg_ptr, prepared.__wbg_ptr, analysis, from_ev, to_ev);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * A flat spectrum that covers the whole grid, to compare engines on.
     * @returns {Float32Array}
     */
    test_input() {
        const ret = wasm.engine_test_input(this.__wbg_ptr);
        return ret;
    }
}
if (Symbol.dispose) Engine.prototype[Symbol.dispose] = Engine.prototype.free;

/**
 * A figure that is drawn on one canvas.
 */
export class FigureCanvas {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        FigureCanvasFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_figurecanvas_free(ptr, 0);
    }
    /**
     * Another spectrum over this one: binding energies in eV, intensities in `unit`, seconds of each
     * count where its file says them.
     *
     * # Errors
     * Lengths that differ.
     * @param {string} name
     * @param {Float64Array | number[]} energy_ev
     * @param {Float64Array | number[]} counts
     * @param {CountUnit} unit
     * @param {number | null} [seconds]
     */
    add_other(name, energy_ev, counts, unit, seconds) {
        const val4 = +(isLikeNone(seconds) ? 0 : seconds);
        let ptr0, len0, ptr1, len1, ptr2, len2;
        try {
            ptr0 = passStringToWasm0(name, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArrayF64ToWasm0(energy_ev, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
            ptr2 = passArrayF64ToWasm0(counts, wasm.__wbindgen_malloc);
            len2 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr2) { wasm.__wbindgen_free(ptr2, len2 * 8, 8); }
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 8, 8); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.figurecanvas_add_other(this.__wbg_ptr, ptr0, len0, ptr1, len1, ptr2, len2, unit, !isLikeNone(seconds), val4);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Raises each other spectrum over the one before by `offset`, a share of the panel's height;
     * `normalised` stretches each to the lowest and the highest value of the spectrum in view.
     * @param {number} offset
     * @param {boolean} normalised
     */
    arrange_others(offset, normalised) {
        wasm.figurecanvas_arrange_others(this.__wbg_ptr, offset, normalised);
    }
    /**
     * Sets the lines of one element off from the others; undefined for none.
     * @param {string | null} [symbol]
     */
    choose(symbol) {
        var ptr0 = isLikeNone(symbol) ? 0 : passStringToWasm0(symbol, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        var len0 = WASM_VECTOR_LEN;
        wasm.figurecanvas_choose(this.__wbg_ptr, ptr0, len0);
    }
    /**
     * Takes the FIS away.
     */
    clear_fis() {
        wasm.figurecanvas_clear_fis(this.__wbg_ptr);
    }
    /**
     * Takes all other spectra away.
     */
    clear_others() {
        wasm.figurecanvas_clear_others(this.__wbg_ptr);
    }
    /**
     * Draws at a size in CSS pixels, `scale` device pixels each.
     * Answers where everything stands: `{panels, labels}`.
     *
     * # Errors
     * Nothing to draw, no room, no 2D context.
     * @param {number} width_css_px
     * @param {number} height_css_px
     * @param {number} scale
     * @param {Theme} theme
     * @returns {Layout}
     */
    draw(width_css_px, height_css_px, scale, theme) {
        const ret = wasm.figurecanvas_draw(this.__wbg_ptr, width_css_px, height_css_px, scale, theme);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Draws the figure on another canvas, on white, `scale` device pixels for each CSS pixel.
     *
     * # Errors
     * As [`FigureCanvas::draw`].
     * @param {HTMLCanvasElement} canvas
     * @param {number} width_css_px
     * @param {number} height_css_px
     * @param {number} scale
     */
    draw_on(canvas, width_css_px, height_css_px, scale) {
        const ret = wasm.figurecanvas_draw_on(this.__wbg_ptr, canvas, width_css_px, height_css_px, scale);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Binding energy, eV, at `x_css_px` from the left edge; undefined before the first drawing.
     * @param {number} x_css_px
     * @returns {number | undefined}
     */
    energy_from_x(x_css_px) {
        const ret = wasm.figurecanvas_energy_from_x(this.__wbg_ptr, x_css_px);
        return ret[0] === 0 ? undefined : ret[1];
    }
    /**
     * How intensities are drawn.
     *
     * # Errors
     * A scale that is none.
     * @param {IntensityScale} scale
     */
    intensity_scale(scale) {
        const ret = wasm.figurecanvas_intensity_scale(this.__wbg_ptr, scale);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Writes kinetic energies on the energy axis, for this photon energy in eV; undefined for binding
     * energies.
     * @param {number | null} [photon_energy_ev]
     */
    kinetic_axis(photon_energy_ev) {
        wasm.figurecanvas_kinetic_axis(this.__wbg_ptr, !isLikeNone(photon_energy_ev), isLikeNone(photon_energy_ev) ? 0 : photon_energy_ev);
    }
    /**
     * Marks stretches of binding energy: `[[lowest, highest], …]`, eV.
     *
     * # Errors
     * A value that is no list of pairs.
     * @param {[number, number][]} marked_ev
     */
    mark(marked_ev) {
        const ret = wasm.figurecanvas_mark(this.__wbg_ptr, marked_ev);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * An empty figure for `canvas`.
     * @param {HTMLCanvasElement} canvas
     */
    constructor(canvas) {
        const ret = wasm.figurecanvas_new(canvas);
        this.__wbg_ptr = ret;
        FigureCanvasFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Colours of other spectra in their order, `#rrggbb` each.
     *
     * # Errors
     * A theme that is none.
     * @param {Theme} theme
     * @returns {string[]}
     */
    other_colours(theme) {
        const ret = wasm.figurecanvas_other_colours(this.__wbg_ptr, theme);
        if (ret[3]) {
            throw takeFromExternrefTable0(ret[2]);
        }
        var v1 = getArrayJsValueFromWasm0(ret[0], ret[1]);
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
    /**
     * Draws counts per second: intensities over these seconds; undefined for intensities as measured.
     * @param {number | null} [seconds]
     */
    per_second(seconds) {
        wasm.figurecanvas_per_second(this.__wbg_ptr, !isLikeNone(seconds), isLikeNone(seconds) ? 0 : seconds);
    }
    /**
     * The measured point nearest to a binding energy, eV: its energy and its intensity as it is drawn;
     * undefined without a spectrum.
     * @param {number} energy_ev
     * @returns {Float64Array | undefined}
     */
    point_at(energy_ev) {
        const ret = wasm.figurecanvas_point_at(this.__wbg_ptr, energy_ev);
        let v1;
        if (ret[0] !== 0) {
            v1 = getArrayF64FromWasm0(ret[0], ret[1]).slice();
            wasm.__wbindgen_free(ret[0], ret[1] * 8, 8);
        }
        return v1;
    }
    /**
     * The background under the lines, one intensity for each energy of the spectrum; undefined for none.
     *
     * # Errors
     * Lengths that differ.
     * @param {Float64Array | number[] | null} [counts]
     */
    show_background(counts) {
        var ptr0 = isLikeNone(counts) ? 0 : passArrayF64ToWasm0(counts, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.figurecanvas_show_background(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * The FIS under the spectrum, as `Engine.fis` gives it.
     *
     * # Errors
     * A value that is no FIS, lengths that differ.
     * @param {Fis} fis
     */
    show_fis(fis) {
        const ret = wasm.figurecanvas_show_fis(this.__wbg_ptr, fis);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * The implied spectrum over the measured one, one intensity for each of its energies; undefined for
     * none.
     *
     * # Errors
     * Lengths that differ.
     * @param {Float64Array | number[] | null} [counts]
     */
    show_implied(counts) {
        var ptr0 = isLikeNone(counts) ? 0 : passArrayF64ToWasm0(counts, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.figurecanvas_show_implied(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Labels as `Engine.labels` gives them.
     *
     * # Errors
     * A value that is no list of labels.
     * @param {Label[]} labels
     */
    show_labels(labels) {
        const ret = wasm.figurecanvas_show_labels(this.__wbg_ptr, labels);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * The spectrum: binding energies in eV and intensities in `unit` (`counts`,
     * `counts_per_second`, `unknown`).
     *
     * # Errors
     * An unknown unit, or lengths that differ.
     * @param {Float64Array | number[]} energy_ev
     * @param {Float64Array | number[]} counts
     * @param {CountUnit} unit
     */
    show_spectrum(energy_ev, counts, unit) {
        let ptr0, len0, ptr1, len1;
        try {
            ptr0 = passArrayF64ToWasm0(energy_ev, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passArrayF64ToWasm0(counts, wasm.__wbindgen_malloc);
            len1 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 8, 8); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 8, 8); }
            throw e;
        }
        const ret = wasm.figurecanvas_show_spectrum(this.__wbg_ptr, ptr0, len0, ptr1, len1, unit);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * The figure as SVG, for papers: with a legend where there are several curves.
     *
     * # Errors
     * Nothing to draw, no room.
     * @param {number} width_css_px
     * @param {number} height_css_px
     * @returns {string}
     */
    svg(width_css_px, height_css_px) {
        let deferred2_0;
        let deferred2_1;
        try {
            const ret = wasm.figurecanvas_svg(this.__wbg_ptr, width_css_px, height_css_px);
            var ptr1 = ret[0];
            var len1 = ret[1];
            if (ret[3]) {
                ptr1 = 0; len1 = 0;
                throw takeFromExternrefTable0(ret[2]);
            }
            deferred2_0 = ptr1;
            deferred2_1 = len1;
            return getStringFromWasm0(ptr1, len1);
        } finally {
            wasm.__wbindgen_free(deferred2_0, deferred2_1, 1);
        }
    }
    /**
     * Shows binding energies from `lo_ev` to `hi_ev`; undefined for the whole spectrum.
     * @param {number | null} [lo_ev]
     * @param {number | null} [hi_ev]
     */
    view(lo_ev, hi_ev) {
        wasm.figurecanvas_view(this.__wbg_ptr, !isLikeNone(lo_ev), isLikeNone(lo_ev) ? 0 : lo_ev, !isLikeNone(hi_ev), isLikeNone(hi_ev) ? 0 : hi_ev);
    }
    /**
     * Place of a binding energy, CSS pixels from the left edge.
     * @param {number} energy_ev
     * @returns {number | undefined}
     */
    x_from_energy(energy_ev) {
        const ret = wasm.figurecanvas_x_from_energy(this.__wbg_ptr, energy_ev);
        return ret[0] === 0 ? undefined : ret[1];
    }
    /**
     * Place of a value of panel `index`, CSS pixels from the upper edge.
     * @param {number} index
     * @param {number} value
     * @returns {number | undefined}
     */
    y_from_value(index, value) {
        const ret = wasm.figurecanvas_y_from_value(this.__wbg_ptr, index, value);
        return ret[0] === 0 ? undefined : ret[1];
    }
}
if (Symbol.dispose) FigureCanvas.prototype[Symbol.dispose] = FigureCanvas.prototype.free;

/**
 * What is asked of the network for the tables of lines: hands out inputs, takes the network's
 * answers, batch by batch.
 */
export class LineRun {
    static __wrap(ptr) {
        const obj = Object.create(LineRun.prototype);
        obj.__wbg_ptr = ptr;
        LineRunFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        LineRunFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_linerun_free(ptr, 0);
    }
    /**
     * Takes the table for the batch that is out.
     *
     * # Errors
     * No batch is out, or the table does not fit it.
     * @param {Float32Array | number[]} table
     */
    accept(table) {
        const ptr0 = passArrayF32ToWasm0(table, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.linerun_accept(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Inputs answered.
     * @returns {number}
     */
    done() {
        const ret = wasm.linerun_done(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * Whether all have been answered.
     * @returns {boolean}
     */
    finished() {
        const ret = wasm.linerun_finished(this.__wbg_ptr);
        return ret !== 0;
    }
    /**
     * The next batch of inputs, `[rows, 2, points]`; undefined when all are answered.
     * @returns {Float32Array | undefined}
     */
    next_batch() {
        const ret = wasm.linerun_next_batch(this.__wbg_ptr);
        return ret;
    }
    /**
     * Rows of the batch that is out.
     * @returns {number}
     */
    rows() {
        const ret = wasm.linerun_rows(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * Inputs in all.
     * @returns {number}
     */
    total() {
        const ret = wasm.linerun_total(this.__wbg_ptr);
        return ret >>> 0;
    }
}
if (Symbol.dispose) LineRun.prototype[Symbol.dispose] = LineRun.prototype.free;

/**
 * A fitted region.
 */
export class PeakFit {
    static __wrap(ptr) {
        const obj = Object.create(PeakFit.prototype);
        obj.__wbg_ptr = ptr;
        PeakFitFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        PeakFitFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_peakfit_free(ptr, 0);
    }
    /**
     * What came out.
     *
     * # Errors
     * None in practice.
     * @returns {FittedRegion}
     */
    region() {
        const ret = wasm.peakfit_region(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Fits the peaks of one region of a spectrum.
     *
     * # Errors
     * A value that asks for nothing known; a region or peaks that cannot be fitted.
     * @param {Prepared} prepared
     * @param {AskedFit} asked
     * @returns {PeakFit}
     */
    static run(prepared, asked) {
        _assertClass(prepared, Prepared);
        const ret = wasm.peakfit_run(prepared.__wbg_ptr, asked);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return PeakFit.__wrap(ret[0]);
    }
    /**
     * All peaks and the background at the energies of the file; NaN outside of the region.
     * @returns {Float64Array}
     */
    sum() {
        const ret = wasm.peakfit_sum(this.__wbg_ptr);
        return ret;
    }
}
if (Symbol.dispose) PeakFit.prototype[Symbol.dispose] = PeakFit.prototype.free;

/**
 * A spectrum placed on the network's grid.
 */
export class Prepared {
    static __wrap(ptr) {
        const obj = Object.create(Prepared.prototype);
        obj.__wbg_ptr = ptr;
        PreparedFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        PreparedFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_prepared_free(ptr, 0);
    }
    /**
     * Shirley's background under the window of each line of the second opinion on `analysis`, in file order; NaN
     * outside of them.
     *
     * # Errors
     * A value that is no second opinion.
     * @param {Conventional} opinion
     * @returns {Float64Array}
     */
    background(opinion) {
        const ret = wasm.prepared_background(this.__wbg_ptr, opinion);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Intensities, in file order.
     * @returns {Float64Array}
     */
    counts() {
        const ret = wasm.prepared_counts(this.__wbg_ptr);
        return ret;
    }
    /**
     * Binding energies, eV, in file order.
     *
     * # Errors
     * Where the axis is kinetic and the photon energy unknown.
     * @returns {Float64Array}
     */
    energy_ev() {
        const ret = wasm.prepared_energy_ev(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Input of the network, `[1, 2, points]`.
     * @returns {Float32Array}
     */
    input() {
        const ret = wasm.prepared_input(this.__wbg_ptr);
        return ret;
    }
    /**
     * Seconds that each count was collected; undefined where the file does not say dwell time and
     * scans, or where the intensities are no counts.
     * @returns {number | undefined}
     */
    seconds() {
        const ret = wasm.prepared_seconds(this.__wbg_ptr);
        return ret[0] === 0 ? undefined : ret[1];
    }
    /**
     * Unit of the intensities: `counts`, `counts_per_second` or `unknown`.
     *
     * # Errors
     * None in practice.
     * @returns {CountUnit}
     */
    unit() {
        const ret = wasm.prepared_unit(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
}
if (Symbol.dispose) Prepared.prototype[Symbol.dispose] = Prepared.prototype.free;

/**
 * What is asked of the network for Feature Importance Spectra: hands out inputs, takes the
 * network's answers, batch by batch.
 */
export class ProbeRun {
    static __wrap(ptr) {
        const obj = Object.create(ProbeRun.prototype);
        obj.__wbg_ptr = ptr;
        ProbeRunFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        ProbeRunFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_proberun_free(ptr, 0);
    }
    /**
     * Takes the table for the batch that is out.
     *
     * # Errors
     * No batch is out, or the table does not fit it.
     * @param {Float32Array | number[]} table
     */
    accept(table) {
        const ptr0 = passArrayF32ToWasm0(table, wasm.__wbindgen_malloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.proberun_accept(this.__wbg_ptr, ptr0, len0);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Inputs answered.
     * @returns {number}
     */
    done() {
        const ret = wasm.proberun_done(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * Whether all have been answered.
     * @returns {boolean}
     */
    finished() {
        const ret = wasm.proberun_finished(this.__wbg_ptr);
        return ret !== 0;
    }
    /**
     * The next batch of inputs, `[rows, 2, points]`; undefined when all are answered.
     * @returns {Float32Array | undefined}
     */
    next_batch() {
        const ret = wasm.proberun_next_batch(this.__wbg_ptr);
        return ret;
    }
    /**
     * Rows of the batch that is out.
     * @returns {number}
     */
    rows() {
        const ret = wasm.proberun_rows(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * Inputs in all.
     * @returns {number}
     */
    total() {
        const ret = wasm.proberun_total(this.__wbg_ptr);
        return ret >>> 0;
    }
}
if (Symbol.dispose) ProbeRun.prototype[Symbol.dispose] = ProbeRun.prototype.free;

/**
 * A fit that goes on step by step; afterwards, the spectra that compositions imply.
 */
export class Refinement {
    static __wrap(ptr) {
        const obj = Object.create(Refinement.prototype);
        obj.__wbg_ptr = ptr;
        RefinementFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        RefinementFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_refinement_free(ptr, 0);
    }
    /**
     * Steps done.
     * @returns {number}
     */
    done() {
        const ret = wasm.refinement_done(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * What the fit says, as far as it has come: `{refined, goodness, text}`; undefined where it came to
     * nothing.
     *
     * # Errors
     * None in practice.
     * @returns {RefinedAnswer | undefined}
     */
    finish() {
        const ret = wasm.refinement_finish(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * How well that of atomic percents explains the measured spectrum, in words; undefined before the end.
     * @param {Float64Array | number[] | null} [percents]
     * @returns {string | undefined}
     */
    goodness(percents) {
        var ptr0 = isLikeNone(percents) ? 0 : passArrayF64ToWasm0(percents, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.refinement_goodness(this.__wbg_ptr, ptr0, len0);
        let v2;
        if (ret[0] !== 0) {
            v2 = getStringFromWasm0(ret[0], ret[1]);
            wasm.__wbindgen_free(ret[0], ret[1] * 1, 1);
        }
        return v2;
    }
    /**
     * The implied spectrum of atomic percents in the order of the answer (undefined: of the refined ones), one
     * intensity for each energy of the file; undefined before the end.
     * @param {Float64Array | number[] | null} [percents]
     * @returns {Float64Array | undefined}
     */
    implied(percents) {
        var ptr0 = isLikeNone(percents) ? 0 : passArrayF64ToWasm0(percents, wasm.__wbindgen_malloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.refinement_implied(this.__wbg_ptr, ptr0, len0);
        return ret;
    }
    /**
     * One step; whether there are more.
     * @returns {boolean}
     */
    step() {
        const ret = wasm.refinement_step(this.__wbg_ptr);
        return ret !== 0;
    }
    /**
     * All steps.
     * @returns {number}
     */
    total() {
        const ret = wasm.refinement_total(this.__wbg_ptr);
        return ret >>> 0;
    }
}
if (Symbol.dispose) Refinement.prototype[Symbol.dispose] = Refinement.prototype.free;

/**
 * A file that was read.
 */
export class SpectrumFile {
    static __wrap(ptr) {
        const obj = Object.create(SpectrumFile.prototype);
        obj.__wbg_ptr = ptr;
        SpectrumFileFinalization.register(obj, obj.__wbg_ptr, obj);
        return obj;
    }
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        SpectrumFileFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_spectrumfile_free(ptr, 0);
    }
    /**
     * Block `index` as a curve.
     *
     * # Errors
     * No such block, or none over binding energies.
     * @param {number} index
     * @returns {Curve}
     */
    curve(index) {
        const ret = wasm.spectrumfile_curve(this.__wbg_ptr, index);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return Curve.__wrap(ret[0]);
    }
    /**
     * What the file says of a block, as `speclens info --json --notes` has it.
     *
     * # Errors
     * No such block.
     * @param {number} index
     * @returns {Info}
     */
    info(index) {
        const ret = wasm.spectrumfile_info(this.__wbg_ptr, index);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Name, format and blocks: `{name, format, blocks: [{block, title, …}]}`.
     *
     * # Errors
     * None in practice: what it holds can always be written.
     * @returns {FileList}
     */
    list() {
        const ret = wasm.spectrumfile_list(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * What is to be asked about the file before it can be analysed: `{axis, photon_energy,
     * likely_axis, range_ev}`; null where nothing is.
     *
     * # Errors
     * None in practice.
     * @returns {Question | null}
     */
    question() {
        const ret = wasm.spectrumfile_question(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Reads the bytes of the file called `name`.
     *
     * # Errors
     * What was found and expected, and where.
     * @param {Uint8Array | number[]} bytes
     * @param {string} name
     * @returns {SpectrumFile}
     */
    static read(bytes, name) {
        let ptr0, len0, ptr1, len1;
        try {
            ptr0 = passArray8ToWasm0(bytes, wasm.__wbindgen_malloc);
            len0 = WASM_VECTOR_LEN;
            ptr1 = passStringToWasm0(name, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            len1 = WASM_VECTOR_LEN;
        } catch (e) {
            if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
            if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
            throw e;
        }
        const ret = wasm.spectrumfile_read(ptr0, len0, ptr1, len1);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return SpectrumFile.__wrap(ret[0]);
    }
    /**
     * X-ray source of a block as far as it is known: `al-ka`, `mg-ka` or undefined for another
     * photon energy. `named` is used where the file has none.
     *
     * # Errors
     * A source that is none.
     * @param {number} index
     * @param {Source} [named]
     * @returns {Source | null}
     */
    source(index, named) {
        const val2 = +index;
        var ptr0 = isLikeNone(named) ? 0 : passStringToWasm0(named, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.spectrumfile_source(this.__wbg_ptr, val2, ptr0, len0);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return takeFromExternrefTable0(ret[0]);
    }
    /**
     * Takes what the file's user says of it, where the file says nothing: `binding` or `kinetic`,
     * photon energy in eV.
     *
     * # Errors
     * An axis that is none, a photon energy out of range.
     * @param {Axis} [axis]
     * @param {number} [photon_energy_ev]
     */
    tell(axis, photon_energy_ev) {
        const val2 = +(isLikeNone(photon_energy_ev) ? 0 : photon_energy_ev);
        var ptr0 = isLikeNone(axis) ? 0 : passStringToWasm0(axis, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        var len0 = WASM_VECTOR_LEN;
        const ret = wasm.spectrumfile_tell(this.__wbg_ptr, ptr0, len0, !isLikeNone(photon_energy_ev), val2);
        if (ret[1]) {
            throw takeFromExternrefTable0(ret[0]);
        }
    }
    /**
     * Index of the block to show first: the widest XPS block.
     *
     * # Errors
     * Where no block is XPS.
     * @returns {number}
     */
    widest() {
        const ret = wasm.spectrumfile_widest(this.__wbg_ptr);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        return ret[0] >>> 0;
    }
    /**
     * All blocks in an open format: `csv`, `vamas` or `json`.
     *
     * # Errors
     * No such format, a spectrum that it cannot hold.
     * @param {'csv' | 'vamas' | 'json'} format
     * @returns {string}
     */
    written_as(format) {
        let deferred3_0;
        let deferred3_1;
        try {
            const ptr0 = passStringToWasm0(format, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len0 = WASM_VECTOR_LEN;
            const ret = wasm.spectrumfile_written_as(this.__wbg_ptr, ptr0, len0);
            var ptr2 = ret[0];
            var len2 = ret[1];
            if (ret[3]) {
                ptr2 = 0; len2 = 0;
                throw takeFromExternrefTable0(ret[2]);
            }
            deferred3_0 = ptr2;
            deferred3_1 = len2;
            return getStringFromWasm0(ptr2, len2);
        } finally {
            wasm.__wbindgen_free(deferred3_0, deferred3_1, 1);
        }
    }
}
if (Symbol.dispose) SpectrumFile.prototype[Symbol.dispose] = SpectrumFile.prototype.free;

/**
 * Sends panics to the console: without this a trap says only `unreachable`.
 */
export function init() {
    wasm.init();
}

/**
 * Largest file that is read, bytes: the page asks before it takes one into memory.
 * @returns {number}
 */
export function largest_file_bytes() {
    const ret = wasm.largest_file_bytes();
    return ret;
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_Error_208446807d0d1e30: function(arg0, arg1) {
            const ret = Error(getStringFromWasm0(arg0, arg1));
            return ret;
        },
        __wbg_Number_ff192a72a0dcdf6d: function(arg0) {
            const ret = Number(arg0);
            return ret;
        },
        __wbg_String_8564e559799eccda: function(arg0, arg1) {
            const ret = String(arg1);
            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg___wbindgen_bigint_get_as_i64_11da4b52cd0aedef: function(arg0, arg1) {
            const v = arg1;
            const ret = typeof(v) === 'bigint' ? v : undefined;
            getDataViewMemory0().setBigInt64((arg0 >>> 0) + 8 * 1, isLikeNone(ret) ? BigInt(0) : ret, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, !isLikeNone(ret), true);
        },
        __wbg___wbindgen_boolean_get_4f1baf9a00be3c74: function(arg0) {
            const v = arg0;
            const ret = typeof(v) === 'boolean' ? v : undefined;
            return isLikeNone(ret) ? 0xFFFFFF : ret ? 1 : 0;
        },
        __wbg___wbindgen_debug_string_f249a2a76caa9a55: function(arg0, arg1) {
            const ret = debugString(arg1);
            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg___wbindgen_in_3f58a9d3b3a7eed2: function(arg0, arg1) {
            const ret = arg0 in arg1;
            return ret;
        },
        __wbg___wbindgen_is_bigint_5fa10641e039d3ef: function(arg0) {
            const ret = typeof(arg0) === 'bigint';
            return ret;
        },
        __wbg___wbindgen_is_function_741ff2bb612836f5: function(arg0) {
            const ret = typeof(arg0) === 'function';
            return ret;
        },
        __wbg___wbindgen_is_object_8b968c3ab8e96595: function(arg0) {
            const val = arg0;
            const ret = typeof(val) === 'object' && val !== null;
            return ret;
        },
        __wbg___wbindgen_is_string_fc456fee5d3317de: function(arg0) {
            const ret = typeof(arg0) === 'string';
            return ret;
        },
        __wbg___wbindgen_is_undefined_be5b34249ff1fc15: function(arg0) {
            const ret = arg0 === undefined;
            return ret;
        },
        __wbg___wbindgen_jsval_eq_38d7bfbe4cc84039: function(arg0, arg1) {
            const ret = arg0 === arg1;
            return ret;
        },
        __wbg___wbindgen_jsval_loose_eq_b2f214e2e4b30e36: function(arg0, arg1) {
            const ret = arg0 == arg1;
            return ret;
        },
        __wbg___wbindgen_number_get_934b640d0889af78: function(arg0, arg1) {
            const obj = arg1;
            const ret = typeof(obj) === 'number' ? obj : undefined;
            getDataViewMemory0().setFloat64((arg0 >>> 0) + 8 * 1, isLikeNone(ret) ? 0 : ret, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, !isLikeNone(ret), true);
        },
        __wbg___wbindgen_string_get_7ce8eee7fd327545: function(arg0, arg1) {
            const obj = arg1;
            const ret = typeof(obj) === 'string' ? obj : undefined;
            var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            var len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg___wbindgen_throw_4c88d8bf264fd984: function(arg0, arg1) {
            throw new Error(getStringFromWasm0(arg0, arg1));
        },
        __wbg__wbg_cb_unref_09736879a3f67559: function(arg0) {
            arg0._wbg_cb_unref();
        },
        __wbg_beginPath_ab690dc0c7efe6dc: function(arg0) {
            arg0.beginPath();
        },
        __wbg_call_40b008ba32f73991: function() { return handleError(function (arg0, arg1) {
            const ret = arg0.call(arg1);
            return ret;
        }, arguments); },
        __wbg_call_a410eb4b59ed5965: function() { return handleError(function (arg0, arg1, arg2) {
            const ret = arg0.call(arg1, arg2);
            return ret;
        }, arguments); },
        __wbg_closePath_e9e11e034c5d75a3: function(arg0) {
            arg0.closePath();
        },
        __wbg_done_57e08d0be6e30c02: function(arg0) {
            const ret = arg0.done;
            return ret;
        },
        __wbg_entries_7bb1459bd9b5c2b9: function(arg0) {
            const ret = Object.entries(arg0);
            return ret;
        },
        __wbg_error_a79c1fd980cdb532: function(arg0, arg1) {
            console.error(getStringFromWasm0(arg0, arg1));
        },
        __wbg_fillRect_e1f0b9915220348b: function(arg0, arg1, arg2, arg3, arg4) {
            arg0.fillRect(arg1, arg2, arg3, arg4);
        },
        __wbg_fillText_89d353a9ad9f4a1a: function() { return handleError(function (arg0, arg1, arg2, arg3, arg4) {
            arg0.fillText(getStringFromWasm0(arg1, arg2), arg3, arg4);
        }, arguments); },
        __wbg_fill_cb36fe21a8d46cd7: function(arg0) {
            arg0.fill();
        },
        __wbg_getContext_d93f904b714852ae: function() { return handleError(function (arg0, arg1, arg2) {
            const ret = arg0.getContext(getStringFromWasm0(arg1, arg2));
            return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);
        }, arguments); },
        __wbg_getRandomValues_8b6f1f663e6f188d: function() { return handleError(function (arg0, arg1) {
            globalThis.crypto.getRandomValues(getArrayU8FromWasm0(arg0, arg1));
        }, arguments); },
        __wbg_get_635eea311fa1a291: function() { return handleError(function (arg0, arg1) {
            const ret = Reflect.get(arg0, arg1);
            return ret;
        }, arguments); },
        __wbg_get_d7176cfb76d71114: function(arg0, arg1) {
            const ret = arg0[arg1 >>> 0];
            return ret;
        },
        __wbg_get_unchecked_e6325ad374eff861: function(arg0, arg1) {
            const ret = arg0[arg1 >>> 0];
            return ret;
        },
        __wbg_get_with_ref_key_fc601247060b7204: function(arg0, arg1) {
            const ret = arg0[arg1];
            return ret;
        },
        __wbg_height_ac6f1c3f49c13fe2: function(arg0) {
            const ret = arg0.height;
            return ret;
        },
        __wbg_instanceof_ArrayBuffer_12cdaa4161423e6b: function(arg0) {
            let result;
            try {
                result = arg0 instanceof ArrayBuffer;
            } catch (_) {
                result = false;
            }
            const ret = result;
            return ret;
        },
        __wbg_instanceof_CanvasRenderingContext2d_72a60be8aaadecab: function(arg0) {
            let result;
            try {
                result = arg0 instanceof CanvasRenderingContext2D;
            } catch (_) {
                result = false;
            }
            const ret = result;
            return ret;
        },
        __wbg_instanceof_Map_0b4fc8b62e73f163: function(arg0) {
            let result;
            try {
                result = arg0 instanceof Map;
            } catch (_) {
                result = false;
            }
            const ret = result;
            return ret;
        },
        __wbg_instanceof_Uint8Array_d7aeb0dcb3108fea: function(arg0) {
            let result;
            try {
                result = arg0 instanceof Uint8Array;
            } catch (_) {
                result = false;
            }
            const ret = result;
            return ret;
        },
        __wbg_isArray_bcf1376d0d732d08: function(arg0) {
            const ret = Array.isArray(arg0);
            return ret;
        },
        __wbg_isSafeInteger_1a35ba4d31e71d38: function(arg0) {
            const ret = Number.isSafeInteger(arg0);
            return ret;
        },
        __wbg_iterator_e4c5e8f68ada7b58: function() {
            const ret = Symbol.iterator;
            return ret;
        },
        __wbg_length_186163212ffe79c3: function(arg0) {
            const ret = arg0.length;
            return ret;
        },
        __wbg_length_b03a0fabb109b1e9: function(arg0) {
            const ret = arg0.length;
            return ret;
        },
        __wbg_lineTo_91262b25fb37c461: function(arg0, arg1, arg2) {
            arg0.lineTo(arg1, arg2);
        },
        __wbg_moveTo_b4cd3b0b7e1585a5: function(arg0, arg1, arg2) {
            arg0.moveTo(arg1, arg2);
        },
        __wbg_new_13de428334042d26: function(arg0) {
            const ret = new Uint8Array(arg0);
            return ret;
        },
        __wbg_new_37eb45aaf5eeb820: function() {
            const ret = new Array();
            return ret;
        },
        __wbg_new_cd4348290afae586: function() {
            const ret = new Object();
            return ret;
        },
        __wbg_new_from_slice_355c10c5d8f2addb: function(arg0, arg1) {
            const ret = new Float32Array(getArrayF32FromWasm0(arg0, arg1));
            return ret;
        },
        __wbg_new_from_slice_aaf85a9746711968: function(arg0, arg1) {
            const ret = new Float64Array(getArrayF64FromWasm0(arg0, arg1));
            return ret;
        },
        __wbg_new_typed_e09da9dae6ee5935: function(arg0, arg1) {
            try {
                var state0 = {a: arg0, b: arg1};
                var cb0 = (arg0, arg1) => {
                    const a = state0.a;
                    state0.a = 0;
                    try {
                        return wasm_bindgen_94c7b4246e3760a2___convert__closures_____invoke___js_sys_adcf6cc17ceec81b___Function_fn_wasm_bindgen_94c7b4246e3760a2___JsValue_____wasm_bindgen_94c7b4246e3760a2___sys__Undefined___js_sys_adcf6cc17ceec81b___Function_fn_wasm_bindgen_94c7b4246e3760a2___JsValue_____wasm_bindgen_94c7b4246e3760a2___sys__Undefined_______true_(a, state0.b, arg0, arg1);
                    } finally {
                        state0.a = a;
                    }
                };
                const ret = new Promise(cb0);
                return ret;
            } finally {
                state0.a = 0;
            }
        },
        __wbg_next_178c1651c11432b3: function(arg0) {
            const ret = arg0.next;
            return ret;
        },
        __wbg_next_af5ac6a08bb0a717: function() { return handleError(function (arg0) {
            const ret = arg0.next();
            return ret;
        }, arguments); },
        __wbg_prototypesetcall_13162965d1fe7aa3: function(arg0, arg1, arg2) {
            Uint8Array.prototype.set.call(getArrayU8FromWasm0(arg0, arg1), arg2);
        },
        __wbg_queueMicrotask_1e8503a8a690f0a3: function(arg0) {
            const ret = arg0.queueMicrotask;
            return ret;
        },
        __wbg_queueMicrotask_4a1a4d8dd332373b: function(arg0) {
            queueMicrotask(arg0);
        },
        __wbg_resolve_dbf78ab4942478b0: function(arg0) {
            const ret = Promise.resolve(arg0);
            return ret;
        },
        __wbg_restore_f322d9dcee2d3472: function(arg0) {
            arg0.restore();
        },
        __wbg_rotate_c33a3db69ad81687: function() { return handleError(function (arg0, arg1) {
            arg0.rotate(arg1);
        }, arguments); },
        __wbg_save_1375b4c2f3596b8b: function(arg0) {
            arg0.save();
        },
        __wbg_set_d2d33b52458e984a: function(arg0, arg1, arg2) {
            arg0[arg1 >>> 0] = arg2;
        },
        __wbg_set_e4b9a833d288759a: function(arg0, arg1, arg2) {
            arg0[arg1] = arg2;
        },
        __wbg_set_fillStyle_f2819d67645a21ba: function(arg0, arg1) {
            arg0.fillStyle = arg1;
        },
        __wbg_set_font_aa0c0c514c73a5fa: function(arg0, arg1, arg2) {
            arg0.font = getStringFromWasm0(arg1, arg2);
        },
        __wbg_set_height_ae0610d318c3428c: function(arg0, arg1) {
            arg0.height = arg1 >>> 0;
        },
        __wbg_set_lineWidth_12f039d09cd36dad: function(arg0, arg1) {
            arg0.lineWidth = arg1;
        },
        __wbg_set_strokeStyle_c0ecdaf8c4f0942f: function(arg0, arg1) {
            arg0.strokeStyle = arg1;
        },
        __wbg_set_textAlign_0a32c51401892c11: function(arg0, arg1, arg2) {
            arg0.textAlign = getStringFromWasm0(arg1, arg2);
        },
        __wbg_set_textBaseline_ff2e3c5c84684b23: function(arg0, arg1, arg2) {
            arg0.textBaseline = getStringFromWasm0(arg1, arg2);
        },
        __wbg_set_width_5f89a551b5472887: function(arg0, arg1) {
            arg0.width = arg1 >>> 0;
        },
        __wbg_static_accessor_GLOBAL_THIS_003ee833af9699fc: function() {
            const ret = typeof globalThis === 'undefined' ? undefined : globalThis;
            return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);
        },
        __wbg_static_accessor_GLOBAL_e4293fb22cbe77da: function() {
            const ret = typeof global === 'undefined' ? undefined : global;
            return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);
        },
        __wbg_static_accessor_SELF_53bb20457401453d: function() {
            const ret = typeof self === 'undefined' ? undefined : self;
            return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);
        },
        __wbg_static_accessor_WINDOW_b5e0810bfecb7feb: function() {
            const ret = typeof window === 'undefined' ? undefined : window;
            return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);
        },
        __wbg_stringify_0a0fbf2ef722380a: function() { return handleError(function (arg0) {
            const ret = JSON.stringify(arg0);
            return ret;
        }, arguments); },
        __wbg_strokeRect_92ff808375332184: function(arg0, arg1, arg2, arg3, arg4) {
            arg0.strokeRect(arg1, arg2, arg3, arg4);
        },
        __wbg_stroke_19fa3f3ec093bc25: function(arg0) {
            arg0.stroke();
        },
        __wbg_then_e3f7f2d365708be8: function(arg0, arg1) {
            const ret = arg0.then(arg1);
            return ret;
        },
        __wbg_translate_73a88129c5d9f3b2: function() { return handleError(function (arg0, arg1, arg2) {
            arg0.translate(arg1, arg2);
        }, arguments); },
        __wbg_value_e0f328965e184931: function(arg0) {
            const ret = arg0.value;
            return ret;
        },
        __wbg_width_babc5dc7654771b1: function(arg0) {
            const ret = arg0.width;
            return ret;
        },
        __wbindgen_generic_0000000000000001: function(arg0, arg1) {
            // Cast intrinsic for `Closure(Closure { owned: true, function: Function { arguments: [Externref], shim_idx: 1057, ret: Result(Unit), inner_ret: Some(Result(Unit)) }, mutable: true }) -> Externref`.
            const ret = makeMutClosure(arg0, arg1, wasm_bindgen_94c7b4246e3760a2___convert__closures_____invoke___wasm_bindgen_94c7b4246e3760a2___JsValue__core_ddb72bece75a12dc___result__Result_____wasm_bindgen_94c7b4246e3760a2___JsError___true_);
            return ret;
        },
        __wbindgen_generic_0000000000000002: function(arg0) {
            // Cast intrinsic for `F64 -> Externref`.
            const ret = arg0;
            return ret;
        },
        __wbindgen_generic_0000000000000003: function(arg0) {
            // Cast intrinsic for `I64 -> Externref`.
            const ret = arg0;
            return ret;
        },
        __wbindgen_generic_0000000000000004: function(arg0, arg1) {
            // Cast intrinsic for `Ref(String) -> Externref`.
            const ret = getStringFromWasm0(arg0, arg1);
            return ret;
        },
        __wbindgen_generic_0000000000000005: function(arg0) {
            // Cast intrinsic for `U64 -> Externref`.
            const ret = BigInt.asUintN(64, arg0);
            return ret;
        },
        __wbindgen_init_externref_table: function() {
            const table = wasm.__wbindgen_externrefs;
            table.set(0, undefined);
            table.set(1024, undefined);
            table.set(1025, null);
            table.set(1026, true);
            table.set(1027, false);
        },
    };
    return {
        __proto__: null,
        "./speclens_bg.js": import0,
    };
}

function wasm_bindgen_94c7b4246e3760a2___convert__closures_____invoke___wasm_bindgen_94c7b4246e3760a2___JsValue__core_ddb72bece75a12dc___result__Result_____wasm_bindgen_94c7b4246e3760a2___JsError___true_(arg0, arg1, arg2) {
    const ret = wasm.wasm_bindgen_94c7b4246e3760a2___convert__closures_____invoke___wasm_bindgen_94c7b4246e3760a2___JsValue__core_ddb72bece75a12dc___result__Result_____wasm_bindgen_94c7b4246e3760a2___JsError___true_(arg0, arg1, arg2);
    if (ret[1]) {
        throw takeFromExternrefTable0(ret[0]);
    }
}

function wasm_bindgen_94c7b4246e3760a2___convert__closures_____invoke___js_sys_adcf6cc17ceec81b___Function_fn_wasm_bindgen_94c7b4246e3760a2___JsValue_____wasm_bindgen_94c7b4246e3760a2___sys__Undefined___js_sys_adcf6cc17ceec81b___Function_fn_wasm_bindgen_94c7b4246e3760a2___JsValue_____wasm_bindgen_94c7b4246e3760a2___sys__Undefined_______true_(arg0, arg1, arg2, arg3) {
    wasm.wasm_bindgen_94c7b4246e3760a2___convert__closures_____invoke___js_sys_adcf6cc17ceec81b___Function_fn_wasm_bindgen_94c7b4246e3760a2___JsValue_____wasm_bindgen_94c7b4246e3760a2___sys__Undefined___js_sys_adcf6cc17ceec81b___Function_fn_wasm_bindgen_94c7b4246e3760a2___JsValue_____wasm_bindgen_94c7b4246e3760a2___sys__Undefined_______true_(arg0, arg1, arg2, arg3);
}

const CurveFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_curve_free(ptr, 1));
const EngineFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_engine_free(ptr, 1));
const FigureCanvasFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_figurecanvas_free(ptr, 1));
const LineRunFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_linerun_free(ptr, 1));
const PeakFitFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_peakfit_free(ptr, 1));
const PreparedFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_prepared_free(ptr, 1));
const ProbeRunFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_proberun_free(ptr, 1));
const RefinementFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_refinement_free(ptr, 1));
const SpectrumFileFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_spectrumfile_free(ptr, 1));

function addToExternrefTable0(obj) {
    const idx = wasm.__externref_table_alloc();
    wasm.__wbindgen_externrefs.set(idx, obj);
    return idx;
}

function _assertClass(instance, klass) {
    if (!(instance instanceof klass)) {
        throw new Error(`expected instance of ${klass.name}`);
    }
}

const CLOSURE_DTORS = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(state => wasm.__wbindgen_destroy_closure(state.a, state.b));

function debugString(val) {
    switch (typeof val) {
        // primitive types
        case 'number':
        case 'boolean':
        case 'undefined':
        return `${val}`;
        case 'string':
        return JSON.stringify(val);
        case 'bigint':
        return `${val}n`;
        case 'symbol':
        return val.description !== undefined
            ? `Symbol(${val.description})`
            : 'Symbol';
        case 'function':
        return typeof val.name === 'string' && val.name !== ''
            ? `Function(${val.name})`
            : 'Function';
        case 'object': {
            if (val === null) {
                return 'null';
            }
            // objects
            if (Array.isArray(val)) {
                return '[' + Array.from(val, debugString).join(', ') + ']';
            }
            // errors
            if (val instanceof Error) {
                return `${val.name}: ${val.message}\n${val.stack}`;
            }

            const toStringOutput = toString.call(val);
            // Test for built-in
            const className = /\[object ([^\]]+)\]/.exec(toStringOutput)?.[1];

            // Failed to match the standard '[object ClassName]'
            if (className === undefined) {
                return toStringOutput;
            }
            if (className === 'Object') {
                // we're a user defined class or Object
                // JSON.stringify avoids problems with cycles, and is generally much
                // easier than looping through ownProperties of `val`.
                try {
                    return 'Object(' + JSON.stringify(val) + ')';
                } catch (_) {
                    return 'Object';
                }
            }
            // TODO we could test for more things here, like `Set`s and `Map`s.
            return className;
        }
        // Per MDN: 'This list of values is exhaustive.'
        // https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Operators/typeof#description
    }
}

function getArrayF32FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getFloat32ArrayMemory0().subarray(ptr / 4, ptr / 4 + len);
}

function getArrayF64FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getFloat64ArrayMemory0().subarray(ptr / 8, ptr / 8 + len);
}

function getArrayJsValueFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    const mem = getDataViewMemory0();
    const result = [];
    for (let i = ptr; i < ptr + 4 * len; i += 4) {
        result.push(wasm.__wbindgen_externrefs.get(mem.getUint32(i, true)));
    }
    wasm.__externref_drop_slice(ptr, len);
    return result;
}

function getArrayU8FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getUint8ArrayMemory0().subarray(ptr / 1, ptr / 1 + len);
}

let cachedDataViewMemory0 = null;
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
}

let cachedFloat32ArrayMemory0 = null;
function getFloat32ArrayMemory0() {
    if (cachedFloat32ArrayMemory0 === null || cachedFloat32ArrayMemory0.byteLength === 0) {
        cachedFloat32ArrayMemory0 = new Float32Array(wasm.memory.buffer);
    }
    return cachedFloat32ArrayMemory0;
}

let cachedFloat64ArrayMemory0 = null;
function getFloat64ArrayMemory0() {
    if (cachedFloat64ArrayMemory0 === null || cachedFloat64ArrayMemory0.byteLength === 0) {
        cachedFloat64ArrayMemory0 = new Float64Array(wasm.memory.buffer);
    }
    return cachedFloat64ArrayMemory0;
}

function getStringFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len));
}

let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}

function handleError(f, args) {
    try {
        return f.apply(this, args);
    } catch (e) {
        const idx = addToExternrefTable0(e);
        wasm.__wbindgen_exn_store(idx);
    }
}

function isLikeNone(x) {
    return x === undefined || x === null;
}

function makeMutClosure(arg0, arg1, f) {
    const state = { a: arg0, b: arg1, cnt: 1 };
    const real = (...args) => {

        // First up with a closure we increment the internal reference
        // count. This ensures that the Rust closure environment won't
        // be deallocated while we're invoking it.
        state.cnt++;
        const a = state.a;
        state.a = 0;
        try {
            return f(a, state.b, ...args);
        } finally {
            state.a = a;
            real._wbg_cb_unref();
        }
    };
    real._wbg_cb_unref = () => {
        if (--state.cnt === 0) {
            wasm.__wbindgen_destroy_closure(state.a, state.b);
            state.a = 0;
            CLOSURE_DTORS.unregister(state);
        }
    };
    CLOSURE_DTORS.register(real, state, state);
    return real;
}

function passArray8ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 1, 1) >>> 0;
    getUint8ArrayMemory0().set(arg, ptr / 1);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function passArrayF32ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 4, 4) >>> 0;
    getFloat32ArrayMemory0().set(arg, ptr / 4);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function passArrayF64ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 8, 8) >>> 0;
    getFloat64ArrayMemory0().set(arg, ptr / 8);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }

    let len = arg.length;
    let ptr = malloc(len, 1) >>> 0;

    const mem = getUint8ArrayMemory0();

    let offset = 0;

    for (; offset < len; offset++) {
        const code = arg.charCodeAt(offset);
        if (code > 0x7F) break;
        mem[ptr + offset] = code;
    }
    if (offset !== len) {
        if (offset !== 0) {
            arg = arg.slice(offset);
        }
        ptr = realloc(ptr, len, len = offset + arg.length * 3, 1) >>> 0;
        const view = getUint8ArrayMemory0().subarray(ptr + offset, ptr + len);
        const ret = cachedTextEncoder.encodeInto(arg, view);

        offset += ret.written;
        ptr = realloc(ptr, len, offset, 1) >>> 0;
    }

    WASM_VECTOR_LEN = offset;
    return ptr;
}

function takeFromExternrefTable0(idx) {
    const value = wasm.__wbindgen_externrefs.get(idx);
    wasm.__externref_table_dealloc(idx);
    return value;
}

let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}

const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}

let WASM_VECTOR_LEN = 0;

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    cachedDataViewMemory0 = null;
    cachedFloat32ArrayMemory0 = null;
    cachedFloat64ArrayMemory0 = null;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
    return wasm;
}

async function __wbg_load(module, imports) {
    if (typeof Response === 'function' && module instanceof Response) {
        if (!module.ok) {
            throw new Error(`failed to fetch Wasm: ${module.status} ${module.statusText} fetching '${module.url}'`);
        }

        if (typeof WebAssembly.instantiateStreaming === 'function') {
            try {
                return await WebAssembly.instantiateStreaming(module, imports);
            } catch (e) {
                const validResponse = expectedResponseType(module.type);

                if (validResponse && module.headers.get('Content-Type') !== 'application/wasm') {
                    console.warn("`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. Original error:\n", e);

                } else { throw e; }
            }
        }

        const bytes = await module.arrayBuffer();
        return await WebAssembly.instantiate(bytes, imports);
    } else {
        const instance = await WebAssembly.instantiate(module, imports);

        if (instance instanceof WebAssembly.Instance) {
            return { instance, module };
        } else {
            return instance;
        }
    }

    function expectedResponseType(type) {
        switch (type) {
            case 'basic': case 'cors': case 'default': return true;
        }
        return false;
    }
}

function initSync(module) {
    if (wasm !== undefined) return wasm;


    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for `initSync()`; pass a single object instead')
        }
    }

    const imports = __wbg_get_imports();
    if (!(module instanceof WebAssembly.Module)) {
        module = new WebAssembly.Module(module);
    }
    const instance = new WebAssembly.Instance(module, imports);
    return __wbg_finalize_init(instance, module);
}

let __wbg_init_promise;
async function __wbg_init(module_or_path) {
    if (wasm !== undefined) return wasm;
    if (__wbg_init_promise === undefined) {
        __wbg_init_promise = __wbg_init_once(module_or_path);
        __wbg_init_promise.catch(() => { __wbg_init_promise = undefined; });
    }
    return __wbg_init_promise;
}

async function __wbg_init_once(module_or_path) {

    if (module_or_path !== undefined) {
        if (Object.getPrototypeOf(module_or_path) === Object.prototype) {
            ({module_or_path} = module_or_path)
        } else {
            console.warn('using deprecated parameters for the initialization function; pass a single object instead')
        }
    }

    if (module_or_path === undefined) {
        module_or_path = new URL('speclens_bg.wasm', import.meta.url);
    }
    const imports = __wbg_get_imports();

    if (typeof module_or_path === 'string' || (typeof Request === 'function' && module_or_path instanceof Request) || (typeof URL === 'function' && module_or_path instanceof URL)) {
        module_or_path = fetch(module_or_path);
    }

    const { instance, module } = await __wbg_load(await module_or_path, imports);

    return __wbg_finalize_init(instance, module);
}

export { initSync, __wbg_init as default };
