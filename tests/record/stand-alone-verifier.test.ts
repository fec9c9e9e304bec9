/** What a third party finds with the verifier alone: a trail, a head that was kept, and six ways to tamper. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { Recorder } from './fixtures.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/audit-verify.mjs', import.meta.url));

interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** Exit status and words of the verifier. */
function verify(lines: readonly string[], heads: readonly Head[] = []): { status: number; words: string } {
  const kept = heads.flatMap(({ seq, hash }) => ['--head', `${seq}:${hash}`]);
  const input = lines.map((line) => `${line}\n`).join('');
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, '-', ...kept], { input, encoding: 'utf8' });
  return { status: status ?? -1, words: stdout };
}

let service: TestService;
let lines: string[];
let head: Head;

/** Some writes of several kinds, and the trail that they left. */
async function record(of: TestService): Promise<{ lines: string[]; head: Head }> {
  const recorder = new Recorder(of.admin);
  const { id } = await recorder.question();
  await recorder.forecast(id, 0.7, { note: 'As it was said.' });
  await recorder.resolve(id);
  await recorder.correct(id, { value: false });
  const { text } = await of.admin.get('/v1/audit/trail').buffer(true);
  return { lines: text.trim().split('\n'), head: (await of.admin.get('/v1/audit/head')).body as Head };
}

beforeAll(async () => {
  service = await startService();
  ({ lines, head } = await record(service));
});
afterAll(() => service.close());

describe('the stand-alone verifier', () => {
  it('says that an untouched trail holds, and that it reaches the head that was kept', () => {
    expect(verify(lines, [head])).toMatchObject({
      status: 0,
      words: expect.stringContaining('Everything holds.'),
    });
  });

  const last = () => lines.length - 1;
  it.each<[string, () => string[]]>([
    ['a changed byte', () => lines.map((line) => line.replace('As it was said.', 'As it was sung.'))],
    ['a deleted row', () => lines.filter((_, at) => at !== last() - 1)],
    ['two swapped rows', () => [...lines.slice(0, -2), lines[last()] as string, lines[last() - 1] as string]],
    ['an inserted row', () => [...lines.slice(0, -1), lines[last() - 1] as string, lines[last()] as string]],
  ])('finds %s without any head', (_, tampered) => {
    expect(tampered()).not.toEqual(lines);
    expect(verify(tampered())).toMatchObject({ status: 1, words: expect.stringMatching(/\d findings?\./) });
  });

  it('finds a tail that was cut by the head that was kept', () => {
    const cut = lines.slice(0, -1);
    expect(verify(cut).status).toBe(0);
    expect(verify(cut, [head])).toMatchObject({ status: 1, words: expect.stringContaining('it was cut') });
  });

  it('finds a record that was written anew, every hash right, by the head that was kept', async () => {
    const other = await startService();
    try {
      const anew = await record(other);
      expect(anew.lines).toHaveLength(lines.length);
      expect(verify(anew.lines).status).toBe(0);
      expect(verify(anew.lines, [head])).toMatchObject({
        status: 1,
        words: expect.stringContaining('the record was rewritten'),
      });
    } finally {
      await other.close();
    }
  });

  it.each([
    ['an empty file', []],
    ['a file of blank lines', ['', '']],
  ])('does not call %s verified', (_, nothing) => {
    expect(verify(nothing)).toMatchObject({ status: 1, words: expect.stringContaining('nothing to verify') });
    expect(verify(nothing).words).not.toContain('Everything holds');
  });
});
