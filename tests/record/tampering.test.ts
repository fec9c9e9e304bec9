/** Nobody changes the tables unseen, whatever rights he has: the verification finds it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  becomeIntruder,
  changesOfColumns,
  changesOfRows,
  type Tampering,
  undone,
} from '../support/faults/tampering.ts';
import { startService, type TestService } from '../support/service.ts';
import { everyKindOfRow } from './every-kind-of-row.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
  await everyKindOfRow(service);
  await becomeIntruder(service.query);
});
afterAll(() => service.close());

interface Verification {
  readonly ok: boolean;
  readonly findings: readonly object[];
  readonly uncovered: readonly object[];
}
const verify = async () => (await service.anyone.get('/v1/audit/verification')).body as Verification;

async function unseen(tamperings: readonly Tampering[]): Promise<string[]> {
  const missed: string[] = [];
  for (const tampering of tamperings) {
    const seen = await undone(service.query, tampering, verify);
    const name = `${tampering.table}.${tampering.column ?? ''} ${tampering.what}`;
    if (seen === null) missed.push(`${name}: nothing to change`);
    else if (seen.ok !== false) missed.push(`${name}: not found ${JSON.stringify(seen)}`);
  }
  return missed;
}

describe('the verification', () => {
  it('passes a record with a row in every table', async () => {
    expect(await verify()).toMatchObject({ ok: true, findings: [], uncovered: [] });
  });

  it('finds a row that was deleted and one that was inserted, in every table', async () => {
    const tamperings = (await changesOfRows(service.query)).filter(({ what }) => /first|inserted/.test(what));
    expect(await unseen(tamperings)).toEqual([]);
    expect(await verify()).toMatchObject({ ok: true });
  }, 60_000);

  it('finds a change in every table; of every column where ALL_COLUMNS is set', async () => {
    const all = await changesOfColumns(service.query);
    const last = new Map(all.map((tampering) => [tampering.table, tampering]));
    expect(await unseen(process.env['ALL_COLUMNS'] ? all : [...last.values()])).toEqual([]);
    expect(await verify()).toMatchObject({ ok: true });
  }, 600_000);
});
