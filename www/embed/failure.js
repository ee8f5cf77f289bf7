// Why something is not shown: a code for programs, a sentence for people.

/** @typedef {import('./types.d.ts').ErrorCode} ErrorCode */

export class Failure extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} text
   */
  constructor(code, text) {
    super(text);
    this.name = 'Failure';
    this.code = code;
  }
}

/**
 * Anything that was thrown as a failure.
 * @param {Error} error
 * @param {ErrorCode} code of what is none yet
 */
export const failureOf = (error, code) => (error instanceof Failure ? error : new Failure(code, error.message));
