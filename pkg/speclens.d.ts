/* tslint:disable */
/* eslint-disable */
/**
 * Which way the file's own energy axis is to be read.
 */
export type Axis = "kinetic" | "binding";

/**
 * An X-ray source that the user may name where a file does not.
 */
export type Source = "al-ka" | "mg-ka";

/**
 * What excited the electrons of a block.
 */
export type Technique = "xps" | "ups" | "aes" | "other";

/**
 * Unit of [`Spectrum::counts`].
 */
export type CountUnit = "counts" | "counts_per_second" | "unknown";

/**
 * Something doubtful. `Display` gives the sentence that the user reads; in JSON it is an object
 * with the kind as `code`, and what belongs to it.
 *
 * Kinds that only one reader knows share a variant by what the user has to think of them, and
 * carry their sentence as `text`.
 */
export type Doubt = {
    "code": "axis_unsaid"
} | {
    "code": "axis_not_used",
    /**
     * What the file says.
     */
    said: Axis,
    /**
     * What the user named.
     */
    named: Axis,
} | {
    "code": "axis_of_no_electrons",
    /**
     * What the user named.
     */
    named: Axis,
} | {
    "code": "photon_energy_not_used",
    /**
     * What the file says, eV.
     */
    said_ev: number,
    /**
     * What the user named, eV.
     */
    named_ev: number,
} | {
    "code": "source_not_used",
    /**
     * What the file says, eV.
     */
    said_ev: number,
    /**
     * What the user named.
     */
    named: Source,
} | {
    "code": "photon_energy_assumed",
    /**
     * How the energies of the file are read.
     */
    axis: Axis | null,
} | {
    "code": "other_source",
    /**
     * Source of the network.
     */
    trained: Source,
    /**
     * Photon energy of the spectrum, eV.
     */
    excitation_ev: number,
} | {
    "code": "negative_counts",
    /**
     * How many.
     */
    negative: number,
    /**
     * Of how many.
     */
    of: number,
} | {
    "code": "negative_taken_as_zero",
    /**
     * How many.
     */
    negative: number,
} | {
    "code": "flat_counts",
    /**
     * The one intensity.
     */
    count: number,
} | {
    "code": "step_changes",
    /**
     * Step before the first change, eV.
     */
    from_ev: number,
    /**
     * Step after it, eV.
     */
    to_ev: number,
    /**
     * Where it changes, eV on the file's axis.
     */
    at_ev: number,
    /**
     * Further changes.
     */
    more: number,
} | {
    "code": "repeated_energies",
    /**
     * How many.
     */
    repeated: number,
} | {
    "code": "gap",
    /**
     * Last energy before it, eV binding energy.
     */
    from_ev: number,
    /**
     * First energy behind it, eV.
     */
    to_ev: number,
} | {
    "code": "narrow_range",
    /**
     * What is covered, eV.
     */
    span_ev: number,
} | {
    "code": "unlike",
    /**
     * What the network gives.
     */
    strangeness: number,
    /**
     * The manifest's limit.
     */
    limit: number,
} | {
    "code": "no_element",
    /**
     * Probability of presence from which an element is found.
     */
    threshold: number,
} | {
    "code": "above_fermi_level",
    /**
     * Where they begin, eV binding energy.
     */
    onset_ev: number,
} | {
    "code": "auger_elsewhere",
    /**
     * The group: `Cu LMM`.
     */
    line: string,
    /**
     * Where its maximum should be, eV binding energy.
     */
    expected_ev: number,
    /**
     * Where a peak stands that nothing else explains, eV.
     */
    seen_ev: number,
    /**
     * Photon energy that would put it there, eV.
     */
    photon_energy_ev: number,
} | {
    "code": "not_covered",
    /**
     * Their symbols.
     */
    elements: Array<string>,
    /**
     * What they make up together, at%.
     */
    atomic_percent: number,
} | {
    "code": "one_shallow_line",
    /**
     * Symbol of the element.
     */
    element: string,
    /**
     * The line: `Li 1s`.
     */
    line: string,
    /**
     * Where it is expected, eV binding energy.
     */
    energy_ev: number,
} | {
    "code": "no_line",
    /**
     * Main line of the most abundant element that has one in range: `C 1s`.
     */
    line: string,
    /**
     * Where it should be, eV binding energy.
     */
    energy_ev: number,
} | {
    "code": "evidence_elsewhere",
    /**
     * Symbol of the element.
     */
    element: string,
    /**
     * Share of the evidence on its own lines, 0 to 1.
     */
    grounding: number,
    /**
     * Other line that it rests on most; null where no line of the elements found lies there.
     */
    line: string | null,
    /**
     * Where, eV binding energy.
     */
    energy_ev: number,
    /**
     * Share of the evidence that lies there, 0 to 1.
     */
    share: number,
} | {
    "code": "excluded",
    /**
     * Symbol of the element.
     */
    element: string,
    /**
     * What it would make up, at%.
     */
    atomic_percent: number,
    /**
     * Probability of presence that the network gives, 0 to 1.
     */
    presence: number,
} | {
    "code": "included",
    /**
     * Symbol of the element.
     */
    element: string,
    /**
     * Probability of presence that the network gives, 0 to 1.
     */
    presence: number,
} | {
    "code": "moved_far",
    /**
     * By how much, eV.
     */
    shift_ev: number,
} | {
    "code": "transmission_left_out",
    /**
     * The sentence.
     */
    text: string,
} | {
    "code": "left_out",
    /**
     * The sentence.
     */
    text: string,
} | {
    "code": "incomplete",
    /**
     * The sentence.
     */
    text: string,
} | {
    "code": "presumed",
    /**
     * The sentence.
     */
    text: string,
} | {
    "code": "summed",
    /**
     * The sentence.
     */
    text: string,
} | {
    "code": "not_applied",
    /**
     * The sentence.
     */
    text: string,
} | {
    "code": "not_xps",
    /**
     * The sentence.
     */
    text: string,
} | {
    "code": "noted",
    /**
     * The sentence.
     */
    text: string,
};

/**
 * One block of a file.
 */
export type BlockEntry = {
    /**
     * Number in the file, counted from 1.
     */
    block: number,
    /**
     * Name for lists.
     */
    title: string,
    /**
     * Sample name, may be empty.
     */
    sample: string,
    /**
     * Region name, may be empty.
     */
    region: string,
    /**
     * What excited the electrons.
     */
    technique: Technique,
    /**
     * Lowest and highest binding energy, eV.
     */
    range_ev: [number, number],
    /**
     * Photon energy, eV; null where the file does not say.
     */
    photon_energy_ev: number | null,
    /**
     * Number of points.
     */
    points: number,
};

/**
 * A file and its blocks.
 */
export type FileList = {
    /**
     * Name of the file.
     */
    name: string,
    /**
     * Name of its format.
     */
    format: string,
    /**
     * Its blocks, in order.
     */
    blocks: Array<BlockEntry>,
};

/**
 * What is to be asked about a file.
 */
export type Question = {
    /**
     * Whether the energies are binding or kinetic energies.
     */
    axis: boolean,
    /**
     * The photon energy.
     */
    photon_energy: boolean,
    /**
     * The axis that the rise of the background speaks for.
     */
    likely_axis: Axis,
    /**
     * Lowest and highest energy of the spectrum that it is about, eV.
     */
    range_ev: [number, number],
};

/**
 * What is told of a spectrum. Its JSON is a contract: fields may be added, never renamed.
 */
