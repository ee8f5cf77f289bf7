// The file on show: its name, its blocks, and the X-ray source where the file does not say it.

import { byId, fixed, make } from './dom.js';
import { FILE } from './words.js';

/** @typedef {import('../pkg/speclens.js').BlockEntry} BlockEntry */
/** @typedef {import('../pkg/speclens.js').FileList & { simulated: boolean }} OpenFile simulated: an example of the page's */

/**
 * Technique, range, photon energy and points of a block, in one line.
 * @param {BlockEntry} block
 */
export function describe(block) {
  const [lo, hi] = block.range_ev;
  const source = block.photon_energy_ev === null ? FILE.noPhotonEnergy : FILE.photons(fixed(block.photon_energy_ev, 1));
  const technique = block.technique === 'xps' ? [] : [FILE.techniques[block.technique]];
  return [...technique, FILE.range(fixed(lo, 0), fixed(hi, 0)), source, FILE.points(block.points)].join(' · ');
}

export class BlocksView {
  #list = byId('blocks');
  #source = byId('source');
  #onSelect;

  /** @param {(index: number, source: string) => void} onSelect a block was chosen, or another source for the one on show */
  constructor(onSelect) {
    this.#onSelect = onSelect;
    this.#source.addEventListener('change', () => {
      this.#onSelect(Number(this.#list.dataset.chosen), this.source());
    });
  }

  /** The source that the user named, empty where none. */
  source() {
    return byId('source-row').hidden ? '' : this.#source.value;
  }

  /**
   * Shows a newly opened file.
   * @param {OpenFile} file
   */
  show({ name, format, blocks, simulated }) {
    byId('file-name').replaceChildren(name, make('span', { className: 'sub' }, ` ${format}`));
    byId('simulated').hidden = !simulated;
    this.#source.value = '';
    this.#list.replaceChildren(...blocks.map((b, index) => this.#item(b, index)));
  }

  /**
   * Marks the block on show.
   * @param {number} index
   * @param {BlockEntry} block
   */
  choose(index, block) {
    this.#list.dataset.chosen = String(index);
    byId('source-row').hidden = block.photon_energy_ev !== null;
    [...this.#list.children].forEach((item, i) => {
      item.firstElementChild.setAttribute('aria-current', String(i === index));
    });
    // Within the list only: the page stays where it is.
    const { offsetTop, offsetHeight } = this.#list.children[index];
    const above = offsetTop - this.#list.offsetTop;
    if (above < this.#list.scrollTop || above + offsetHeight > this.#list.scrollTop + this.#list.clientHeight) {
      this.#list.scrollTop = above - this.#list.clientHeight / 3;
    }
  }

  /**
   * @param {BlockEntry} block
   * @param {number} index
   */
  #item(block, index) {
    const button = make('button', { type: 'button', className: 'block', data: { block: String(block.block) } },
      make('span', { className: 'block-title' }, block.title),
      make('span', { className: 'sub' }, describe(block)));
    button.disabled = block.technique !== 'xps';
    button.addEventListener('click', () => this.#onSelect(index, this.source()));
    return make('li', {}, button);
  }
}
