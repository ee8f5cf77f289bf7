// What a host sees of an embedded viewer: the element, its events, and the messages of embed.html.
// For hosts that use TypeScript: /// <reference path="…/www/embed/types.d.ts" />. No code here.

import type { Analysis, Axis, LineTable, Source } from '../../pkg/speclens.js';

/** Why something is not shown, for programs. The sentence beside it is for people. */
export type ErrorCode =
  /** An attribute, or a parameter of the address, is not understood. */
  | 'attribute'
  /** `src` lies on another origin, and the page's policy does not name that one. */
  | 'src_not_allowed'
  /** The file could not be fetched. */
  | 'not_fetched'
  /** The file is too large for a spectrum. */
  | 'too_large'
  /** The file is not understood, or cannot be answered. */
  | 'not_read'
  /** The file leaves open what `axis` or `photon-energy` have to say. */
  | 'question'
  /** The file has no block of this number. */
  | 'block'
  /** Network, module or worker could not be loaded. */
  | 'not_started'
  /** The analysis engine stopped. */
  | 'crash'
  /** A message of the host is not understood. */
  | 'message';

/** The answer to a spectrum. */
export type ShownAnswer = {
  /** Name of the file. */
  file: string;
  /** Number of the block in the file, from 1. */
  block: number;
  /** As `speclens analyse --json` prints it. Where `refused` is not null, `elements` is empty. */
  analysis: Analysis;
};

/** What the element's events carry in `detail`. All bubble, and leave the shadow tree. */
export type ViewerEvents = {
  /** A spectrum is being fetched and answered. */
  'speclens-loading': { src: string };
  'speclens-answer': ShownAnswer;
  'speclens-error': { code: ErrorCode; message: string };
  /** Another element is chosen, by its user or by the attribute; null for none. */
  'speclens-element': { element: string | null };
  /** What becomes of the answer without each line of the chosen element. */
  'speclens-lines': { element: string; table: LineTable };
};

/** `<speclens-viewer>`. Attributes: src, element, theme, block, source, axis, photon-energy. */
export interface SpeclensViewerElement extends HTMLElement {
  /** Shows a spectrum that the page has already: its bytes, and the name of its file. */
  open(bytes: ArrayBuffer | Uint8Array | Blob, name: string): void;
  /** The answer on show; null where there is none. */
  readonly answer: ShownAnswer | null;
}

/** What a host may set by a message; null takes it away. */
export type Settings = {
  src?: string | null;
  element?: string | null;
  theme?: 'light' | 'dark' | 'auto' | null;
  block?: number | null;
  source?: Source | null;
  axis?: Axis | null;
  photon_energy?: number | null;
};

/** The one message that embed.html posts to the window of its host: it carries a port. */
export type ReadyMessage = { type: 'speclens:ready'; version: 1 };

/** From the frame, through the port. */
export type FrameMessage =
  | ({ type: 'speclens:loading' } & ViewerEvents['speclens-loading'])
  | ({ type: 'speclens:answer' } & ViewerEvents['speclens-answer'])
  | ({ type: 'speclens:error' } & ViewerEvents['speclens-error'])
  | ({ type: 'speclens:element' } & ViewerEvents['speclens-element'])
  | ({ type: 'speclens:lines' } & ViewerEvents['speclens-lines'])
  /** How high the viewer is: for a frame as high as what it shows. */
  | { type: 'speclens:height'; css_px: number };

/** To the frame, through the port. */
export type HostMessage =
  | { type: 'speclens:open'; name: string; bytes: ArrayBuffer }
  | ({ type: 'speclens:set' } & Settings);

declare global {
  interface HTMLElementTagNameMap {
    'speclens-viewer': SpeclensViewerElement;
  }
  interface HTMLElementEventMap {
    'speclens-loading': CustomEvent<ViewerEvents['speclens-loading']>;
    'speclens-answer': CustomEvent<ViewerEvents['speclens-answer']>;
    'speclens-error': CustomEvent<ViewerEvents['speclens-error']>;
    'speclens-element': CustomEvent<ViewerEvents['speclens-element']>;
    'speclens-lines': CustomEvent<ViewerEvents['speclens-lines']>;
  }
}
