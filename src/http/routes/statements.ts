/** Statements and the verdicts on claims. */

import { verdict, verdictInput } from '../../domain/claims/verdict.ts';
import { countsOf } from '../../domain/counts.ts';
import { statement, statementChange } from '../../domain/statements/statement.ts';
import { recordVerdict } from '../../services/claims/record-verdict.ts';
import { withForecasterIds } from '../../services/record/forecaster-filter.ts';
import { found } from '../../services/record/found.ts';
import { createStatement, statementWithQuestionsInput } from '../../services/statements/create.ts';
import { updateStatement } from '../../services/statements/update.ts';
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
import { statementFilterFields } from './filter-fields.ts';
import { historyAnswer } from './history.ts';

export function addStatementRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  const { store } = record;
  routes.add('GET /v1/statements', {
    operationId: 'listStatements',
    tag: 'Statements',
    summary: 'List statements',
    query: listQuery(statementFilterFields, ['createdAt', 'saidAt'], ['retracted', 'counts']),
    answers: {
      200: listAnswer('StatementList', countedItem('ListedStatement', statement, countsOf.statement)),
    },
    handler: (request, reply) =>
      answerPage(
        request,
        reply,
        async (asked) =>
          store.statements.list({ ...asked, filter: await withForecasterIds(store, asked.filter) }),
        (ids) => store.counts('statement', ids),
      ),
  });
  routes.add('POST /v1/statements', {
    operationId: 'createStatement',
    idempotent: true,
    tag: 'Statements',
    summary: 'Record a statement, with its questions and the forecasts it implies',
    body: statementWithQuestionsInput,
    answers: {
      201: { description: 'Recorded, all or nothing.', schema: statement, headers: createdHeaders },
    },
    problems: [409],
    etag: true,
    handler: async ({ actor, idempotency, body }, reply) =>
      answerCreated(
        reply,
        '/v1/statements',
        await createStatement(contextOf(record, actor, idempotency), body),
      ),
  });
  routes.add('GET /v1/statements/{id}', {
    operationId: 'getStatement',
    tag: 'Statements',
    summary: 'Read a statement',
    params: idParameter,
    answers: { 200: { description: 'The statement.', schema: statement } },
    etag: true,
    handler: ({ params }) => found('statement', params.id, store.statements.get),
  });
  routes.add('PATCH /v1/statements/{id}', {
    operationId: 'updateStatement',
    tag: 'Statements',
    summary: 'Edit a statement',
    description:
      'Kind, forecaster and hedge interval stay once forecasts rest on it, and it repeats no other from then on. It is moved to no forecaster who was merged or retracted, and to no source that was retracted.',
    params: idParameter,
    body: statementChange,
    answers: { 200: { description: 'As it stands now.', schema: statement, headers: receiptHeaders } },
    problems: [409],
    etag: true,
    ifMatch: 'required',
    handler: async ({ actor, params, body, precondition }, reply) =>
      answerRecorded(reply, await updateStatement(contextOf(record, actor), params.id, body, precondition)),
  });
  routes.add('GET /v1/statements/{id}/verdicts', {
    operationId: 'listVerdicts',
    tag: 'Verdicts',
    summary: 'Every verdict on a claim, oldest first',
    params: idParameter,
    answers: { 200: historyAnswer('VerdictHistory', verdict) },
    handler: async ({ params }) => {
      await found('statement', params.id, store.statements.get);
      return { items: await store.verdicts(params.id), nextCursor: null };
    },
  });
  routes.add('POST /v1/statements/{id}/verdicts', {
    operationId: 'recordVerdict',
    idempotent: true,
    tag: 'Verdicts',
    summary: 'Record the verdict on a claim, or correct it',
    description:
      "A correction names the verdict it replaces, gives its reason, and sends the statement's ETag in If-Match.",
    params: idParameter,
    body: verdictInput,
    answers: { 201: { description: 'Recorded.', schema: verdict, headers: receiptHeaders } },
    problems: [409],
    ifMatch: 'optional',
    handler: async ({ actor, idempotency, params, body, precondition }, reply) =>
      answerRecorded(
        reply,
        await recordVerdict(contextOf(record, actor, idempotency), params.id, body, precondition),
      ),
  });
}
