/** A small app of things in memory on the real plumbing: every kind of route once. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import { pino } from 'pino';
import { z } from 'zod';
import { buildPlumbing, type PlumbingDependencies } from '../../src/app.ts';
import { conflict, notFound } from '../../src/domain/errors.ts';
import { idField, nameField, probabilityField, textField } from '../../src/domain/fields.ts';
import { instantField } from '../../src/domain/time.ts';
import type { AccessTable } from '../../src/http/access.ts';
import { answerPage, listAnswer, listQuery } from '../../src/http/list.ts';
import { chooseFormat } from '../../src/http/negotiation.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { anyOfChoices, instantParameter, integerParameter } from '../../src/http/query-fields.ts';
import type { Routes } from '../../src/http/routes.ts';
import { keysInMemory } from '../support/keys.ts';

const access = {
  'GET /livez': 'none',
  'GET /v1/things': 'read',
  'POST /v1/things': 'write',
  'GET /v1/things/{id}': 'read',
  'PATCH /v1/things/{id}': 'write',
  'DELETE /v1/things/{id}': 'admin',
  'PUT /v1/things/{id}/text': 'write',
  'POST /v1/things/{id}/resolutions': 'resolve',
  'GET /v1/table': 'read',
  'GET /v1/named/{name}': 'read',
  'GET /v1/defect': 'read',
  'GET /v1/slow': 'read',
} as const satisfies AccessTable;

const colours = ['red', 'green', 'blue'] as const;
const thing = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    colour: z.enum(colours),
    p: z.number(),
    at: z.string().nullable(),
  })
  .meta({ id: 'Thing' });
type Thing = z.infer<typeof thing>;
const fields = { name: nameField, colour: z.enum(colours), p: probabilityField, at: instantField.nullable() };
const thingInput = z
  .strictObject({ ...fields, colour: fields.colour.default('red'), at: fields.at.default(null) })
  .meta({ id: 'ThingInput' });
const thingChange = z.strictObject(fields).partial().meta({ id: 'ThingChange' });
const id = z.strictObject({ id: idField });

export interface ThingApp {
  readonly app: FastifyInstance;
  readonly document: OpenAPIV3_1.Document;
  readonly things: Map<string, Thing>;
  /** Lets every request to /v1/slow go on. */
  readonly release: () => void;
}