export type Info = {
    /**
     * File name.
     */
    file: string,
    /**
     * Name of the format.
     */
    format: string,
    /**
     * Position in the file, counted from 1.
     */
    block: number,
    /**
     * Name of the block or region, may be empty.
     */
    region: string,
    /**
     * Sample name, may be empty.
     */
    sample: string,
    /**
     * What excited the electrons.
     */
    technique: Technique,
    /**
     * Which energies the file holds; null where it does not say.
     */
    axis: Axis | null,
    /**
     * Number of points.
     */
    points: number,
    /**
     * Lowest and highest binding energy, eV; null where the file does not lead to them.
     */
    binding_energy_ev: [number, number] | null,
    /**
     * The same of the kinetic energy.
     */
    kinetic_energy_ev: [number, number] | null,
    /**
     * Distance of the points, eV; null where it changes.
     */
    step_ev: number | null,
    /**
     * Photon energy, eV.
     */
    photon_energy_ev: number | null,
    /**
     * Unit of the intensities.
     */
    count_unit: CountUnit,
    /**
     * Number of scans summed.
     */
    scans: number | null,
    /**
     * Dwell time per channel and scan, s.
     */
    dwell_s: number | null,
    /**
     * Analyser pass energy, eV.
     */
    pass_energy_ev: number | null,
    /**
     * Angle between source and analyser, degrees.
     */
    source_analyser_angle_deg: number | null,
    /**
     * Whether the file gives a transmission function.
     */
    transmission: boolean,
    /**
     * When it was measured, as the file writes it.
     */
    date: string | null,
    /**
     * Instrument model.
     */
    instrument: string | null,
    /**
     * What is doubtful, one sentence each.
     */
    warnings: Array<string>,
    /**
     * Everything else, key and value, where it was asked for.
     */
    notes: Array<[string, string]> | null,
    /**
     * The same as the warnings, each with its code and what belongs to it.
     */
    doubts: Array<Doubt>,
};

/**
 * What the page says of the network.
 */
export type About = {
    /**
     * Its name.
     */
    model: string,
    /**
     * X-ray source that it was trained for, as it is written on an axis.
     */
    source: string,
    /**
     * Elements that it answers for.
     */
    elements: number,
};

/**
 * One element of a composition.
 */
export type ElementAmount = {
    /**
     * Chemical symbol.
     */
    symbol: string,
    /**
     * Atomic number.
     */
    z: number,
    /**
     * Apparent atomic percent, over the elements that are reported.
     */
    atomic_percent: number,
    /**
     * Probability of presence that the network gives, 0 to 1.
     */
    presence: number,
    /**
     * 90 % interval of the atomic percent: lowest, highest.
     */
    interval: [number, number],
};

/**
 * How the spectrum is changed to see what the answer rests on.
 */
export type Probe = "removal" | "addition";

/**
 * Which of the network's numbers about an element is explained.
 */
export type Explained = "evidence" | "presence" | "fraction";

/**
 * How a spectrum is probed.
 */
export type Options = {
    /**
     * What is done to the spectrum.
     */
    probe: Probe,
    /**
     * Standard deviation σ of the Gaussian, eV.
     */
    sigma_ev: number,
    /**
     * Height a of an added Gaussian, as a fraction of the spectrum's maximum.
     */
    amplitude: number,
    /**
     * Half-width of the SNIP background of a scan, eV: structures up to about twice as wide stand
     * above it. That of a table of lines is [`Options::lines_background_ev`].
     */
    background_ev: number,
    /**
     * Fresh recordings of the spectrum beside the file's own.
     */
    recordings: number,
    /**
     * Inputs that are run through the network at once.
     */
    batch: number,
};

/**
 * What a group of lines comes from.
 */
export type LineKind = "photoelectron" | "auger";

/**
 * One line group in the table of an element.
 */
export type LineWithout = {
    /**
     * Name with its element: `Au 4f`, `O KLL`.
     */
    line: string,
    /**
     * Photoelectron lines or Auger lines.
     */
    kind: LineKind,
    /**
     * Binding energy of the peak, eV; where none is seen, that of the strongest line by the table.
     */
    energy_ev: number,
    /**
     * Whether a peak is seen there.
     */
    found: boolean,
    /**
     * Line groups of other elements found that stand there too, and are not much weaker by the
     * tables: what is taken away may be theirs.
     */
    shared_with: Array<string>,
    /**
     * What was taken away, eV: lowest and highest binding energies.
     */
    windows_ev: Array<[number, number]>,
    /**
     * Apparent atomic percent of the element without the group; 0 where it is no longer found.
     */
    percent_without: number,
    /**
     * Share of the element's amount that is lost without the group, 0 to 1; negative where it
     * grows.
     */
    lost: number,
    /**
     * Standard error of `lost`, from fresh recordings.
     */
    error: number,
    /**
     * Share of the evidence: this group's loss of what is explained, of the losses of all groups.
     * 0 where the loss does not rise above its error.
     */
    share: number,
};

/**
 * What is lost when all line groups of an element are taken away together.
 */
export type AllLines = {
    /**
     * Share of the amount that is lost, 0 to 1.
     */
    lost: number,
    /**
     * Its standard error.
     */
    error: number,
    /**
     * Apparent atomic percent that is left.
     */
    percent_without: number,
};

/**
 * A line group that is not taken away alone.
 */
export type Covered = {
    /**
     * Name with its element: `Fe 2s`.
     */
    line: string,
    /**
     * The stronger group of the same element that it stands under: `Fe LMM`.
     */
    under: string,
};

/**
 * The line groups of one element, and what the answer becomes without each.
 */
export type LineTable = {
    /**
     * Chemical symbol.
     */
    element: string,
    /**
     * What the shares are of.
     */
    of: Explained,
    /**
     * Apparent atomic percent with everything in place.
     */
    percent: number,
    /**
     * Its line groups, the largest share of the evidence first.
     */
    lines: Array<LineWithout>,
    /**
     * Groups in range that stand under a stronger one, and go with it.
     */
    covered: Array<Covered>,
    /**
     * All of them taken away together; null for an element without lines in range.
     */
    all_lines: AllLines | null,
};

/**
 * What importance lies on.
 */
export type Leaning = {
    /**
     * Line group with its element; null where no line of the elements found lies there.
     */
    line: string | null,
    /**
     * Whether it is a line of the element that is explained.
     */
    own: boolean,
    /**
     * Binding energy of the largest value, eV.
     */
    energy_ev: number,
    /**
     * Share of all importance above the noise, 0 to 1.
     */
    share: number,
};

/**
 * The FIS of one element, with what may be said of it.
 */
