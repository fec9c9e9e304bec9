/** Keys: made, rotated and revoked by admins. The secret is shown once. */
import type { FastifyReply } from 'fastify';
import { apiKey, apiKeyInput, apiKeyWithSecret, keyRotationInput } from '../../domain/keys/api-key.ts';
import { createKey } from '../../services/keys/create.ts';
import { revokeKey } from '../../services/keys/revoke.ts';
import { rotateKey } from '../../services/keys/rotate.ts';
import { found } from '../../services/record/found.ts';
import { answerPage, listAnswer, listQuery } from '../list.ts';
import {
  answerCreated,
  answerRecorded,
  contextOf,
  createdHeaders,
  idParameter,
  type RecordDependencies,
  type RecordRoutes,
  receiptHeaders,
} from '../record.ts';
import { nameFilterFields } from './filter-fields.ts';

export function addKeyRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  const { store } = record;
  routes.add('GET /v1/keys', {
    operationId: 'listKeys',
    tag: 'Keys',
    summary: 'List keys',
    query: listQuery(nameFilterFields, ['createdAt', 'name']),
    answers: { 200: listAnswer('KeyList', apiKey) },
    handler: (request, reply) => answerPage(request, reply, (asked) => store.keys.list(asked)),
  });
  routes.add('POST /v1/keys', {
    operationId: 'createKey',
    idempotent: true,
    tag: 'Keys',
    summary: 'Make a key',
    body: apiKeyInput,
    answers: {
      201: {
        description: 'Made. The secret is in this answer and nowhere else.',
        schema: apiKeyWithSecret,
        headers: createdHeaders,
      },
    },
    handler: async ({ actor, idempotency, body }, reply) =>
      answerCreated(unkept(reply), '/v1/keys', await createKey(contextOf(record, actor, idempotency), body)),
  });
  routes.add('GET /v1/keys/{id}', {
    operationId: 'getKey',
    tag: 'Keys',
    summary: 'Read a key, without its secret',
    params: idParameter,
    answers: { 200: { description: 'The key.', schema: apiKey } },
    etag: true,
    handler: ({ params }) => found('key', params.id, store.keys.get),
  });
  routes.add('POST /v1/keys/{id}/rotation', {
    operationId: 'rotateKey',
    idempotent: true,
    tag: 'Keys',
    summary: 'Replace a key by a successor with the same rights',
    params: idParameter,
    body: keyRotationInput,
    answers: {
      201: {
        description: 'The successor. The old key stops after the overlap.',
        schema: apiKeyWithSecret,
        headers: createdHeaders,
      },
    },
    problems: [409],
    handler: async ({ actor, idempotency, params, body }, reply) =>
      answerCreated(
        unkept(reply),
        '/v1/keys',
        await rotateKey(contextOf(record, actor, idempotency), params.id, body.overlapSeconds),
      ),
  });
  routes.add('DELETE /v1/keys/{id}', {
    operationId: 'revokeKey',
    tag: 'Keys',
    summary: 'Revoke a key at once, in every process',
    params: idParameter,
    answers: {
      200: {
        description: 'Revoked; the row stays, since the record names it.',
        schema: apiKey,
        headers: receiptHeaders,
      },
    },
    problems: [409],
    handler: async ({ actor, params }, reply) =>
      answerRecorded(reply, await revokeKey(contextOf(record, actor), params.id)),
  });
}

/** A secret is shown once: nothing on the way is to keep it. */
function unkept(reply: FastifyReply): FastifyReply {
  return reply.header('Cache-Control', 'no-store');
}
