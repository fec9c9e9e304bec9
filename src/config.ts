/** The environment as one typed configuration; every problem is reported at once. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { StartProblem } from './store/start-problem.ts';

const MINUTE_MS = 60_000;

const environmentSchema = z.object({
  DATABASE_URL: databaseUrl().optional(),
  MIGRATION_DATABASE_URL: databaseUrl().optional(),
  DATA_DIR: z.string().default('.reckoner'),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'give a host name or an IP address to listen on')
    .default('127.0.0.1'),
  PORT: integer(0, 65_535, 3000),
  ADMIN_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'give 16 to 200 printable ASCII characters without spaces')
    .optional(),
  SEED: oneOf(['article', 'none']).optional(),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PUBLIC_READ: oneOf(['true', 'false']).default('true'),
  CORS_ORIGIN: z
    .string()
    .refine(
      (text) => splitList(text).every(isOrigin),
      'give *, or origins such as https://example.org separated by commas',
    )
    .transform(splitList)
    .default([]),
  RATE_LIMIT_PER_MINUTE: integer(0, 10_000_000, 6000),
  WRONG_KEYS_PER_MINUTE: integer(0, 1_000_000, 20),
  TRUSTED_PROXIES: z
    .string()
    .refine(
      (text) => splitList(text).every(isAddressRange),
      'give addresses or ranges such as 10.0.0.7 or 10.0.0.0/8, separated by commas',
    )
    .transform(splitList)
    .default([]),
  DATABASE_POOL_SIZE: integer(1, 500, 10),
  CONNECTION_TIMEOUT_MS: integer(1, MINUTE_MS, 2000),
  STATEMENT_TIMEOUT_MS: integer(1, 10 * MINUTE_MS, 3000),
  QUERY_TIMEOUT_MS: integer(1, 10 * MINUTE_MS, 3500),
  LOCK_TIMEOUT_MS: integer(1, MINUTE_MS, 1000),
  TRANSACTION_TIMEOUT_MS: integer(1, 10 * MINUTE_MS, 5000),
  SHUTDOWN_TIMEOUT_MS: integer(0, 10 * MINUTE_MS, 10_000),
});

type Environment = z.output<typeof environmentSchema>;
type VariableName = keyof Environment;

/** What the service is told from outside. Durations are milliseconds. */
export interface Config {
  /** Absent: the embedded database in `dataDirectory`. */
  readonly databaseUrl: string | undefined;
  /** The owner, for migrations. Absent: `databaseUrl` migrates too. */
  readonly migrationDatabaseUrl: string | undefined;
  /** Absolute path. */
  readonly dataDirectory: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly adminKey: string | undefined;
  readonly seed: 'article' | 'none';
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly publicRead: boolean;
  /** Origins that browsers may call from; `*` for all, empty for none. */
  readonly corsOrigins: readonly string[];
  /** Requests a minute for one key or address; 0 switches the limit off. */
  readonly rateLimitPerMinute: number;
  /** Wrong keys a minute from one address before it is locked out; 0 switches the lockout off. */
  readonly wrongKeysPerMinute: number;
  /** Addresses and ranges of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly database: DatabaseLimits;
  /** How long a graceful close waits for requests under way. */
  readonly shutdownTimeoutMs: number;
}

export interface DatabaseLimits {
  readonly poolSize: number;
  readonly connectionTimeoutMs: number;
  /** Limit kept by the server; a frozen server cannot keep it, so `queryTimeoutMs` is larger. */
  readonly statementTimeoutMs: number;
  readonly queryTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly transactionTimeoutMs: number;
}