export type Fis = {
    /**
     * Chemical symbol.
     */
    element: string,
    /**
     * What was done to the spectrum.
     */
    probe: Probe,
    /**
     * What is explained.
     */
    of: Explained,
    /**
     * Standard deviation of the probe, eV.
     */
    sigma_ev: number,
    /**
     * Height of an added Gaussian, as a fraction of the maximum; absent where intensity was taken
     * away.
     */
    amplitude?: number,
    /**
     * Half-width of the background, eV; absent where intensity was added.
     */
    background_ev?: number,
    /**
     * Unit of the values, as it is written on an axis.
     */
    unit: string,
    /**
     * Binding energies of the probes, eV, ascending.
     */
    energy_ev: Array<number>,
    /**
     * What the probe changes; positive where the spectrum speaks for the element.
     */
    value: Array<number>,
    /**
     * Standard errors of the values, from fresh recordings of the spectrum.
     */
    error: Array<number>,
    /**
     * Values up to this one are ripples.
     */
    noise_level: number,
    /**
     * What each value must exceed in magnitude to be more than noise: `noise_level`, or two of its
     * own standard errors.
     */
    noise: Array<number>,
    /**
     * Share of the importance above the noise that lies on the element's own lines, 0 to 1; null
     * where nothing stands above the noise, or where own lines fill most of the axis.
     */
    grounding: number | null,
    /**
     * Whether the largest value lies there; null as for `grounding`.
     */
    pointing: boolean | null,
    /**
     * Share of the axis that is own lines: the grounding that chance would give.
     */
    chance: number,
    /**
     * Intervals of binding energy that count as own lines, eV: those of the element's lines, wider
     * by σ.
     */
    own_windows_ev: Array<[number, number]>,
    /**
     * What the importance above the noise lies on, the largest share first.
     */
    leans_on: Array<Leaning>,
    /**
     * The table of lines, where it was asked for as well.
     */
    lines?: Array<LineWithout>,
    /**
     * Line groups that are not taken away alone, where that was asked for as well.
     */
    covered?: Array<Covered>,
    /**
     * What is lost without all of them, where that was asked for as well.
     */
    all_lines?: AllLines,
    /**
     * The evidence lies elsewhere.
     */
    doubt?: Doubt,
    /**
     * The sentence of `doubt`.
     */
    warning?: string,
};

/**
 * How well a survey tells an element, by how its lines overlap with those of others.
 */
export type Class = "I" | "II" | "III" | "IV";

/**
 * What decides the classes.
 */
export type Thresholds = {
    /**
     * A line group is free up to this mean share of foreign intensity, 0 to 1.
     */
    most_hidden: number,
    /**
     * A line group is used from this mean share of the evidence on, 0 to 1.
     */
    least_used: number,
    /**
     * An element is too weak or ambiguous where more than this share of the spectra with at least
     * 10 at% of it is missed, 0 to 1.
     */
    most_missed: number,
    /**
     * An element is ambiguous where another one is answered in its stead in this share of the
     * spectra, 0 to 1.
     */
    most_confused: number,
};

/**
 * A line group of an element: how free it is and how much the network uses it.
 */
export type LineUse = {
    /**
     * Line group with its element: `Au 4f`.
     */
    line: string,
    /**
     * Its strongest line: `Au 4f7/2`.
     */
    strongest: string,
    /**
     * Photoelectron lines or Auger lines.
     */
    kind: LineKind,
    /**
     * Binding energy of the strongest line on standards (Moulder et al. 1992), eV.
     */
    energy_ev: number,
    /**
     * Height of its peak over that of the element's highest photoelectron group.
     */
    strength: number,
    /**
     * Mean share of the intensity at it that comes from other elements, 0 to 1.
     */
    hidden: number,
    /**
     * Mean share of the evidence that is lost without it, 0 to 1.
     */
    share: number,
    /**
     * Standard deviation of that share between spectra.
     */
    spread: number,
};

/**
 * A line of another element that lies at a line group.
 */
export type Overlap = {
    /**
     * Own line group.
     */
    line: string,
    /**
     * Line group that lies there: `C 1s`.
     */
    with: string,
    /**
     * Its element.
     */
    by: string,
    /**
     * Share of the samples with this element that hold the other one too, 0 to 1.
     */
    meets: number,
    /**
     * Mean share of the intensity at the own group that the other has where they meet, 0 to 1.
     */
    hidden: number,
};

/**
 * An element that is answered though it is not there.
 */
export type Confusion = {
    /**
     * The element answered.
     */
    symbol: string,
    /**
     * Share of the spectra with this element in which it is answered.
     */
    share: number,
    /**
     * Share in which it is answered while this element is missed.
     */
    instead: number,
};

/**
 * What a survey and the network tell of one element.
 */
export type ElementClass = {
    /**
     * Chemical symbol.
     */
    symbol: string,
    /**
     * Atomic number.
     */
    z: number,
    /**
     * Its class.
     */
    class: Class,
    /**
     * Its line groups in range, the highest peak first, photoelectron lines before Auger lines.
     */
    used: Array<LineUse>,
    /**
     * What lies at them, the largest hidden share first.
     */
    overlaps: Array<Overlap>,
    /**
     * Simulated spectra with at least 2 at% of it that were answered.
     */
    spectra: number,
    /**
     * Share of them in which it is found.
     */
    recall: number,
    /**
     * Share of those with at least 10 at% of it in which it is found.
     */
    recall_main: number,
    /**
     * Mean deviation of its percent from the true one, as a share of the true one, where at least
     * 10 at% of it are there and it is found.
     */
    error: number,
    /**
     * Share of spectra without it in which at least 1 at% of it is answered.
     */
    false_alarms: number,
    /**
     * Elements that are answered wrongly where it is there, the most frequent first.
     */
    confused_with: Array<Confusion>,
    /**
     * What to do, in a sentence or two.
     */
    advice: string,
};

/**
 * How many elements change class when a threshold moves.
 */
export type Sensitivity = {
    /**
     * Name of the threshold.
     */
    threshold: string,
    /**
     * What it is multiplied by.
     */
    factor: number,
    /**
     * Symbols of the elements that change class.
     */
    changed: Array<string>,
};

/**
 * Elements that are measured by the same kind of line.
 */
export type LineType = {
    /**
     * Subshell of the strongest line: `2p`, `2p, open shell`.
     */
    name: string,
    /**
     * Symbols of the elements.
     */
    elements: Array<string>,
    /**
     * Mean recall of at least 2 at%.
     */
    recall: number,
    /**
     * Mean recall of at least 10 at%.
     */
    recall_main: number,
    /**
     * Mean deviation of the percent, as a share of the true one.
     */
    error: number,
};

/**
 * `classes.json` of a network.
 */
export type Classes = {
    /**
     * Version of the layout.
     */
    format: number,
    /**
     * Name of the network.
     */
    model: string,
    /**
     * X-ray source.
     */
    source: Source,
    /**
     * Range of the simulated surveys, eV binding energy.
     */
    range_ev: [number, number],
    /**
     * Their signal-to-noise ratio.
     */
    snr: number,
    /**
     * Samples drawn for the overlaps.
     */
    samples: number,
    /**
     * Spectra answered.
     */
    spectra: number,
    /**
     * What decides the classes.
     */
    thresholds: Thresholds,
    /**
     * What moves when the thresholds do.
     */
    sensitivity: Array<Sensitivity>,
    /**
     * Recall and error by the kind of line that an element is measured by.
     */
    line_types: Array<LineType>,
    /**
     * The elements, ascending in Z.
     */
    elements: Array<ElementClass>,
};

/**
 * A sentence about an element of a spectrum.
 */
export type Advice = {
    /**
     * Chemical symbol.
     */
    element: string,
    /**
     * Its class in general.
     */
    class: Class,
    /**
     * What to do.
     */
    text: string,
    /**
     * Line to measure: `Ru 3p3/2`; null where none is better than the others.
     */
    measure: string | null,
    /**
     * Its binding energy in this spectrum, eV.
     */
    energy_ev: number | null,
};

/**
 * A background with the sensitivity factors that belong to it.
 */
export type Pair = "theory" | "scofield_shirley" | "user";

/**
 * A window for the line of an element, set by the user.
 */
export type UserWindow = {
    /**
     * Chemical symbol.
     */
    element: string,
    /**
     * From and to, eV binding energy.
     */
    window_ev: [number, number],
};

/**
 * How the transmission of the analyser entered.
 */
export type TransmissionUsed = "file" | "assumed";

/**
 * The area of an element's line.
 */
