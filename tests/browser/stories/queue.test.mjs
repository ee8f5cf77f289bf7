// The queue of a batch and its rows, with lanes that only tell what a test has them tell: no browser is needed.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Crashed } from '../../../www/batch/asked.js';
import { Rows } from '../../../www/batch/rows.js';
import { Run } from '../../../www/batch/run.js';

const SETTINGS = { blocks: 'surveys', source: '', axis: '' };
const MIB = 2 ** 20;
const tick = () => new Promise((done) => setTimeout(done, 1));
const source = (path) => ({ path, file: async () => new File([], path) });
const many = (count) => Array.from({ length: count }, (_, i) => source(`${i}.vms`));
const row = (index) => ({ index, block: index + 1, name: '', sample: '', elements: [], warnings: [] });

/**
 * A batch with lanes that answer each task as `answer` has it: a number of blocks, or what it throws.
 * @param {{ lanes?: number, starts?: (number: number) => boolean, answer: (task: object, number: number) => Promise<object> | object }} of
 */
function batch({ lanes: count = 2, starts = () => true, answer }) {
  const rows = new Rows();
  const held = new Map();
  let most = 0;
  const lanes = {
    count,
    letGo: (number) => held.delete(number),
    lane: async (number) => {
      await tick();
      if (!starts(number)) throw new Error('no memory');
      return {
        ask: async (_, { tasks }) => {
          const results = [];
          for (const task of tasks) {
            if (task.part) held.set(number, task.key);
            else held.delete(number);
            most = Math.max(most, held.size);
            await tick();
            results.push({ key: task.key, rows: [], ...await answer(task, number) });
          }
          return results;
        },
      };
    },
  };
  const run = new Run(lanes, { results: (results) => results.forEach((result) => rows.add(result, run.source(result.key).path)), changed: () => {} });
  const until = async (state) => {
    for (let i = 0; run.progress.state !== state; i += 1) {
      assert.ok(i < 4000, `${run.progress.state} for ever: ${JSON.stringify(run.progress)}`);
      await tick();
    }
    await tick();
  };
  const counts = () => {
    const { files, done, left, spectra } = run.progress;
    return { files, done, left, spectra, rows: rows.count };
  };
  /** As the button does it. */
  const again = () => {
    const keys = [...rows.files('failed')].filter((key) => !run.isUnderWay(key));
    rows.drop(keys);
    run.again(keys, SETTINGS);
    return keys;
  };
  return { run, rows, until, counts, again, most: () => most };
}

/** A file of so many blocks, in parts. */
const long = (blocks, bytes = MIB) => ({ part }) => (part ? { rows: Array.from({ length: part[1] - part[0] }, (_, i) => row(part[0] + i)) } : { long: { blocks, bytes } });
const short = () => ({ rows: [row(0)] });
const blocksOf = (rows) => rows.all.map((each) => each.index).sort((a, b) => a - b);
const numbers = (count) => Array.from({ length: count }, (_, i) => i);

test('every block of a long file comes once', async () => {
  const { run, rows, until, counts } = batch({ answer: long(300) });
  run.add([source('map.vms')], SETTINGS);
  await until('done');
  assert.deepEqual(counts(), { files: 1, done: 1, left: 0, spectra: 300, rows: 300 });
  assert.deepEqual(blocksOf(rows), numbers(300));
});

test('of long files the lanes hold so much in all, or one lane holds one', async () => {
  for (const [bytes, expected] of [[MIB, 8], [100 * MIB, 2], [300 * MIB, 1]]) {
    const { run, until, counts, most } = batch({ lanes: 8, answer: (task) => (task.key === 0 ? long(6400, bytes)(task) : short()) });
    run.add([source('map.vms'), ...many(40)], SETTINGS);
    await until('done');
    assert.equal(most(), expected, `${bytes} bytes`);
    assert.deepEqual(counts(), { files: 41, done: 41, left: 0, spectra: 6440, rows: 6440 });
  }
  const { run, until, counts } = batch({ lanes: 3, answer: long(300, 200 * MIB) });
  run.add(many(5), SETTINGS);
  await until('done');
  assert.deepEqual(counts(), { files: 5, done: 5, left: 0, spectra: 1500, rows: 1500 });
});