/**
 * Reads the configuration. A variable set to nothing counts as absent; unknown ones are ignored.
 * @throws StartProblem naming each wrong variable, what was seen and what to give.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape).flatMap((name) => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = environmentSchema.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => describe(String(issue.path[0]), issue.message, given)),
    ...combinationProblems(given),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new StartProblem(
      `The configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'Correct these environment variables and start again.',
    );
  }
  return toConfig(parsed.data);
}

function toConfig(values: Environment): Config {
  return {
    databaseUrl: values.DATABASE_URL,
    migrationDatabaseUrl: values.MIGRATION_DATABASE_URL,
    dataDirectory: resolve(values.DATA_DIR),
    host: values.HOST,
    port: values.PORT,
    adminKey: values.ADMIN_KEY,
    seed: values.SEED ?? (values.DATABASE_URL === undefined ? 'article' : 'none'),
    logLevel: values.LOG_LEVEL,
    publicRead: values.PUBLIC_READ === 'true',
    corsOrigins: values.CORS_ORIGIN,
    rateLimitPerMinute: values.RATE_LIMIT_PER_MINUTE,
    wrongKeysPerMinute: values.WRONG_KEYS_PER_MINUTE,
    trustedProxies: values.TRUSTED_PROXIES,
    database: {
      poolSize: values.DATABASE_POOL_SIZE,
      connectionTimeoutMs: values.CONNECTION_TIMEOUT_MS,
      statementTimeoutMs: values.STATEMENT_TIMEOUT_MS,
      queryTimeoutMs: values.QUERY_TIMEOUT_MS,
      lockTimeoutMs: values.LOCK_TIMEOUT_MS,
      transactionTimeoutMs: values.TRANSACTION_TIMEOUT_MS,
    },
    shutdownTimeoutMs: values.SHUTDOWN_TIMEOUT_MS,
  };
}

/** What is wrong only in company; variables that are wrong by themselves are left out. */
function combinationProblems(given: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  if (given['MIGRATION_DATABASE_URL'] !== undefined && given['DATABASE_URL'] === undefined) {
    const advice = 'set DATABASE_URL too, or unset this one to use the embedded database';
    problems.push(describe('MIGRATION_DATABASE_URL', advice, given));
  }
  const number = (name: 'QUERY_TIMEOUT_MS' | 'STATEMENT_TIMEOUT_MS' | 'LOCK_TIMEOUT_MS'): number =>
    environmentSchema.shape[name].safeParse(given[name]).data ?? Number.NaN;
  const statement = number('STATEMENT_TIMEOUT_MS');
  if (number('QUERY_TIMEOUT_MS') <= statement) {
    const advice = `give more than STATEMENT_TIMEOUT_MS (${statement}), so that the server's own limit acts first`;
    problems.push(describe('QUERY_TIMEOUT_MS', advice, given));
  }
  if (number('LOCK_TIMEOUT_MS') > statement) {
    problems.push(describe('LOCK_TIMEOUT_MS', `give at most STATEMENT_TIMEOUT_MS (${statement})`, given));
  }
  return problems;
}

function describe(name: string, advice: string, given: Readonly<Record<string, string>>): string {
  const value = given[name];
  return `${name}${value === undefined ? '' : ` is ${shown(name as VariableName, value)}`}: ${advice}`;
}

/** Secrets never reach a terminal or a log. */
function shown(name: VariableName, value: string): string {
  if (name === 'ADMIN_KEY') return `(${value.length} characters, not shown)`;
  if (name.endsWith('DATABASE_URL')) return JSON.stringify(maskPassword(value));
  return JSON.stringify(value);
}

/** The URL with its password, and anything that may be one, replaced. */
export function maskPassword(url: string): string {
  const [scheme, end] = [url.indexOf('://'), url.lastIndexOf('@')];
  const shown = scheme === -1 || end < scheme ? url : `${url.slice(0, scheme)}://***@${url.slice(end + 1)}`;
  return shown.replace(/([?&](?:password|sslpassword)=)[^&]*/gi, '$1***');
}

function integer(least: number, most: number, absent: number) {
  const advice = `give a whole number from ${least} to ${most}`;
  return z
    .string()
    .refine((text) => /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most, advice)
    .transform(Number)
    .default(absent);
}

function oneOf<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.enum(names, `give one of ${names.join(', ')}`);
}

function databaseUrl() {
  const advice = 'give a URL such as postgresql://user:password@host:5432/database';
  return z.string().refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, pathname } = new URL(text);
    return ['postgres:', 'postgresql:'].includes(protocol) && pathname.length > 1;
  }, advice);
}

function splitList(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function isOrigin(text: string): boolean {
  return text === '*' || (URL.canParse(text) && new URL(text).origin === text);
}

function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}