export type LineArea = {
    /**
     * The line with its element: `Au 4f`.
     */
    line: string,
    /**
     * From and to, eV binding energy.
     */
    window_ev: [number, number],
    /**
     * Binding energy of the peak, eV.
     */
    energy_ev: number,
    /**
     * Full width at half of its height over Shirley's background, eV; null where no peak is seen.
     */
    fwhm_ev: number | null,
    /**
     * Area over Shirley's background, intensity · eV.
     */
    shirley: number,
    /**
     * Area over Tougaard's background, intensity · eV, losses to the core hole included.
     */
    tougaard: number,
    /**
     * Standard deviation of an area by the noise of the spectrum, intensity · eV.
     */
    deviation: number,
    /**
     * Scofield cross section × asymmetry of the lines in the window, relative to C 1s under Al Kα.
     */
    sensitivity: number,
    /**
     * Share of other elements' lines in the window by cross sections and the network's amounts, taken
     * off the areas for the amounts; 0 to 1.
     */
    foreign: number,
};

/**
 * What the lines say of the network's answer for an element.
 */
export type Reading = "agrees" | "differs" | "line_missing" | "not_seen" | "covered" | "out_of_range";

/**
 * The second opinion on one element.
 */
export type ElementOpinion = {
    /**
     * Chemical symbol.
     */
    element: string,
    /**
     * Its line; null where none has a window of its own.
     */
    area: LineArea | null,
    /**
     * Atomic percent by each of [`Conventional::pairs`]; empty where there is no area, or none above
     * the noise. Such elements keep the network's amount.
     */
    atomic_percent: Array<number>,
    /**
     * Lowest and highest by all pairs and transmissions, 90 % of the noise of its own area included; null
     * where there is no amount.
     */
    range: [number, number] | null,
    /**
     * What the lines say of the network's answer.
     */
    reading: Reading,
    /**
     * The same in words.
     */
    text: string,
};

/**
 * What areas of lines say of the elements that the network found.
 */
export type Conventional = {
    /**
     * Unit of the areas is this times eV.
     */
    unit: CountUnit,
    /**
     * Backgrounds and factors used, the first one being the one to take.
     */
    pairs: Array<Pair>,
    /**
     * How the transmission entered.
     */
    transmission: TransmissionUsed,
    /**
     * The elements in the order of the answer.
     */
    elements: Array<ElementOpinion>,
    /**
     * What the user chose and was not used, a sentence each.
     */
    unused: Array<string>,
};

/**
 * An element that may stand behind a peak.
 */
export type Candidate = {
    /**
     * The line with its element: `Mo 3d`.
     */
    line: string,
    /**
     * Where the tables have it, moved as all lines are, eV.
     */
    expected_ev: number,
    /**
     * Its other lines that should be seen and are.
     */
    seen: Array<string>,
    /**
     * Those that should be seen and are not.
     */
    missing: Array<string>,
};

/**
 * A peak that no element found explains.
 */
export type UnexplainedPeak = {
    /**
     * Its binding energy, eV.
     */
    energy_ev: number,
    /**
     * Elements that have a strong line there, the likelier first; there may be none.
     */
    candidates: Array<Candidate>,
    /**
     * The same in words.
     */
    text: string,
};

/**
 * What the fit says of one element.
 */
export type RefinedElement = {
    /**
     * Chemical symbol.
     */
    element: string,
    /**
     * Atomic percent.
     */
    atomic_percent: number,
    /**
     * 90 % interval: the fit's covariance, tables included, and the floor of `docs/method/synthesis.md`
     * in quadrature.
     */
    interval: [number, number],
    /**
     * 1: all of its signal comes from the topmost nanometre; 0: it stands as in an even sample; below zero:
     * deeper.
     */
    at_the_surface: number,
    /**
     * By how many standard deviations the spectrum is explained worse without it, all others adjusted.
     */
    needed: number,
    /**
     * The same in words.
     */
    text: string,
};

/**
 * An element that was tried at a peak.
 */
export type Tried = {
    /**
     * Its line with its symbol: `Mo 3d`.
     */
    line: string,
    /**
     * Binding energy of the peak, eV.
     */
    energy_ev: number,
    /**
     * Atomic percent that explain it best.
     */
    atomic_percent: number,
    /**
     * By how many standard deviations the spectrum is explained better with it.
     */
    gain: number,
    /**
     * The same in words.
     */
    text: string,
};

/**
 * A composition refined by the spectrum that it implies.
 */
export type Refined = {
    /**
     * The elements in the order of the answer.
     */
    elements: Array<RefinedElement>,
    /**
     * Elements that were tried at peaks which none of the answer explains.
     */
    tried: Array<Tried>,
    /**
     * How far the lines stand at higher binding energy than tables and chemical states have them, eV: the median
     * over the elements.
     */
    shift_ev: number,
    /**
     * FWHM of analyser and source, eV.
     */
    resolution_ev: number,
    /**
     * n and q of the transmission (E/1 keV)^n · exp(q·ln²(E/1 keV)), beside the function of a file.
     */
    transmission: [number, number],
    /**
     * Whether the source is taken to have a monochromator: Kα₃,₄ are then not drawn.
     */
    monochromated: boolean,
};

/**
 * How well an implied spectrum is the measured one.
 */
export type Goodness = {
    /**
     * Share of the lines' contrast (height over the mean of 15 points to both sides; of squares) that it
     * explains, 0 to 1.
     */
    explained: number,
    /**
     * Root mean square of the residual in standard deviations of the noise: 1 is as good as can be.
     */
    residual_in_noise: number,
};

/**
 * What a finished refinement says to the page.
 */
export type RefinedAnswer = {
    /**
     * The refined composition.
     */
    refined: Refined,
    /**
     * How well its implied spectrum is the measured one.
     */
    goodness: Goodness,
    /**
     * The same in words.
     */
    text: string,
};

/**
 * Which background is drawn under the peaks.
 */
export type UnderPeaks = "straight" | "shirley" | "smart" | "tougaard";

/**
 * Shape of the peaks.
 */
export type PeakShape = "gl30" | "voigt" | "doniach_sunjic" | "la";

/**
 * A peak that is asked for.
 */
export type AskedPeak = {
    /**
     * Its name: `Ti 2p`.
     */
    name: string,
    /**
     * Binding energy where it is looked for, eV; of a doublet, that of its line at lower binding energy.
     */
    energy_ev: number,
    /**
     * Distance of the other line of a doublet to higher binding energy, eV; null for a single line.
     */
    splitting_ev: number | null,
    /**
     * Area of the other line of a doublet for that of the first.
     */
    ratio: number | null,
};

/**
 * What is asked of a region.
 */
export type AskedFit = {
    /**
     * From and to, eV binding energy.
     */
    window_ev: [number, number],
    /**
     * The background.
     */
    background: UnderPeaks,
    /**
     * Shape of all peaks.
     */
    shape: PeakShape,
    /**
     * Whether all peaks have one width.
     */
    one_width: boolean,
    /**
     * The peaks.
     */
    peaks: Array<AskedPeak>,
};

/**
 * A value with its standard error; null where the fit gives none.
 */
export type WithError = {
    /**
     * The value.
     */
    value: number,
    /**
     * Its standard error.
     */
    error: number | null,
};

/**
 * A fitted peak.
 */
export type FittedPeak = {
    /**
     * Its name.
     */
    name: string,
    /**
     * Binding energy, eV; of a doublet, of its line at lower binding energy.
     */
    energy_ev: WithError,
    /**
     * Full width at half of its height, eV.
     */
    full_width_ev: number,
    /**
     * Area, intensity · eV; both lines of a doublet.
     */
    area: WithError,
    /**
     * Share of all areas, %; null where these are nothing.
     */
    share_percent: WithError | null,
};

