// What crosses from the module to the page has the shape that its declarations say. No browser: the
// module of pkg/ runs in node.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';

import { faults } from '../types.mjs';
import { vamas } from '../vamas.mjs';

const root = new URL('../../../', import.meta.url);
const bytes = (path) => new Uint8Array(readFileSync(new URL(path, root)));
const has = (value, type) => assert.deepEqual(faults(value, type), []);

let wasm;
let engine;
before(async () => {
  wasm = await import(new URL('pkg/speclens.js', root));
  wasm.initSync({ module: bytes('pkg/speclens_bg.wasm') });
  engine = new wasm.Engine(bytes('model_weights/al-ka/model.json'), bytes('model_weights/al-ka/weights.safetensors'));
});

const read = (text, name = 'a.vms') => wasm.SpectrumFile.read(new TextEncoder().encode(text), name);

test('a file, its blocks and what it says of them', () => {
  const file = read(vamas({}, { name: 'Cu LMM', technique: 'AES' }));
  has(file.list(), 'FileList');
  assert.equal(file.list().blocks.length, 2);
  has(file.info(0), 'Info');
  assert.equal(file.question(), null);
  has(file.source(0), 'Source');
});

test('a file that leaves something open asks', () => {
  const rows = Array.from({ length: 700 }, (_, i) => `${i} ${1000 + i}`).join('\n');
  const file = read(rows, 'a.txt');
  has(file.question(), 'Question');
  has(file.info(0), 'Info');
  assert.ok(file.info(0).warnings.length > 0, 'the axis is not said');
});

test('an answer, its labels and its explanation', async () => {
  has(engine.about(), 'About');
  const prepared = engine.prepare(read(vamas({})), 0);
  has(prepared.unit(), 'CountUnit');
  const table = await engine.forward(prepared.input(), 1);
  const analysis = engine.conclude(prepared, table);
  has(analysis, 'Analysis');
  assert.ok(analysis.elements.length > 0);
  has(engine.labels(prepared, analysis), 'Label[]');
  const answer = async (run) => {
    for (let batch = run.next_batch(); batch; batch = run.next_batch()) {
      run.accept(await engine.forward(batch, run.rows()));
    }
    return run;
  };
  const [{ symbol }] = analysis.elements;
  const options = { sigma_ev: 20, recordings: 1, batch: 64 };
  const tables = engine.line_tables(await answer(engine.remove_lines(prepared, analysis, options)), undefined);
  has(tables, 'LineTable[]');
  assert.deepEqual(tables.map((t) => t.element), analysis.elements.map((e) => e.symbol));
  const scan = await answer(engine.probe(prepared, analysis, options));
  has(engine.fis(scan, symbol, undefined), 'Fis');
  assert.equal(engine.fis(scan, 'U', undefined).of, 'presence', 'an element that is not found');
  const added = await answer(engine.probe(prepared, analysis, { ...options, probe: 'addition' }));
  const fis = engine.fis(added, symbol, 'fraction');
  has(fis, 'Fis');
  assert.equal(fis.amplitude, 0.1);
});

test('a shape that is not the declared one is found', () => {
  const list = read(vamas({})).list();
  assert.deepEqual(faults({ ...list, size: 1 }, 'FileList'), ['value.size: not declared']);
  assert.deepEqual(faults({ ...list, name: 1 }, 'FileList'), ['value.name: 1 is no string']);
  delete list.blocks[0].points;
  assert.deepEqual(faults(list, 'FileList'), ['value.blocks[0].points: missing']);
});

test('the declarations leave nothing open', () => {
  const declared = readFileSync(new URL('pkg/speclens.d.ts', root), 'utf8');
  // What follows is wasm-bindgen's own, about the module itself.
  const [ours] = declared.split('export type InitInput');
  assert.match(ours, /class SpectrumFile/);
  assert.deepEqual(ours.match(/.*\bany\b.*/g), null);
});
