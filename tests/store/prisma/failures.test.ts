/** Every shape in which Prisma 7.10, its adapter and pg report a failure (shapes as they were measured). */
import { describe, expect, it } from 'vitest';
import { ReckonerError } from '../../../src/domain/errors.ts';
import { classify, type Failure } from '../../../src/store/prisma/failures.ts';
import { inTransaction, reading } from '../../../src/store/prisma/transaction.ts';

const shaped = (members: object, message = 'something') => Object.assign(new Error(message), members);
const known = (code: string, cause: object) => shaped({ code, meta: { driverAdapterError: { cause } } });
const postgres = (sqlState: string, message = '') => ({
  kind: 'postgres',
  code: sqlState,
  originalCode: sqlState,
  originalMessage: message,
});
const writeConflict = (originalCode: string) => ({ kind: 'TransactionWriteConflict', originalCode });
const duplicate = { kind: 'UniqueConstraintViolation', originalCode: '23505' };

const SHAPES: readonly (readonly [string, Error, Failure])[] = [
  ['a serialisation failure of an ORM call', shaped({ code: 'P2034' }), 'retry'],
  ['a serialisation failure of raw SQL', known('P2010', writeConflict('40001')), 'retry'],
  [
    'a serialisation failure at COMMIT, without any code',
    shaped({ name: 'DriverAdapterError', cause: writeConflict('40001') }),
    'retry',
  ],
  ['a deadlock of an ORM call', shaped({ code: 'P2034', meta: {} }), 'retry'],
  ['a deadlock of raw SQL', known('P2010', writeConflict('40P01')), 'retry'],
  ['a deadlock as pg throws it', shaped({ code: '40P01', severity: 'ERROR' }), 'retry'],
  ['a duplicate of an ORM call', shaped({ code: 'P2002', meta: { modelName: 'Forecast' } }), 'raced'],
  ['a duplicate of raw SQL', known('P2010', duplicate), 'raced'],
  [
    'a trigger that keeps a table append-only',
    known('P2039', postgres('42501', 'table forecasts is append-only: UPDATE is refused')),
    'appendOnly',
  ],
  ['a missing grant, which is a defect', known('P2010', postgres('42501', 'permission denied')), 'other'],
  ['a statement limit', known('P2010', postgres('57014')), 'unavailable'],
  ['a lock limit', known('P2039', postgres('55P03')), 'unavailable'],
  ['a full pool', new Error('timeout exceeded when trying to connect'), 'unavailable'],
  ['a full pool of a transaction', shaped({ code: 'P2028' }), 'unavailable'],
  ['a query without an answer', new Error('Query read timeout'), 'unavailable'],
  [
    'a session that was killed',
    new Error('Client has encountered a connection error and is not queryable'),
    'unavailable',
  ],
  ['a connection that was cut', new Error('Connection terminated unexpectedly'), 'unavailable'],
  [
    'a connection that takes too long',
    new Error('Connection terminated due to connection timeout'),
    'unavailable',
  ],
  ['a server that is away', shaped({ code: 'P1001' }), 'unavailable'],
  ['a server that closed', shaped({ code: 'P1017' }), 'unavailable'],
  ['a server that starts', known('P2039', postgres('57P03')), 'unavailable'],
  ['a server that stops', known('P2039', postgres('57P01')), 'unavailable'],
  ['a server whose other session crashed', known('P2010', postgres('57P02')), 'unavailable'],
  [
    'a socket that was reset, without any code',
    shaped({ name: 'DriverAdapterError', cause: { kind: 'ConnectionClosed' } }),
    'unavailable',
  ],
  ...[
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EHOSTDOWN',
    'ENETDOWN',
    'EAI_AGAIN',
    'ENOTFOUND',
    'ENOENT',
    'EMFILE',
    'ENFILE',
    'EADDRNOTAVAIL',
  ].map(
    (code) => [`a connection with ${code}`, shaped({ code, syscall: 'connect' }), 'unavailable'] as const,
  ),
  [
    'too many sessions',
    shaped({ cause: { kind: 'TooManyConnections', originalCode: '53300' } }),
    'unavailable',
  ],
  ['a full disk', known('P2010', postgres('53100')), 'unavailable'],
  ['a failing disk', known('P2010', postgres('58030')), 'unavailable'],
  ['a replica after a failover', known('P2010', postgres('25006')), 'unavailable'],
  ['a transaction that sat idle', known('P2010', postgres('25P03')), 'unavailable'],
  ['a changed password', shaped({ cause: { kind: 'AuthenticationFailed' } }), 'unavailable'],
  ['a value that does not fit, which is a defect', known('P2020', postgres('22003')), 'other'],
  ['a check that refuses, which is a defect', known('P2010', postgres('23514')), 'other'],
  ['a defect of the code', new TypeError('x is undefined'), 'other'],
  ['a refusal of the domain', new ReckonerError('conflict', 'x', 'x'), 'refused'],
];

describe('a failure of the database is recognised', () => {
  it.each(SHAPES)('%s', (_title, error, expected) => {
    expect(classify(error)).toBe(expected);
  });
});

/** A client whose transactions fail in this way, a number of times. */
const failing = (error: Error, times: number) => {
  const client = {
    begun: 0,
    $transaction: async () => {
      client.begun += 1;
      if (client.begun <= times) throw error;
      return 'done';
    },
  };
  return client;
};
const LIMITS = { maxWaitMs: 1, timeoutMs: 1 };
const run = (client: ReturnType<typeof failing>) =>
  inTransaction(client as never, LIMITS, async () => 'unused');

describe.concurrent('a transaction', () => {
  const of = (failure: Failure) => SHAPES.filter(([, , expected]) => expected === failure);

  it.each([...of('retry'), ...of('raced')])('is tried again after %s', async (_title, error) => {
    const client = failing(error, 2);
    expect(await run(client)).toBe('done');
    expect(client.begun).toBe(3);
  });

  it.each(of('retry'))('becomes 503 after five times %s', async (_title, error) => {
    const client = failing(error, Number.POSITIVE_INFINITY);
    const begin = performance.now();
    await expect(run(client)).rejects.toMatchObject({ kind: 'unavailable', details: { retryAfter: 2 } });
    expect(client.begun).toBe(5);
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  it.each(of('raced'))('shows the defect after five times %s', async (_title, error) => {
    await expect(run(failing(error, Number.POSITIVE_INFINITY))).rejects.toBe(error);
  });

  it.each(of('unavailable'))(
    'becomes 503 at once after %s: its outcome is unknown',
    async (_title, error) => {
      const client = failing(error, Number.POSITIVE_INFINITY);
      await expect(run(client)).rejects.toMatchObject({ kind: 'unavailable', cause: error });
      expect(client.begun).toBe(1);
    },
  );

  it.each(of('appendOnly'))('becomes a conflict after %s', async (_title, error) => {
    await expect(run(failing(error, 1))).rejects.toMatchObject({
      kind: 'conflict',
      code: 'appendOnly',
      cause: error,
    });
  });

  it.each([...of('other'), ...of('refused')])('passes on %s', async (_title, error) => {
    const client = failing(error, 1);
    await expect(run(client)).rejects.toBe(error);
    expect(client.begun).toBe(1);
  });

  it.each(of('unavailable'))('a read becomes 503 after %s', async (_title, error) => {
    await expect(reading(() => Promise.reject(error))).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