/**
 * A fitted region.
 */
export type FittedRegion = {
    /**
     * From and to, eV binding energy.
     */
    window_ev: [number, number],
    /**
     * Unit of the areas is this times eV.
     */
    unit: CountUnit,
    /**
     * The peaks, in the order they were asked for.
     */
    peaks: Array<FittedPeak>,
    /**
     * Squares of the residuals for each degree of freedom: by counting statistics where the intensities are
     * counts, else 1 by construction, and null.
     */
    reduced_chi_squared: number | null,
    /**
     * What is doubtful of it, a sentence each.
     */
    warnings: Array<string>,
};

/**
 * Elements that the user settles, whatever the network says of their presence.
 */
export type Constraints = {
    /**
     * Symbols of elements that are left out.
     */
    excluded: Array<string>,
    /**
     * Symbols of elements that are counted in.
     */
    included: Array<string>,
};

/**
 * What a calibration of the energy axis rests on.
 */
export type CalibrationBasis = "carbon_c1s" | "gold_au4f" | "fermi_edge" | "fit" | "casa_xps" | "typed";

/**
 * A calibration of the energy axis of a file.
 */
export type EnergyCalibration = {
    /**
     * Added to the binding energies of the file, eV.
     */
    shift_ev: number,
    /**
     * What it rests on.
     */
    basis: CalibrationBasis,
};

/**
 * What the user settles.
 */
export type Adjustments = {
    /**
     * How the energy axis is moved; null where it stays.
     */
    calibration: EnergyCalibration | null,
    /**
     * Elements that are left out or counted in.
     */
    constraints: Constraints,
};

/**
 * A calibration that a spectrum offers.
 */
export type CalibrationEstimate = {
    /**
     * What it rests on.
     */
    basis: CalibrationBasis,
    /**
     * Where the reference is seen on the axis of the file, eV binding energy; null where the shift itself is known.
     */
    found_ev: number | null,
    /**
     * Where it should be, eV.
     */
    reference_ev: number | null,
    /**
     * What is to be added to the binding energies of the file, eV; null where `text` says why there is none.
     */
    shift_ev: number | null,
    /**
     * The same in words, and what is doubtful of it.
     */
    text: string,
};

/**
 * A line group of some element in the range of a spectrum.
 */
export type LinePlace = {
    /**
     * Symbol of the element.
     */
    symbol: string,
    /**
     * The line with its element: `Mo 3d`.
     */
    line: string,
    /**
     * Photoelectrons or Auger electrons.
     */
    kind: LineKind,
    /**
     * Binding energy of the peak, eV; where none is seen, where it should be.
     */
    energy_ev: number,
    /**
     * Binding energies of its lines, eV, the strongest first, moved as all lines of the spectrum are.
     */
    lines_ev: Array<number>,
    /**
     * Its electrons as a share of those of the element's strongest line, 0 to 1.
     */
    strength: number,
    /**
     * Whether the spectrum has a peak there, whosever it is.
     */
    seen: boolean,
    /**
     * Whether the element is in the answer.
     */
    found: boolean,
    /**
     * What speaks for it and against it.
     */
    reason: string,
};

/**
 * Why there should be no composition, for programs.
 */
export type RefusalCode = "other_source" | "flat_counts" | "narrow_region" | "coarse_step" | "unlike" | "no_line" | "no_element";

/**
 * Why there should be no composition.
 */
export type Refusal = {
    /**
     * For programs.
     */
    code: RefusalCode,
    /**
     * For people: one sentence.
     */
    reason: string,
};

/**
 * The answer for one spectrum. Its JSON is a contract: fields may be added, never renamed.
 */
export type Analysis = {
    /**
     * File name.
     */
    file: string,
    /**
     * Name of the block (region), or its number where it has none.
     */
    block: string,
    /**
     * Sample name, may be empty.
     */
    sample: string,
    /**
     * Photon energy used, eV.
     */
    excitation_ev: number,
    /**
     * Lowest and highest binding energy, eV.
     */
    range_ev: [number, number],
    /**
     * Elements found, most abundant first.
     */
    elements: Array<ElementAmount>,
    /**
     * The sentences of `doubts`.
     */
    warnings: Array<string>,
    /**
     * Name of the network that answered.
     */
    model: string,
    /**
     * Number of the block in its file, counted from 1.
     */
    block_number: number,
    /**
     * What is doubtful.
     */
    doubts: Array<Doubt>,
    /**
     * How unlike the spectra of the training it is, 0 to 1; null where the network was not asked.
     */
    strangeness: number | null,
    /**
     * Why there should be no composition; null for a survey. [`Analysis::withhold`] takes it away.
     */
    refused: Refusal | null,
    /**
     * Path of the file as it was named, where several may have the same name.
     */
    path?: string,
    /**
     * Feature Importance Spectra with their tables of lines, where they were asked for.
     */
    fis?: Array<Fis>,
    /**
     * What areas of lines say of the elements found; none where the composition is refused.
     */
    conventional?: Conventional,
    /**
     * Peaks that no element found explains, two at most; none where nobody asked, or where the
     * composition is refused.
     */
    unexplained?: Array<UnexplainedPeak>,
    /**
     * The composition refined by the spectrum that it implies, where that was asked for; none where the
     * composition is refused.
     */
    refined?: Refined,
    /**
     * How well the spectrum that the refined composition implies is the measured one.
     */
    goodness?: Goodness,
    /**
     * How the energy axis of the file was moved before the answer; none where it was not.
     */
    calibration?: EnergyCalibration,
    /**
     * Elements that the user left out or counted in; none where the network alone decides.
     */
    constraints?: Constraints,
    /**
     * What to mind about the elements found, where lines overlap or a survey does not tell them.
     */
    advice?: Array<Advice>,
};

/**
 * How intensities are drawn.
 */
export type IntensityScale = "linear" | "square_root" | "logarithmic";

/**
 * Light or dark surroundings.
 */
export type Theme = "light" | "dark" | {
    "forced": {
        /**
         * Of the ground.
         */
        ground: [number, number, number],
        /**
         * Of texts.
         */
        ink: [number, number, number],
        /**
         * Of what is chosen.
         */
        highlight: [number, number, number],
    }
};

/**
 * A name to be written at an energy.
 */
export type Label = {
    /**
     * Binding energy of the line, eV.
     */
    energy_ev: number,
    /**
     * What is written: `Au 4f`, `O KLL`.
     */
    text: string,
    /**
     * Symbol of the element that the line belongs to.
     */
    symbol: string,
    /**
     * Which labels to keep where not all have room: the larger first.
     */
    weight: number,
    /**
     * Whether it is set off from the others (the lines of the chosen element).
     */
    chosen: boolean,
};

/**
 * A rectangle in pixels; y grows downwards.
 */
export type Rect = {
    /**
     * Left edge.
     */
    left: number,
    /**
     * Upper edge.
     */
    top: number,
    /**
     * Right edge.
     */
    right: number,
    /**
     * Lower edge.
     */
    bottom: number,
};

/**
 * One panel as it was drawn: how CSS pixels and data belong together.
 */