export async function thingApp(
  change: { config?: Partial<PlumbingDependencies['config']> } & Partial<
    Omit<PlumbingDependencies, 'config'>
  > = {},
): Promise<ThingApp> {
  const { app, routes } = await buildPlumbing(
    {
      limits: { eventLoopDelayMs: 0 },
      keyDirectory: keysInMemory(),
      logger: pino({ level: 'silent' }),
      ...change,
      config: { publicRead: true, corsOrigins: [], rateLimitPerMinute: 0, ...change.config },
    },
    access,
  );
  const things = new Map<string, Thing>();
  const waiting: (() => void)[] = [];
  itemRoutes(routes, things);
  otherRoutes(routes, waiting);
  return {
    app,
    document: openApiDocument(routes.declared, '0.0.0'),
    things,
    release: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}

function itemRoutes(routes: Routes<typeof access>, things: Map<string, Thing>): void {
  const found = (key: string): Thing => {
    const item = things.get(key);
    if (item === undefined) throw notFound('thing', key);
    return item;
  };
  routes.add('GET /v1/things', {
    operationId: 'listThings',
    tag: 'Things',
    summary: 'List things',
    query: listQuery(
      { colour: anyOfChoices(colours), madeAfter: instantParameter, size: integerParameter(0, 9) },
      ['createdAt', 'name'],
    ),
    answers: { 200: listAnswer('ThingList', thing) },
    handler: (request, reply) =>
      answerPage(request, reply, async ({ filter, after, limit, sort, includeTotal }) => {
        const all = [...things.values()]
          .filter(({ colour }) => filter.colour?.includes(colour) ?? true)
          .sort((a, b) => (a.id < b.id ? -1 : 1) * (sort.descending ? -1 : 1));
        const start = after === null ? 0 : all.findIndex((one) => one.id === after.id) + 1;
        const items = all.slice(start, start + limit);
        const last = items.at(-1);
        const more = last !== undefined && start + limit < all.length;
        return {
          items,
          next: more ? { sortValue: last.name, id: last.id, seq: 7, at: '2026-01-01T00:00:00.000Z' } : null,
          total: includeTotal ? { count: all.length, isLowerBound: false } : null,
        };
      }),
  });
  routes.add('POST /v1/things', {
    operationId: 'createThing',
    tag: 'Things',
    summary: 'Make a thing',
    body: thingInput,
    etag: true,
    answers: {
      201: { description: 'Made.', schema: thing, headers: { Location: { description: 'Its path.' } } },
    },
    problems: [409],
    handler: ({ body }, reply) => {
      if ([...things.values()].some(({ name }) => name === body.name)) {
        throw conflict('duplicateThing', 'There is a thing of this name.', { status: 200, firstId: 'x' });
      }
      const made = { id: randomUUID(), ...body };
      things.set(made.id, made);
      reply.header('Location', `/v1/things/${made.id}`);
      return made;
    },
  });
  routes.add('GET /v1/things/{id}', {
    operationId: 'getThing',
    tag: 'Things',
    summary: 'Read a thing',
    params: id,
    etag: true,
    answers: { 200: { description: 'The thing.', schema: thing } },
    handler: ({ params }) => found(params.id),
  });
  routes.add('PATCH /v1/things/{id}', {
    operationId: 'updateThing',
    tag: 'Things',
    summary: 'Change a thing',
    params: id,
    body: thingChange,
    etag: true,
    ifMatch: 'required',
    answers: { 200: { description: 'The thing as it is now.', schema: thing } },
    handler: ({ params, body, precondition }) => {
      const before = found(params.id);
      precondition(before);
      const { name = before.name, colour = before.colour, p = before.p, at = before.at } = body;
      things.set(params.id, { ...before, name, colour, p, at });
      return found(params.id);
    },
  });
  routes.add('DELETE /v1/things/{id}', {
    operationId: 'deleteThing',
    tag: 'Things',
    summary: 'Remove a thing',
    params: id,
    answers: { 204: { description: 'Gone.', schema: null } },
    handler: ({ params }) => {
      things.delete(found(params.id).id);
      return undefined;
    },
  });
  routes.add('PUT /v1/things/{id}/text', {
    operationId: 'putThingText',
    tag: 'Things',
    summary: 'Keep a text',
    params: id,
    textBody: { description: 'Any text.', maximumBytes: 2000 },
    answers: {
      200: { description: 'Its length.', schema: z.strictObject({ length: z.int(), text: z.string() }) },
    },
    handler: ({ text }) => ({ length: text.length, text }),
  });
  routes.add('POST /v1/things/{id}/resolutions', {
    operationId: 'resolveThing',
    tag: 'Things',
    summary: 'Resolve a thing',
    params: id,
    body: z.strictObject({ reason: textField.nullable().default(null) }),
    ifMatch: 'optional',
    idempotent: true,
    answers: {
      201: {
        description: 'Resolved.',
        schema: z.strictObject({ by: z.string(), fingerprint: z.string().nullable() }),
      },
    },
    handler: ({ params, body, actor, precondition, idempotency }) => {
      if (body.reason !== null) precondition(found(params.id));
      return { by: actor.keyId, fingerprint: idempotency?.fingerprint ?? null };
    },
  });
}

function otherRoutes(routes: Routes<typeof access>, waiting: (() => void)[]): void {
  routes.add('GET /livez', {
    operationId: 'getLiveness',
    tag: 'Operation',
    summary: 'Alive',
    answers: { 200: { description: 'Alive.', schema: z.strictObject({ status: z.literal('alive') }) } },
    handler: () => ({ status: 'alive' as const }),
  });
  routes.add('GET /v1/table', {
    operationId: 'getTable',
    tag: 'Things',
    summary: 'A table in several forms',
    query: z.strictObject({ format: z.string().exactOptional() }),
    answers: {
      200: { description: 'The table.', schema: z.strictObject({ rows: z.int() }), alsoAs: ['text/csv'] },
    },
    handler: ({ fastify, query }, reply) => {
      const format = chooseFormat(fastify, { json: 'application/json', csv: 'text/csv' }, query.format);
      return format === 'json'
        ? { rows: 1 }
        : reply.header('Content-Type', 'text/csv; charset=utf-8').send('a\r\n1\r\n');
    },
  });
  routes.add('GET /v1/named/{name}', {
    operationId: 'getNamed',
    tag: 'Things',
    summary: 'Echo a name',
    params: z.strictObject({ name: z.string().max(500) }),
    answers: { 200: { description: 'The name.', schema: z.strictObject({ name: z.string() }) } },
    handler: ({ params }) => ({ name: params.name }),
  });
  routes.add('GET /v1/defect', {
    operationId: 'getDefect',
    tag: 'Things',
    summary: 'Fail',
    answers: { 200: { description: 'Never.', schema: z.strictObject({}) } },
    handler: () => {
      throw new Error('SELECT secret FROM table');
    },
  });
  routes.add('GET /v1/slow', {
    operationId: 'getSlow',
    tag: 'Things',
    summary: 'Wait',
    answers: { 200: { description: 'At last.', schema: z.strictObject({}) } },
    handler: async () => {
      await new Promise<void>((go) => waiting.push(go));
      return {};
    },
  });
}
