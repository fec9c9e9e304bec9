/** A gate lets so many in, the others one after the other, and refuses at once whoever would wait too long. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Gate } from '../../src/http/gate.ts';

const refusal = () => new Error('busy');
const PACE_MS = 20;

it('never has more in work than places, and serves in the order of arrival', async () => {
  const gate = new Gate(3, 10_000, refusal, PACE_MS);
  let [inWork, most] = [0, 0];
  const order: number[] = [];
  const work = (n: number) =>
    gate.run(async () => {
      order.push(n);
      inWork += 1;
      most = Math.max(most, inWork);
      await sleep(n % 3);
      inWork -= 1;
      return n;
    });
  const numbers = Array.from({ length: 50 }, (_, n) => n);
  expect(await Promise.all(numbers.map(work))).toEqual(numbers);
  expect([most, order, gate.inWork, gate.waiting]).toEqual([3, numbers, 0, 0]);
});

it('gives the place back when work fails', async () => {
  const gate = new Gate(1, 1000, refusal, PACE_MS);
  await expect(gate.run(() => Promise.reject(new Error('defect')))).rejects.toThrow('defect');
  expect(await gate.run(() => 'next')).toBe('next');
});

it('refuses at once by how long work has taken lately, and lets in again', async () => {
  const gate = new Gate(1, 200, refusal, PACE_MS);
  for (let n = 0; n < 40; n += 1) await gate.run(() => sleep(60));
  const [working, waiting] = [gate.run(() => sleep(60)), gate.run(() => 'waited')];
  expect([gate.inWork, gate.waiting]).toEqual([1, 1]);
  expect(gate.crowded).toBe(false);
  const more = gate.run(() => sleep(60));
  expect(gate.crowded).toBe(true);
  await expect(gate.run(() => 'too many')).rejects.toThrow('busy');
  expect([gate.inWork, gate.waiting]).toEqual([1, 2]);
  expect(await waiting).toBe('waited');
  await Promise.all([working, more]);
  expect(await gate.run(() => 'next')).toBe('next');
});

it('lets nobody wait longer than foreseen, even where nothing ends', async () => {
  const gate = new Gate(1, 60, refusal, PACE_MS);
  let end: () => void = () => undefined;
  const stuck = gate.run(() => new Promise<void>((resolve) => (end = resolve)));
  await expect(gate.run(() => 'never')).rejects.toThrow('busy');
  expect([gate.inWork, gate.waiting]).toEqual([1, 0]);
  end();
  await stuck;
  expect([await gate.run(() => 'next'), gate.waiting]).toEqual(['next', 0]);
});

it('does nothing for somebody who has gone', async () => {
  const gate = new Gate(1, 1000, refusal, PACE_MS);
  let worked = false;
  const work = () => {
    worked = true;
  };
  await expect(gate.run(work, () => false)).rejects.toThrow('busy');
  expect([worked, gate.inWork]).toEqual([false, 0]);
});

it('counts whoever was promised a place as in line, and lets him in however long it has become', async () => {
  const gate = new Gate(1, 60, refusal, PACE_MS);
  const [first, second, third] = [gate.promise(), gate.promise(), gate.promise()];
  expect(gate.crowded).toBe(true);
  expect(() => gate.promise()).toThrow('busy');
  second.release();
  second.release();
  gate.promise();
  expect(gate.crowded).toBe(true);
  const all = [first, third].map((promised) => gate.run(() => sleep(5), undefined, promised));
  expect(await Promise.all(all)).toEqual([undefined, undefined]);
  // A promise is good for one time.
  const begun = gate.run(() => sleep(20));
  gate.promise();
  await expect(gate.run(() => 'again', undefined, first)).rejects.toThrow('busy');
  await begun;
});

it('lets nobody in line once somebody has waited in vain, until work ends', async () => {
  const gate = new Gate(1, 100, refusal, PACE_MS);
  for (let n = 0; n < 40; n += 1) await gate.run(() => 'quick');
  let end: () => void = () => undefined;
  const stuck = gate.run(() => new Promise<void>((resolve) => (end = resolve)));
  const waits = gate.run(() => 'waited');
  expect(gate.crowded).toBe(false);
  await expect(waits).rejects.toThrow('busy');
  expect(gate.crowded).toBe(true);
  end();
  await stuck;
  expect(gate.crowded).toBe(false);
  expect(await gate.run(() => 'next')).toBe('next');
});

it('lets a burst in line however slow it is, until somebody is turned away', async () => {
  const gate = new Gate(1, 100, refusal, 60, 4);
  const begun = gate.run(() => sleep(1));
  const burst = [1, 2, 3, 4].map((n) => gate.run(() => n));
  expect(gate.waiting).toBe(4);
  await expect(gate.run(() => 'one more')).rejects.toThrow('busy');
  expect(await Promise.all(burst)).toEqual([1, 2, 3, 4]);
  await begun;
  // Somebody was turned away: from now on the line is as long as its pace says.
  const slow = gate.run(() => sleep(5));
  const next = gate.run(() => 'next');
  const refused = [1, 2, 3].map((n) => gate.run(() => n));
  expect((await Promise.allSettled(refused)).map(({ status }) => status)).toContain('rejected');
  await Promise.allSettled([slow, next]);
});