test('what crashes a lane is found by halves, and tried again whole', async () => {
  let well = false;
  const answer = (task) => {
    if (task.part && task.part[0] <= 77 && 77 < task.part[1] && !well) throw new Crashed('a crash');
    return long(300)(task);
  };
  const { run, rows, until, counts, again } = batch({ answer });
  run.add([source('map.vms')], SETTINGS);
  await until('done');
  assert.deepEqual(counts(), { files: 1, done: 1, left: 0, spectra: 299, rows: 300 });
  assert.deepEqual(blocksOf(rows).filter((index) => index >= 0), numbers(300).filter((i) => i !== 77));
  well = true;
  assert.deepEqual(again(), [0]);
  await until('done');
  assert.deepEqual(blocksOf(rows), numbers(300));
  assert.deepEqual([run.progress.files, run.progress.done], [1, 1]);
});

test('a long file that can no longer be read has its error once for each lane at most', async () => {
  let gone = false;
  const answer = (task) => {
    if (task.part && task.part[0] >= 128) gone = true;
    return gone ? { failed: 'gone' } : long(640)(task);
  };
  const { run, rows, until, again } = batch({ answer });
  run.add([source('map.vms')], SETTINGS);
  await until('done');
  assert.deepEqual([run.progress.files, run.progress.done], [1, 1]);
  const errors = rows.all.filter((each) => each.state === 'failed').length;
  assert.ok(errors >= 1 && errors <= 2, `${errors} errors`);
  assert.equal(rows.files('failed').size, 1);
  gone = false;
  again();
  const { progress } = run;
  assert.deepEqual([progress.files, progress.done], [1, 0]);
  await until('done');
  assert.equal(rows.files('failed').size, 1, 'gone again');
});

test('what is cancelled is left out, and is no error, whatever becomes of it', async () => {
  let crash = false;
  const answer = async (task) => {
    await tick();
    if (crash) throw new Crashed('a crash');
    return task.key === 0 ? long(640)(task) : short();
  };
  const { run, rows, until, counts } = batch({ answer });
  run.add([source('map.vms'), ...many(40)], SETTINGS);
  while (run.progress.long.length === 0) await tick();
  crash = true;
  run.cancel();
  for (let i = 0; i < 50; i += 1) await tick();
  assert.equal(rows.states().failed, 0);
  const { files, done, left } = counts();
  assert.deepEqual([files, done + left], [done, 41]);
  crash = false;
  run.add([source('after.vms')], SETTINGS);
  await until('done');
  assert.deepEqual([run.progress.files, run.progress.done, run.progress.left], [done + 1, done + 1, left]);
});

test('a lane that does not start gives its files to the others', async () => {
  const { run, until, counts } = batch({ lanes: 3, starts: (number) => number === 1, answer: short });
  run.add(many(60), SETTINGS);
  await until('done');
  assert.deepEqual(counts(), { files: 60, done: 60, left: 0, spectra: 60, rows: 60 });
});

test('where no lane starts, the batch stands and says why; it goes on, or is cancelled', async () => {
  let starts = false;
  const { run, until, counts } = batch({ starts: () => starts, answer: short });
  run.add(many(4), SETTINGS);
  await until('paused');
  assert.equal(run.progress.hindered, 'no memory');
  run.cancel();
  assert.deepEqual(counts(), { files: 0, done: 0, left: 4, spectra: 0, rows: 0 });
  run.add(many(2), SETTINGS);
  await until('paused');
  starts = true;
  run.resume();
  assert.equal(run.progress.hindered, '');
  await until('done');
  assert.deepEqual(counts(), { files: 2, done: 2, left: 4, spectra: 2, rows: 2 });
});

test('a batch that its user paused stays so when files are tried again', async () => {
  const { run, rows, until, again } = batch({ answer: ({ key }) => (key === 0 ? { failed: 'gone' } : short()) });
  run.add(many(40), SETTINGS);
  while (rows.files('failed').size === 0) await tick();
  run.pause();
  again();
  assert.equal(run.progress.state, 'paused');
  run.resume();
  await until('done');
  assert.deepEqual([run.progress.files, run.progress.done], [40, 40]);
});

test('rows stand by path, with numbers in order, then by block', () => {
  const rows = new Rows();
  ['s10.vms', 's9.vms', 'S9/b.vms', 'a.vms'].forEach((path, key) => rows.add({ key, rows: [row(1), row(0)] }, path));
  const view = { search: '', state: '', element: '', least: 0, sort: 'file', down: false };
  assert.deepEqual(rows.view(view).map((each) => `${each.path}#${each.index}`), ['a.vms#0', 'a.vms#1', 's9.vms#0', 's9.vms#1', 'S9/b.vms#0', 'S9/b.vms#1', 's10.vms#0', 's10.vms#1']);
});
