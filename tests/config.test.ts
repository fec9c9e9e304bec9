import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { StartProblem } from '../src/store/start-problem.ts';

function problemOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof StartProblem) return `${error.message}\n${error.remedy}`;
    throw error;
  }
  return 'accepted';
}

describe('what is read', () => {
  test('an empty environment gives the embedded database, the article and port 3000 on this machine only', () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: undefined,
      dataDirectory: resolve('.reckoner'),
      host: '127.0.0.1',
      port: 3000,
      seed: 'article',
      logLevel: 'info',
      publicRead: true,
      corsOrigins: [],
      database: {
        connectionTimeoutMs: 2000,
        statementTimeoutMs: 3000,
        queryTimeoutMs: 3500,
        lockTimeoutMs: 1000,
      },
      shutdownTimeoutMs: 10_000,
    });
  });

  test('with a server of its own nothing is seeded unless asked for', () => {
    const url = 'postgresql://user:secret@127.0.0.1:5432/record';
    expect(readConfig({ DATABASE_URL: url })).toMatchObject({ databaseUrl: url, seed: 'none' });
    expect(readConfig({ DATABASE_URL: url, SEED: 'article' }).seed).toBe('article');
  });

  test('a variable set to nothing counts as absent, an unknown one is ignored', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '  ', PROT: '1' })).toEqual(readConfig({}));
  });

  test('port 0 asks for a free port', () => {
    expect(readConfig({ PORT: '0' }).port).toBe(0);
  });

  test('origins are a list', () => {
    expect(readConfig({ CORS_ORIGIN: 'https://a.example, http://localhost:5173' }).corsOrigins).toEqual([
      'https://a.example',
      'http://localhost:5173',
    ]);
    expect(readConfig({ CORS_ORIGIN: '*' }).corsOrigins).toEqual(['*']);
  });
});

describe('what is refused', () => {
  test.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PORT', '80.5'],
    ['PORT', '-1'],
    ['HOST', 'my host'],
    ['DATABASE_URL', 'mysql://127.0.0.1/record'],
    ['DATABASE_URL', 'postgresql://127.0.0.1'],
    ['SEED', 'everything'],
    ['LOG_LEVEL', 'loud'],
    ['PUBLIC_READ', 'yes'],
    ['CORS_ORIGIN', 'example.org'],
    ['CORS_ORIGIN', 'https://example.org/path'],
    ['DATABASE_POOL_SIZE', '0'],
    ['STATEMENT_TIMEOUT_MS', '1e3'],
  ])('%s=%s is named with its value and what to give', (name, value) => {
    expect(problemOf({ [name]: value })).toContain(`${name} is ${JSON.stringify(value)}: give `);
  });

  test('every problem is reported at once', () => {
    const problem = problemOf({
      PORT: 'x',
      SEED: 'y',
      MIGRATION_DATABASE_URL: 'postgresql://h/d',
      QUERY_TIMEOUT_MS: '10',
    });
    for (const name of ['PORT', 'SEED', 'MIGRATION_DATABASE_URL', 'QUERY_TIMEOUT_MS'])
      expect(problem).toContain(`${name} is`);
    expect(problem).toContain('set DATABASE_URL too');
  });

  test('secrets are not shown', () => {
    const problem = problemOf({
      ADMIN_KEY: 'short secret',
      DATABASE_URL: 'postgres+x://user:hunter2@host/d?password=hunter3',
    });
    expect(problem).toContain('ADMIN_KEY is (12 characters, not shown)');
    expect(problem).toContain('***');
    expect(problem).not.toMatch(/short secret|hunter/);
  });

  test('the client waits longer than the server, and a lock less long than a statement', () => {
    expect(problemOf({ QUERY_TIMEOUT_MS: '3000' })).toContain('more than STATEMENT_TIMEOUT_MS (3000)');
    expect(problemOf({ LOCK_TIMEOUT_MS: '3001' })).toContain('at most STATEMENT_TIMEOUT_MS (3000)');
  });
});
