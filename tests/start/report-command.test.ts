/** `npm run report` as a person runs it: the built command, against a service and against a database. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { projectFolder } from '../../src/store/project-folder.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let folder: string;
beforeAll(async () => {
  service = await startService({ seed: true });
  folder = makeTemporaryFolder('reckoner-report-');
});
afterAll(() => service.close());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function report(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { DATABASE_URL: _database, MIGRATION_DATABASE_URL: _owner, ...inherited } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/src/commands/report.js', ...words],
      { cwd: projectFolder, env: { ...inherited, PORT: '0', ...environment }, maxBuffer: 50_000_000 },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const answered = async (target: string) => (await service.anyone.get(target).buffer(true)).text;

describe('npm run report', () => {
  it('prints what the service answers, byte for byte, and says where it is from', async () => {
    const { code, stdout, stderr } = await report([
      '--url',
      service.anyone.url,
      '--group-by',
      'topic',
      '--group-by',
      'source',
      '--level',
      '0.9',
    ]);
    expect([code, stderr]).toEqual([0, `From the service at ${service.anyone.url}\n`]);
    expect(stdout).toBe(
      await answered('/v1/reports/accuracy?groupBy=topic&groupBy=source&level=0.9&format=md'),
    );
  });

  it('writes a file in the format that its name ends in', async () => {
    const file = join(folder, 'ranks.html');
    const { code, stdout, stderr } = await report([
      'leaderboard',
      '--out',
      file,
      '--url',
      service.anyone.url,
    ]);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/Wrote .*ranks\.html: \d+ bytes, taken at audit number \d+/);
    expect(readFileSync(file, 'utf8')).toBe(await answered('/v1/reports/leaderboard?format=html'));
  });

  it('finds the service on PORT by itself', async () => {
    const { port } = new URL(service.anyone.url);
    const { code, stderr } = await report(['calibration', '--format', 'csv'], { PORT: port });
    expect([code, stderr]).toEqual([0, `From the service at http://127.0.0.1:${port}\n`]);
  });

  it('reads the database itself where no service runs, with the same bytes', async () => {
    const { code, stdout, stderr } = await report(['--hedge', 'low', '--format', 'json'], {
      DATABASE_URL: service.databaseUrl,
    });
    expect([code, stderr]).toEqual([0, 'From the database that DATABASE_URL names\n']);
    expect(stdout).toBe(await answered('/v1/reports/accuracy?hedge=low&format=json'));
  });

  it.each([
    ['an unknown option', ['--grupby', 'topic'], 'Did you mean --group-by?'],
    [
      'an unknown report',
      ['acuracy'],
      'Allowed choices are accuracy, calibration, leaderboard, head-to-head',
    ],
    ['what a kind needs', ['head-to-head'], '--forecaster-id must be given twice'],
    ['a file of no format', ['--out', 'report.docx'], 'must be one of json, csv, md'],
    ['a folder that is not there', ['--out', '/no/such/folder/report.md'], 'Name another file with --out'],
  ])('refuses %s with 1 and what to change', async (_what, words, said) => {
    const { code, stdout, stderr } = await report(['--url', service.anyone.url, ...words]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/cannot start| {4}at /);
  });

  it('names everything that is wrong at once', async () => {
    const words = ['--level', '2', '--hedge', 'low', '--hedge', 'high'];
    const { code, stderr } = await report(['--url', service.anyone.url, ...words]);
    expect(code).toBe(1);
    expect(stderr).toContain('--level must be a number from 0.5 to 0.999\n');
    expect(stderr).toContain('--hedge may be given once only\n');
  });

  it('says so where no service answers at the address', async () => {
    const { code, stderr } = await report(['--url', 'http://127.0.0.1:1']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('No service answers at http://127.0.0.1:1.')]);
  });
});
