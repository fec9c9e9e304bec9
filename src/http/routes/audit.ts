/** The audit chain: every write, in order, each naming the hash of the one before. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { auditEvent, auditHead } from '../../domain/audit/audit-event.ts';
import { invalid } from '../../domain/errors.ts';
import { trailStretches } from '../../services/audit/trail-stretches.ts';
import { verifyAudit } from '../../services/audit/verify.ts';
import { found } from '../../services/record/found.ts';
import type { Store } from '../../store/store.ts';
import { answerPage, listAnswer, listQuery } from '../list.ts';
import { integerParameter, integerWithDefault, textParameter } from '../query-fields.ts';
import type { RecordDependencies, RecordRoutes } from '../record.ts';

const seqParameter = z.strictObject({
  seq: z.string().regex(/^[1-9]\d{0,15}$/, { error: 'must be an audit number' }),
});

export function addAuditRoutes(routes: RecordRoutes, { store }: RecordDependencies): void {
  routes.add('GET /v1/audit/events', {
    operationId: 'listAuditEvents',
    tag: 'Audit',
    summary: 'List audit events in order',
    description:
      'An event names everything that its transaction wrote: a page ends before `limit` where its events name some 6,000 records together, and always has one. Follow `nextCursor`.',
    query: listQuery(
      {
        q: textParameter(100).describe('An action, such as question.resolve.'),
        changedAfterSeq: integerParameter(0, Number.MAX_SAFE_INTEGER),
      },
      ['seq'],
    ),
    answers: { 200: listAnswer('AuditEventList', auditEvent) },
    handler: (request, reply) => answerPage(request, reply, (asked) => store.auditEvents.list(asked)),
  });
  routes.add('GET /v1/audit/events/{seq}', {
    operationId: 'getAuditEvent',
    tag: 'Audit',
    summary: 'Read one audit event',
    params: seqParameter,
    answers: { 200: { description: 'The event.', schema: auditEvent } },
    etag: true,
    handler: ({ params }) => found('audit event', params.seq, store.auditEvents.get),
  });
  routes.add('GET /v1/audit/head', {
    operationId: 'getAuditHead',
    tag: 'Audit',
    summary: 'The last event: keep it to prove later that nothing before it changed',
    answers: { 200: { description: 'The head of the chain.', schema: auditHead } },
    handler: () => store.auditHead(),
  });
  routes.add('GET /v1/audit/verification', {
    operationId: 'verifyAudit',
    lasting: true,
    tag: 'Audit',
    summary: 'Recompute the chain and every leaf from the rows',
    description:
      'Send a head that you kept (`knownSeq`, `knownHash`) to learn whether the record before it is still the one you saw. `audit:verify` does the same from the trail, without trusting this service.',
    query: z.strictObject({
      from: integerWithDefault(1, Number.MAX_SAFE_INTEGER, 1).describe('First audit number to walk from.'),
      knownSeq: integerParameter(1, Number.MAX_SAFE_INTEGER),
      knownHash: textParameter(64),
    }),
    answers: { 200: { description: 'What was found.', schema: verification } },
    problems: [404],
    handler: ({ query }) => verifyAudit(store, query.from, knownHead(query.knownSeq, query.knownHash)),
  });
  routes.add('GET /v1/audit/trail', {
    operationId: 'getAuditTrail',
    lasting: true,
    tag: 'Audit',
    summary: 'Every event with the contents of its leaves, for a verifier of your own',
    query: z.strictObject({ from: integerWithDefault(1, Number.MAX_SAFE_INTEGER, 1) }),
    answers: {
      200: {
        description: 'One event a line (NDJSON), in order, to the head at the start.',
        schema: z.string(),
        contentType: 'application/x-ndjson',
      },
    },
    handler: ({ query }, reply) =>
      reply.type('application/x-ndjson').send(Readable.from(trailLines(store, query.from))),
  });
}

const verification = z
  .strictObject({
    ok: z.boolean(),
    from: z.int(),
    head: z.strictObject({ seq: z.int(), hash: z.string() }),
    events: z.int(),
    leaves: z.int().describe('Leaves recomputed from the rows.'),
    redacted: z.int().describe('Those of them whose free text was redacted: their salted hashes were kept.'),
    notKept: z.int().describe('Leaves whose content is not kept, such as older versions of keys.'),
    findings: z.array(z.strictObject({ seq: z.int(), problem: z.string(), detail: z.string() })),
    uncovered: z
      .array(z.strictObject({ type: z.string(), rows: z.int(), records: z.int() }))
      .describe('Kinds of rows that the chain does not account for.'),
  })
  .meta({ id: 'AuditVerification' });

function knownHead(seq: number | undefined, hash: string | undefined) {
  if (seq === undefined && hash === undefined) return null;
  if (seq === undefined || hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) {
    const message =
      'knownSeq and knownHash belong together: the number of an event and its hash of 64 hexadecimal characters';
    throw invalid('invalidKnownHead', `${message}.`, [
      { parameter: hash === undefined ? 'knownHash' : 'knownSeq', code: 'incomplete', message },
    ]);
  }
  return { seq, hash };
}

async function* trailLines(store: Store, from: number) {
  const { seq: last } = await store.auditHead();
  for await (const { entries } of trailStretches(from, last, store.auditTrail))
    for (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