export type Panel = {
    /**
     * `spectrum`, `residual` or `fis`.
     */
    name: string,
    /**
     * The panel's inside, CSS pixels from the figure's upper left corner.
     */
    css_px: Rect,
    /**
     * Binding energy at the left edge, eV: the higher one.
     */
    energy_left_ev: number,
    /**
     * Binding energy at the right edge, eV.
     */
    energy_right_ev: number,
    /**
     * Value at the lower edge, in the panel's unit.
     */
    value_bottom: number,
    /**
     * Value at the upper edge.
     */
    value_top: number,
    /**
     * Unit of the values, as it is written on the axis.
     */
    unit: string,
    /**
     * How values become heights.
     */
    scale: IntensityScale,
};

/**
 * Where everything was drawn, for the page's cursor and for tests.
 */
export type Layout = {
    /**
     * The panels, from top to bottom.
     */
    panels: Array<Panel>,
    /**
     * The labels that found room, with their place in CSS pixels.
     */
    labels: Array<[string, Rect]>,
};



/**
 * A measured curve over binding energies.
 */
export class Curve {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Intensities, one per energy.
     */
    counts(): Float64Array;
    /**
     * Binding energies, eV, in file order.
     */
    energy_ev(): Float64Array;
    /**
     * File and block.
     */
    name(): string;
    /**
     * Seconds that each count was collected; undefined where the file does not say it.
     */
    seconds(): number | undefined;
    /**
     * Unit of the intensities.
     *
     * # Errors
     * None in practice.
     */
    unit(): CountUnit;
}

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
    about(): About;
    /**
     * What the spectrum offers to calibrate its energy axis by. `refined` is what [`Engine::refine`] came to,
     * undefined before.
     *
     * # Errors
     * A value that is no analysis.
     */
    calibrations(prepared: Prepared, analysis: Analysis, refined: Refined | undefined): CalibrationEstimate[];
    /**
     * How well a survey tells each element, and by which lines; null where nobody worked it out.
     *
     * # Errors
     * None in practice.
     */
    classes(): Classes | null;
    /**
     * The answer for one spectrum from the network's table, as `speclens analyse --json` has it.
     *
     * # Errors
     * A table of the wrong length.
     */
    conclude(prepared: Prepared, table: Float32Array | number[]): Analysis;
    /**
     * The FIS of the element `symbol` from a finished run, whichever the network knows. `of` as
     * [`Engine::line_tables`] takes it; undefined for the evidence, or for the presence where the
     * element is not found.
     *
     * # Errors
     * An element that the network does not know, a run that is not finished.
     */
    fis(run: ProbeRun, symbol: string, of: Explained | undefined): Fis;
    /**
     * Runs the network on `batch` inputs. Resolves with the table, `[batch, 5 × elements + 1]`.
     */
    forward(input: Float32Array | number[], batch: number): Promise<Float32Array>;
    /**
     * Labels at the lines of the elements of `analysis` (as [`Engine::conclude`] gave it).
     *
     * # Errors
     * A value that is no analysis, a spectrum without binding energies.
     */
    labels(prepared: Prepared, analysis: Analysis): Label[];
    /**
     * The lines of all elements in a spectrum, in ascending energy. `table` is the network's row that `analysis` was
     * concluded from; `tables` are those of [`Engine::line_tables`], none before they are worked out.
     *
     * # Errors
     * A value that is no analysis, a row of the wrong length.
     */
    line_places(prepared: Prepared, analysis: Analysis, table: Float32Array | number[], tables: LineTable[]): LinePlace[];
    /**
     * The tables of a finished run, in the order of the analysis. `of` is what the shares are of:
     * `evidence`, `presence` or `fraction`; undefined for the evidence.
     *
     * # Errors
     * A run that is not finished.
     */
    line_tables(run: LineRun, of: Explained | undefined): LineTable[];
    /**
     * The architecture as JSON, for the WebGPU module.
     *
     * # Errors
     * None in practice.
     */
    network_json(): string;
    /**
     * From the bytes of `model.json`, `weights.safetensors` and, where they are at hand,
     * `classes.json` and the SHA-256 of the weights, hexadecimal.
     *
     * # Errors
     * A manifest, weights or classes that are damaged or do not fit each other.
     */
    constructor(manifest: Uint8Array | number[], weights: Uint8Array | number[], classes?: Uint8Array | number[] | null, sha256?: string | null);
    /**
     * Settles the X-ray source (`al-ka`, `mg-ka` or undefined), moves the axis as `adjustments` has it
     * (undefined for none), and places one block on the grid.
     *
     * # Errors
     * What is not XPS, too narrow or malformed, with the block's title; a shift that is too large.
     */
    prepare(file: SpectrumFile, index: number, source?: Source, adjustments?: Adjustments): Prepared;
    /**
     * Starts a scan of the energy axis for the FIS of all elements. `options`: some of `{probe:
     * 'removal' | 'addition', sigma_ev, amplitude, background_ev, recordings, batch}`.
     *
     * # Errors
     * A value that is no analysis, options out of range.
     */
    probe(prepared: Prepared, analysis: Analysis, options: Partial<Options>): ProbeRun;
    /**
     * Starts to refine `analysis` (as [`Engine::conclude`] gave it) by the spectrum that it implies; undefined
     * where there is nothing to fit.
     *
     * # Errors
     * A value that is no analysis, a spectrum without binding energies.
     */
    refine(prepared: Prepared, analysis: Analysis): Refinement | undefined;
    /**
     * Starts the tables of lines of the elements found in `analysis` (as [`Engine::conclude`] gave
     * it): what the answer becomes without each line group. `options` as [`Engine::probe`] takes
     * them; of them only `background_ev`, `recordings` and `batch` matter.
     *
     * # Errors
     * A value that is no analysis, options out of range.
     */
    remove_lines(prepared: Prepared, analysis: Analysis, options: Partial<Options>): LineRun;
    /**
     * A report on block `index` of `file` and its `analysis` (as [`Engine::conclude`] gave it, with `refined` and `goodness` where the fit is
     * done) as one HTML file. `implied` is the implied spectrum, one intensity for each energy; `besides` are
     * what its user told and chose, the tables of lines and FIS as far as they are worked out, what ran the network and when the report was
     * made, and the figure on show.
     *
     * # Errors
     * A value that is no analysis, a figure that cannot be drawn.
     */
    report(file: SpectrumFile, index: number, prepared: Prepared, analysis: Analysis, implied: Float64Array | number[] | null | undefined, besides: { settings: string[], tables: LineTable[], fis: Fis[], engine: string, made: string, on_show: { svg: string, caption: string } | null }): string;
    /**
     * The second opinion on `analysis` (as [`Engine::conclude`] gave it) with windows for lines of
     * elements, and with own sensitivity factors (the text of a table, or undefined).
     *
     * # Errors
     * A value that is no analysis or no list of windows; a row of the table that is none.
     */
    second_opinion(prepared: Prepared, analysis: Analysis, windows: UserWindow[], factors?: string | null): Conventional;
    /**
     * The peaks to begin with from `from_ev` to `to_ev`: lines there of the elements of `analysis` (as
     * [`Engine::conclude`] gave it).
     *
     * # Errors
     * A value that is no analysis, a spectrum without binding energies.
     */
    suggest_peaks(prepared: Prepared, analysis: Analysis, from_ev: number, to_ev: number): AskedPeak[];
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
     * Another spectrum over this one: binding energies in eV, intensities in `unit`, seconds of each
     * count where its file says them.
     *
     * # Errors
     * Lengths that differ.
     */
    add_other(name: string, energy_ev: Float64Array | number[], counts: Float64Array | number[], unit: CountUnit, seconds?: number | null): void;
    /**
     * Raises each other spectrum over the one before by `offset`, a share of the panel's height;
     * `normalised` stretches each to the lowest and the highest value of the spectrum in view.
     */
    arrange_others(offset: number, normalised: boolean): void;
    /**
     * Sets the lines of one element off from the others; undefined for none.
     */
    choose(symbol?: string | null): void;
    /**
     * Takes the FIS away.
     */
    clear_fis(): void;
    /**
     * Takes all other spectra away.
     */
    clear_others(): void;
    /**
     * Draws at a size in CSS pixels, `scale` device pixels each.
     * Answers where everything stands: `{panels, labels}`.
     *
     * # Errors
     * Nothing to draw, no room, no 2D context.
     */
    draw(width_css_px: number, height_css_px: number, scale: number, theme: Theme): Layout;
    /**
     * Draws the figure on another canvas, on white, `scale` device pixels for each CSS pixel.
     *
     * # Errors
     * As [`FigureCanvas::draw`].
     */
    draw_on(canvas: HTMLCanvasElement, width_css_px: number, height_css_px: number, scale: number): void;
    /**
     * Binding energy, eV, at `x_css_px` from the left edge; undefined before the first drawing.
     */
    energy_from_x(x_css_px: number): number | undefined;
    /**
     * How intensities are drawn.
     *
     * # Errors
     * A scale that is none.
     */
    intensity_scale(scale: IntensityScale): void;
    /**
     * Writes kinetic energies on the energy axis, for this photon energy in eV; undefined for binding
     * energies.
     */
    kinetic_axis(photon_energy_ev?: number | null): void;
    /**
     * Marks stretches of binding energy: `[[lowest, highest], …]`, eV.
     *
     * # Errors
     * A value that is no list of pairs.
     */
    mark(marked_ev: [number, number][]): void;
    /**
     * An empty figure for `canvas`.
     */
    constructor(canvas: HTMLCanvasElement);
    /**
     * Colours of other spectra in their order, `#rrggbb` each.
     *
     * # Errors
     * A theme that is none.
     */
    other_colours(theme: Theme): string[];
    /**
     * Draws counts per second: intensities over these seconds; undefined for intensities as measured.
     */
    per_second(seconds?: number | null): void;
    /**
     * The measured point nearest to a binding energy, eV: its energy and its intensity as it is drawn;
     * undefined without a spectrum.
     */
    point_at(energy_ev: number): Float64Array | undefined;
    /**
     * The background under the lines, one intensity for each energy of the spectrum; undefined for none.
     *
     * # Errors
     * Lengths that differ.
     */
    show_background(counts?: Float64Array | number[] | null): void;
    /**
     * The FIS under the spectrum, as `Engine.fis` gives it.
     *
     * # Errors
     * A value that is no FIS, lengths that differ.
     */
    show_fis(fis: Fis): void;
    /**
     * The implied spectrum over the measured one, one intensity for each of its energies; undefined for
     * none.
     *
     * # Errors
     * Lengths that differ.
     */
    show_implied(counts?: Float64Array | number[] | null): void;
    /**
     * Labels as `Engine.labels` gives them.
     *
     * # Errors
     * A value that is no list of labels.
     */
    show_labels(labels: Label[]): void;
    /**
     * The spectrum: binding energies in eV and intensities in `unit` (`counts`,
     * `counts_per_second`, `unknown`).
     *
     * # Errors
     * An unknown unit, or lengths that differ.
     */
    show_spectrum(energy_ev: Float64Array | number[], counts: Float64Array | number[], unit: CountUnit): void;
    /**
     * The figure as SVG, for papers: with a legend where there are several curves.
     *
     * # Errors
     * Nothing to draw, no room.
     */
    svg(width_css_px: number, height_css_px: number): string;
    /**
     * Shows binding energies from `lo_ev` to `hi_ev`; undefined for the whole spectrum.
     */
    view(lo_ev?: number | null, hi_ev?: number | null): void;
    /**
     * Place of a binding energy, CSS pixels from the left edge.
     */
    x_from_energy(energy_ev: number): number | undefined;
    /**
     * Place of a value of panel `index`, CSS pixels from the upper edge.
     */
    y_from_value(index: number, value: number): number | undefined;
}

