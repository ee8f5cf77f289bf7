// “?” beside a term: a press shows what it means, another one, Escape or a press elsewhere hides it.

import { make } from './dom.js';
import { HELP } from './words.js';

/** Room between a button and its explanation, and around the edges of the window, CSS pixels. */
const GAP = 6;
let made = 0;

/**
 * The button that explains a term, and its explanation, which the browser keeps closed.
 * @param {keyof typeof HELP.terms} term
 * @returns {[HTMLButtonElement, HTMLElement]}
 */
export function help(term) {
  const [name, text] = HELP.terms[term];
  made += 1;
  const id = `help-${term}-${made}`;
  const label = HELP.ask(name);
  const button = make('button', {
    type: 'button', className: 'help', title: label, attributes: { 'aria-label': label, popovertarget: id },
  }, make('span', {}, '?'));
  button.addEventListener('click', (/** @type {Event} */ event) => event.stopPropagation());
  const note = make('div', { id, className: 'help-note', attributes: { popover: 'auto', role: 'note' } },
    make('strong', {}, name), ` ${text}`);
  note.addEventListener('click', (/** @type {Event} */ event) => event.stopPropagation());
  // Before, not after: nobody is to see it open and read that it is closed.
  note.addEventListener('beforetoggle', (/** @type {any} */ event) => button.setAttribute('aria-expanded', String(event.newState === 'open')));
  note.addEventListener('toggle', (/** @type {any} */ event) => {
    if (event.newState === 'open') place(note, button);
  });
  button.setAttribute('aria-expanded', 'false');
  return [button, note];
}

/** Explains the terms that index.html marks: `<span data-help="fis"></span>`. */
export function explainTerms() {
  for (const span of document.querySelectorAll('[data-help]')) {
    if (span instanceof HTMLElement) span.replaceChildren(...help(/** @type {any} */ (span.dataset.help)));
  }
}

/**
 * Below its button, or above where there is no room; within the window.
 * @param {HTMLElement} note
 * @param {HTMLElement} button
 */
function place(note, button) {
  const at = button.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - width - GAP));
  const below = at.bottom + GAP;
  const top = below + height < window.innerHeight ? below : Math.max(GAP, at.top - GAP - height);
  note.style.setProperty('--left', `${left}px`);
  note.style.setProperty('--top', `${top}px`);
}
