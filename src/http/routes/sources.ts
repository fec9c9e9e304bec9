/** Sources and their texts. */
import { countsOf } from '../../domain/counts.ts';
import { source, sourceChange, sourceInput } from '../../domain/sources/source.ts';
import { found } from '../../services/record/found.ts';
import { createSource } from '../../services/sources/create.ts';
import { putSourceText } from '../../services/sources/put-text.ts';
import { readSourceText } from '../../services/sources/read-text.ts';
import { updateSource } from '../../services/sources/update.ts';
import { answerPage, countedItem, listAnswer, listQuery } from '../list.ts';
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

const MAXIMUM_TEXT_BYTES = 5_000_000;

export function addSourceRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  const { store } = record;
  routes.add('GET /v1/sources', {
    operationId: 'listSources',
    tag: 'Sources',
    summary: 'List sources',
    query: listQuery(nameFilterFields, ['createdAt'], ['retracted', 'counts']),
    answers: { 200: listAnswer('SourceList', countedItem('ListedSource', source, countsOf.source)) },
    handler: (request, reply) =>
      answerPage(
        request,
        reply,
        (asked) => store.sources.list(asked),
        (ids) => store.counts('source', ids),
      ),
  });
  routes.add('POST /v1/sources', {
    operationId: 'createSource',
    idempotent: true,
    tag: 'Sources',
    summary: 'Record a source',
    body: sourceInput,
    answers: { 201: { description: 'Recorded.', schema: source, headers: createdHeaders } },
    etag: true,
    handler: async ({ actor, idempotency, body }, reply) =>
      answerCreated(reply, '/v1/sources', await createSource(contextOf(record, actor, idempotency), body)),
  });
  routes.add('GET /v1/sources/{id}', {
    operationId: 'getSource',
    tag: 'Sources',
    summary: 'Read a source',
    params: idParameter,
    answers: { 200: { description: 'The source.', schema: source } },
    etag: true,
    handler: ({ params }) => found('source', params.id, store.sources.get),
  });
  routes.add('PATCH /v1/sources/{id}', {
    operationId: 'updateSource',
    tag: 'Sources',
    summary: 'Edit a source',
    description: 'The fields sent replace those that stand; the version before is kept.',
    params: idParameter,
    body: sourceChange,
    answers: { 200: { description: 'As it stands now.', schema: source, headers: receiptHeaders } },
    problems: [409],
    etag: true,
    ifMatch: 'required',
    handler: async ({ actor, params, body, precondition }, reply) =>
      answerRecorded(reply, await updateSource(contextOf(record, actor), params.id, body, precondition)),
  });
  routes.add('GET /v1/sources/{id}/text', {
    operationId: 'getSourceText',
    tag: 'Sources',
    summary: 'Read the text of a source',
    params: idParameter,
    answers: {
      200: {
        description: 'The text.',
        schema: null,
        contentType: 'text/plain; charset=utf-8',
        alsoAs: ['text/plain'],
      },
    },
    handler: async ({ actor, params }, reply) =>
      reply.type('text/plain; charset=utf-8').send(await readSourceText(contextOf(record, actor), params.id)),
  });
  routes.add('PUT /v1/sources/{id}/text', {
    operationId: 'putSourceText',
    tag: 'Sources',
    summary: 'Keep the text of a source and verify its anchors',
    description:
      'Must have the recorded SHA-256, where one is recorded. Anchors that do not hold are marked broken.',
    params: idParameter,
    textBody: { description: 'The text, UTF-8.', maximumBytes: MAXIMUM_TEXT_BYTES },
    answers: {
      200: { description: 'The source as it stands now.', schema: source, headers: receiptHeaders },
    },
    problems: [409],
    etag: true,
    ifMatch: 'required',
    handler: async ({ actor, params, text, precondition }, reply) =>
      answerRecorded(reply, await putSourceText(contextOf(record, actor), params.id, text, precondition)),
  });
}