/**
 * What is asked of the network for the tables of lines: hands out inputs, takes the network's
 * answers, batch by batch.
 */
export class LineRun {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the table for the batch that is out.
     *
     * # Errors
     * No batch is out, or the table does not fit it.
     */
    accept(table: Float32Array | number[]): void;
    /**
     * Inputs answered.
     */
    done(): number;
    /**
     * Whether all have been answered.
     */
    finished(): boolean;
    /**
     * The next batch of inputs, `[rows, 2, points]`; undefined when all are answered.
     */
    next_batch(): Float32Array | undefined;
    /**
     * Rows of the batch that is out.
     */
    rows(): number;
    /**
     * Inputs in all.
     */
    total(): number;
}

/**
 * A fitted region.
 */
export class PeakFit {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What came out.
     *
     * # Errors
     * None in practice.
     */
    region(): FittedRegion;
    /**
     * Fits the peaks of one region of a spectrum.
     *
     * # Errors
     * A value that asks for nothing known; a region or peaks that cannot be fitted.
     */
    static run(prepared: Prepared, asked: AskedFit): PeakFit;
    /**
     * All peaks and the background at the energies of the file; NaN outside of the region.
     */
    sum(): Float64Array;
}

/**
 * A spectrum placed on the network's grid.
 */
export class Prepared {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Shirley's background under the window of each line of the second opinion on `analysis`, in file order; NaN
     * outside of them.
     *
     * # Errors
     * A value that is no second opinion.
     */
    background(opinion: Conventional): Float64Array;
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
     * Seconds that each count was collected; undefined where the file does not say dwell time and
     * scans, or where the intensities are no counts.
     */
    seconds(): number | undefined;
    /**
     * Unit of the intensities: `counts`, `counts_per_second` or `unknown`.
     *
     * # Errors
     * None in practice.
     */
    unit(): CountUnit;
}

/**
 * What is asked of the network for Feature Importance Spectra: hands out inputs, takes the
 * network's answers, batch by batch.
 */
export class ProbeRun {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the table for the batch that is out.
     *
     * # Errors
     * No batch is out, or the table does not fit it.
     */
    accept(table: Float32Array | number[]): void;
    /**
     * Inputs answered.
     */
    done(): number;
    /**
     * Whether all have been answered.
     */
    finished(): boolean;
    /**
     * The next batch of inputs, `[rows, 2, points]`; undefined when all are answered.
     */
    next_batch(): Float32Array | undefined;
    /**
     * Rows of the batch that is out.
     */
    rows(): number;
    /**
     * Inputs in all.
     */
    total(): number;
}

/**
 * A fit that goes on step by step; afterwards, the spectra that compositions imply.
 */
