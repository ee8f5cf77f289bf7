// The style of a viewer, as a sheet that scripts make: no policy of the host's has to allow it. The
// names with --speclens- are the host's to set.

const LIGHT = `
  color-scheme: light;
  --ground: var(--speclens-ground, #ffffff);
  --ink: var(--speclens-ink, #1c242e);
  --muted: var(--speclens-muted, #586370);
  --line: var(--speclens-line, #d9dfe6);
  --accent: var(--speclens-accent, #145ca8);
  --warn: #6d4a00; --warn-soft: #fff5dc; --warn-line: #e8cf8f;
  --bad: #9c1c1c; --bad-soft: #fdecec; --bad-line: #eab5b5;`;
const DARK = `
  color-scheme: dark;
  --ground: var(--speclens-ground, #171c23);
  --ink: var(--speclens-ink, #e7ebf0);
  --muted: var(--speclens-muted, #9ea9b6);
  --line: var(--speclens-line, #2d353f);
  --accent: var(--speclens-accent, #7ab8ff);
  --warn: #f3d48a; --warn-soft: #2e2612; --warn-line: #5b4a1d;
  --bad: #ffb3b0; --bad-soft: #351a1b; --bad-line: #6c3333;`;

const TEXT = `
:host { display: block; container-type: inline-size; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
@media screen { :host([theme="dark"]) { ${DARK} } }
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.viewer { padding: 0.9rem 1rem; border: 1px solid var(--line); border-radius: var(--speclens-radius, 0.6rem); background: var(--ground); color: var(--ink); font: 1rem/1.45 var(--speclens-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif); overflow-wrap: anywhere; text-align: start; }
h2, h3, p, ul { margin: 0; }
h2 { font-size: 1.05rem; line-height: 1.3; }
h3 { font-size: 0.95rem; margin-top: 0.8rem; }
.sub { color: var(--muted); font-size: 0.82rem; }
.footer { margin-top: 0.8rem; }
.problem:empty, .status:empty, .sub:empty { display: none; }
.problem, .refusal { margin: 0.6rem 0; padding: 0.55rem 0.8rem; border: 1px solid var(--bad-line); border-radius: 0.4rem; background: var(--bad-soft); color: var(--bad); font-size: 0.9rem; }
.warnings, .advice { list-style: none; margin-top: 0.7rem; padding: 0; font-size: 0.85rem; }
.warnings { padding: 0.5rem 0.8rem; border: 1px solid var(--warn-line); border-radius: 0.4rem; background: var(--warn-soft); color: var(--warn); }
li + li { margin-top: 0.25rem; }
.figure { position: relative; height: var(--speclens-figure-height, clamp(14rem, 45cqi, 24rem)); margin-top: 0.6rem; border-radius: 0.3rem; touch-action: pan-y; cursor: crosshair; }
.plot, .cursor { position: absolute; inset: 0; width: 100%; height: 100%; }
.cursor { pointer-events: none; }
.tools { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.2rem 0.8rem; margin-bottom: 0.6rem; }
.readout { flex: 1 1 14rem; min-height: 1.45em; font-size: 0.85rem; font-variant-numeric: tabular-nums; white-space: pre-wrap; }
.readout:empty::before { content: attr(data-idle); color: var(--muted); font-size: 0.8rem; }
.zoom { display: flex; }
button { font: inherit; font-size: 0.85rem; min-width: 2.1rem; min-height: 2rem; padding: 0 0.55rem; border: 1px solid transparent; border-radius: 0.35rem; background: none; color: var(--accent); cursor: pointer; }
button:hover:not(:disabled) { border-color: var(--accent); }
button:disabled { color: var(--muted); cursor: default; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.15rem 0.5rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: middle; }
thead th { color: var(--muted); font-size: 0.8rem; font-weight: 600; vertical-align: bottom; }
thead td { vertical-align: bottom; }
th { overflow-wrap: normal; }
tbody th { font-weight: 600; white-space: nowrap; }
tbody th .sub { font-weight: 400; white-space: normal; }
.unit { font-weight: 400; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead .number { white-space: normal; }
.pick { min-width: 2.6rem; font-weight: 700; text-align: start; }
.chosen > * { background: color-mix(in srgb, var(--accent) 14%, transparent); }
.bar-cell { width: 34%; min-width: 5rem; }
.axis { display: flex; justify-content: space-between; color: var(--muted); font-size: 0.72rem; }
.amount-bar { position: relative; display: block; height: 0.8rem; }
.amount-bar > * { position: absolute; inset-block: 0; left: 0; }
.bar { width: var(--share); background: var(--accent); opacity: 0.75; border-radius: 0.1rem; }
.amount-bar > .whisker { left: var(--low); width: calc(var(--high) - var(--low)); top: calc(50% - 1px); bottom: auto; height: 2px; background: var(--ink); }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@container (max-width: 30rem) { .bar-cell { display: none; } .viewer { padding: 0.6rem; } th, td { padding-inline: 0.25rem; } .lines table, .lines thead th { font-size: 0.74rem; } .lines td:nth-child(3) { white-space: normal; } }
@media (forced-colors: active) { .bar { background: Highlight; opacity: 1; forced-color-adjust: none; } .amount-bar > .whisker { background: CanvasText; forced-color-adjust: none; } }
@media print { .zoom, .readout { display: none; } }
`;

/** @type {CSSStyleSheet | null} */
let made = null;

/** One sheet for all viewers of a page. */
export function sheet() {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(TEXT);
  }
  return made;
}
