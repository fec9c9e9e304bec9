/** Questions and their resolutions. */
import { countsOf } from '../../domain/counts.ts';
import {
  question,
  questionBatchInput,
  questionChange,
  questionInput,
} from '../../domain/questions/question.ts';
import { resolution, resolutionInput } from '../../domain/resolutions/resolution.ts';
import { createQuestion } from '../../services/questions/create.ts';
import { createQuestions } from '../../services/questions/create-batch.ts';
import { previewResolution, resolutionPreview } from '../../services/questions/preview.ts';
import { resolveQuestion } from '../../services/questions/resolve.ts';
import { updateQuestion } from '../../services/questions/update.ts';
import { withForecasterIds } from '../../services/record/forecaster-filter.ts';
import { found } from '../../services/record/found.ts';
import { answerBatch, batchOf, batchRoute } from '../batch.ts';
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
import { questionFilterFields } from './filter-fields.ts';
import { historyAnswer } from './history.ts';

export function addQuestionRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  const { store } = record;
  routes.add('GET /v1/questions', {
    operationId: 'listQuestions',
    tag: 'Questions',
    summary: 'List questions',
    query: listQuery(questionFilterFields, ['createdAt', 'resolvesBy', 'knownAt'], ['retracted', 'counts']),
    answers: { 200: listAnswer('QuestionList', countedItem('ListedQuestion', question, countsOf.question)) },
    handler: (request, reply) =>
      answerPage(
        request,
        reply,
        async (asked) =>
          store.questions.list({ ...asked, filter: await withForecasterIds(store, asked.filter) }),
        (ids) => store.counts('question', ids),
      ),
  });
  routes.add('POST /v1/questions', {
    operationId: 'createQuestion',
    idempotent: true,
    tag: 'Questions',
    summary: 'Record a question that a stranger could resolve',
    body: questionInput,
    answers: { 201: { description: 'Recorded.', schema: question, headers: createdHeaders } },
    problems: [409],
    etag: true,
    handler: async ({ actor, idempotency, body }, reply) =>
      answerCreated(
        reply,
        '/v1/questions',
        await createQuestion(contextOf(record, actor, idempotency), body),
      ),
  });
  routes.add('POST /v1/questions/batch', {
    operationId: 'createQuestions',
    ...batchRoute,
    tag: 'Questions',
    summary: 'Record up to a thousand questions at once',
    body: questionBatchInput,
    handler: async ({ actor, idempotency, query, body }, reply) =>
      answerBatch(
        reply,
        await createQuestions(contextOf(record, actor, idempotency), batchOf(query, body.questions)),
      ),
  });
  routes.add('GET /v1/questions/{id}', {
    operationId: 'getQuestion',
    tag: 'Questions',
    summary: 'Read a question with its current resolution',
    params: idParameter,
    answers: { 200: { description: 'The question.', schema: question } },
    etag: true,
    handler: ({ params }) => found('question', params.id, store.questions.get),
  });
  routes.add('PATCH /v1/questions/{id}', {
    operationId: 'updateQuestion',
    tag: 'Questions',
    summary: 'Edit a question',
    description:
      'A material edit (what forecasts are made on) is refused after the first forecast or resolution; so is one of the type, and the removal of an option, that the condition of another question names.',
    params: idParameter,
    body: questionChange,
    answers: { 200: { description: 'As it stands now.', schema: question, headers: receiptHeaders } },
    problems: [409],
    etag: true,
    ifMatch: 'required',
    handler: async ({ actor, params, body, precondition }, reply) =>
      answerRecorded(reply, await updateQuestion(contextOf(record, actor), params.id, body, precondition)),
  });
  routes.add('GET /v1/questions/{id}/resolutions', {
    operationId: 'listResolutions',
    tag: 'Resolutions',
    summary: 'Every resolution of a question, oldest first',
    params: idParameter,
    answers: { 200: historyAnswer('ResolutionHistory', resolution) },
    handler: async ({ params }) => {
      await found('question', params.id, store.questions.get);
      return { items: await store.resolutions(params.id), nextCursor: null };
    },
  });
  routes.add('POST /v1/questions/{id}/resolutions', {
    operationId: 'resolveQuestion',
    idempotent: true,
    tag: 'Resolutions',
    summary: 'Record the outcome of a question, or correct it',
    description:
      "Scores every forecast that counts, in the same transaction. A correction names the resolution it replaces, gives its reason, and sends the question's ETag in If-Match.",
    params: idParameter,
    body: resolutionInput,
    answers: { 201: { description: 'Recorded.', schema: resolution, headers: receiptHeaders } },
    problems: [409],
    ifMatch: 'optional',
    handler: async ({ actor, idempotency, params, body, precondition }, reply) =>
      answerRecorded(
        reply,
        await resolveQuestion(contextOf(record, actor, idempotency), params.id, body, precondition),
      ),
  });
  routes.add('POST /v1/questions/{id}/resolutions/preview', {
    operationId: 'previewResolution',
    tag: 'Resolutions',
    summary: 'What recording an outcome would bring about',
    description: 'Decided like the recording itself; nothing is recorded.',
    params: idParameter,
    body: resolutionInput,
    answers: {
      200: {
        description: 'Scores, cascade, and the report numbers that would move.',
        schema: resolutionPreview,
      },
    },
    problems: [409],
    ifMatch: 'optional',
    handler: ({ actor, params, body, precondition }) =>
      previewResolution(contextOf(record, actor), record.reports, params.id, body, precondition),
  });
}