export class Refinement {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Steps done.
     */
    done(): number;
    /**
     * What the fit says, as far as it has come: `{refined, goodness, text}`; undefined where it came to
     * nothing.
     *
     * # Errors
     * None in practice.
     */
    finish(): RefinedAnswer | undefined;
    /**
     * How well that of atomic percents explains the measured spectrum, in words; undefined before the end.
     */
    goodness(percents?: Float64Array | number[] | null): string | undefined;
    /**
     * The implied spectrum of atomic percents in the order of the answer (undefined: of the refined ones), one
     * intensity for each energy of the file; undefined before the end.
     */
    implied(percents?: Float64Array | number[] | null): Float64Array | undefined;
    /**
     * One step; whether there are more.
     */
    step(): boolean;
    /**
     * All steps.
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
     * Block `index` as a curve.
     *
     * # Errors
     * No such block, or none over binding energies.
     */
    curve(index: number): Curve;
    /**
     * What the file says of a block, as `speclens info --json --notes` has it.
     *
     * # Errors
     * No such block.
     */
    info(index: number): Info;
    /**
     * Name, format and blocks: `{name, format, blocks: [{block, title, …}]}`.
     *
     * # Errors
     * None in practice: what it holds can always be written.
     */
    list(): FileList;
    /**
     * What is to be asked about the file before it can be analysed: `{axis, photon_energy,
     * likely_axis, range_ev}`; null where nothing is.
     *
     * # Errors
     * None in practice.
     */
    question(): Question | null;
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
    source(index: number, named?: Source): Source | null;
    /**
     * Takes what the file's user says of it, where the file says nothing: `binding` or `kinetic`,
     * photon energy in eV.
     *
     * # Errors
     * An axis that is none, a photon energy out of range.
     */
    tell(axis?: Axis, photon_energy_ev?: number): void;
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
    written_as(format: 'csv' | 'vamas' | 'json'): string;
}

/**
 * Sends panics to the console: without this a trap says only `unreachable`.
 */
export function init(): void;

/**
 * Largest file that is read, bytes: the page asks before it takes one into memory.
 */
export function largest_file_bytes(): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_curve_free: (a: number, b: number) => void;
    readonly __wbg_engine_free: (a: number, b: number) => void;
    readonly __wbg_figurecanvas_free: (a: number, b: number) => void;
    readonly __wbg_linerun_free: (a: number, b: number) => void;
    readonly __wbg_peakfit_free: (a: number, b: number) => void;
    readonly __wbg_prepared_free: (a: number, b: number) => void;
    readonly __wbg_proberun_free: (a: number, b: number) => void;
    readonly __wbg_refinement_free: (a: number, b: number) => void;
    readonly __wbg_spectrumfile_free: (a: number, b: number) => void;
    readonly curve_counts: (a: number) => any;
    readonly curve_energy_ev: (a: number) => any;
    readonly curve_name: (a: number) => [number, number];
    readonly curve_seconds: (a: number) => [number, number];
    readonly curve_unit: (a: number) => [number, number, number];
    readonly engine_about: (a: number) => [number, number, number];
    readonly engine_calibrations: (a: number, b: number, c: any, d: any) => [number, number, number];
    readonly engine_classes: (a: number) => [number, number, number];
    readonly engine_conclude: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly engine_fis: (a: number, b: number, c: number, d: number, e: any) => [number, number, number];
    readonly engine_forward: (a: number, b: number, c: number, d: number) => any;
    readonly engine_labels: (a: number, b: number, c: any) => [number, number, number];
    readonly engine_line_places: (a: number, b: number, c: any, d: number, e: number, f: any) => [number, number, number];
    readonly engine_line_tables: (a: number, b: number, c: any) => [number, number, number];
    readonly engine_network_json: (a: number) => [number, number, number, number];
    readonly engine_new: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number];
    readonly engine_prepare: (a: number, b: number, c: number, d: number, e: number, f: any) => [number, number, number];
    readonly engine_probe: (a: number, b: number, c: any, d: any) => [number, number, number];
    readonly engine_refine: (a: number, b: number, c: any) => [number, number, number];
    readonly engine_remove_lines: (a: number, b: number, c: any, d: any) => [number, number, number];
    readonly engine_report: (a: number, b: number, c: number, d: number, e: any, f: number, g: number, h: any) => [number, number, number, number];
    readonly engine_second_opinion: (a: number, b: number, c: any, d: any, e: number, f: number) => [number, number, number];
    readonly engine_suggest_peaks: (a: number, b: number, c: any, d: number, e: number) => [number, number, number];
    readonly engine_test_input: (a: number) => any;
    readonly figurecanvas_add_other: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: any, i: number, j: number) => [number, number];
    readonly figurecanvas_arrange_others: (a: number, b: number, c: number) => void;
    readonly figurecanvas_choose: (a: number, b: number, c: number) => void;
    readonly figurecanvas_clear_fis: (a: number) => void;
    readonly figurecanvas_clear_others: (a: number) => void;
    readonly figurecanvas_draw: (a: number, b: number, c: number, d: number, e: any) => [number, number, number];
    readonly figurecanvas_draw_on: (a: number, b: any, c: number, d: number, e: number) => [number, number];
    readonly figurecanvas_energy_from_x: (a: number, b: number) => [number, number];
    readonly figurecanvas_intensity_scale: (a: number, b: any) => [number, number];
    readonly figurecanvas_kinetic_axis: (a: number, b: number, c: number) => void;
    readonly figurecanvas_mark: (a: number, b: any) => [number, number];
    readonly figurecanvas_new: (a: any) => number;
    readonly figurecanvas_other_colours: (a: number, b: any) => [number, number, number, number];
    readonly figurecanvas_per_second: (a: number, b: number, c: number) => void;
    readonly figurecanvas_point_at: (a: number, b: number) => [number, number];
    readonly figurecanvas_show_background: (a: number, b: number, c: number) => [number, number];
    readonly figurecanvas_show_fis: (a: number, b: any) => [number, number];
    readonly figurecanvas_show_implied: (a: number, b: number, c: number) => [number, number];
    readonly figurecanvas_show_labels: (a: number, b: any) => [number, number];
    readonly figurecanvas_show_spectrum: (a: number, b: number, c: number, d: number, e: number, f: any) => [number, number];
    readonly figurecanvas_svg: (a: number, b: number, c: number) => [number, number, number, number];
    readonly figurecanvas_view: (a: number, b: number, c: number, d: number, e: number) => void;
    readonly figurecanvas_x_from_energy: (a: number, b: number) => [number, number];
    readonly figurecanvas_y_from_value: (a: number, b: number, c: number) => [number, number];
    readonly init: () => void;
    readonly largest_file_bytes: () => number;
    readonly linerun_accept: (a: number, b: number, c: number) => [number, number];
    readonly linerun_done: (a: number) => number;
    readonly linerun_finished: (a: number) => number;
    readonly linerun_next_batch: (a: number) => any;
    readonly linerun_rows: (a: number) => number;
    readonly linerun_total: (a: number) => number;
    readonly peakfit_region: (a: number) => [number, number, number];
    readonly peakfit_run: (a: number, b: any) => [number, number, number];
    readonly peakfit_sum: (a: number) => any;
    readonly prepared_background: (a: number, b: any) => [number, number, number];
    readonly prepared_counts: (a: number) => any;
    readonly prepared_energy_ev: (a: number) => [number, number, number];
    readonly prepared_input: (a: number) => any;
    readonly prepared_seconds: (a: number) => [number, number];
    readonly prepared_unit: (a: number) => [number, number, number];
    readonly proberun_accept: (a: number, b: number, c: number) => [number, number];
    readonly proberun_done: (a: number) => number;
    readonly proberun_finished: (a: number) => number;
    readonly proberun_next_batch: (a: number) => any;
    readonly proberun_rows: (a: number) => number;
    readonly proberun_total: (a: number) => number;
    readonly refinement_done: (a: number) => number;
    readonly refinement_finish: (a: number) => [number, number, number];
    readonly refinement_goodness: (a: number, b: number, c: number) => [number, number];
    readonly refinement_implied: (a: number, b: number, c: number) => any;
    readonly refinement_step: (a: number) => number;
    readonly refinement_total: (a: number) => number;
    readonly spectrumfile_curve: (a: number, b: number) => [number, number, number];
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
    readonly __externref_drop_slice: (a: number, b: number) => void;
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
