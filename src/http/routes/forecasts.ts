/** Forecasts: recorded, corrected, withdrawn, retracted; never edited. */
import {
  forecast,
  forecastBatchInput,
  forecastInput,
  withdrawalInput,
} from '../../domain/forecasts/forecast.ts';
import { createForecast } from '../../services/forecasts/create.ts';
import { createForecasts } from '../../services/forecasts/create-batch.ts';
import { withdrawForecast } from '../../services/forecasts/withdraw.ts';
import { withForecasterIds } from '../../services/record/forecaster-filter.ts';
import { found } from '../../services/record/found.ts';
import { answerBatch, batchOf, batchRoute } from '../batch.ts';
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
import { forecastFilterFields } from './filter-fields.ts';

export function addForecastRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  const { store } = record;
  routes.add('GET /v1/forecasts', {
    operationId: 'listForecasts',
    tag: 'Forecasts',
    summary: 'List forecasts, all revisions',
    query: listQuery(forecastFilterFields, ['createdAt', 'madeAt', 'resolvesBy', 'knownAt'], ['retracted']),
    answers: { 200: listAnswer('ForecastList', forecast) },
    handler: (request, reply) =>
      answerPage(request, reply, async (asked) =>
        store.forecasts.list({ ...asked, filter: await withForecasterIds(store, asked.filter) }),
      ),
  });
  routes.add('POST /v1/forecasts', {
    operationId: 'createForecast',
    idempotent: true,
    tag: 'Forecasts',
    summary: 'Record a forecast, or correct one that was captured wrongly',
    description:
      'A correction (scope resolve) names the forecast it replaces, gives its reason, keeps question, forecaster and madeAt, also the statement and the note where it leaves them out, and sends the ETag of the replaced forecast in If-Match. What was recorded under a forecaster who was merged since is corrected by whoever may write for the other.',
    body: forecastInput,
    answers: { 201: { description: 'Recorded.', schema: forecast, headers: createdHeaders } },
    problems: [404, 409],
    etag: true,
    ifMatch: 'optional',
    handler: async ({ actor, idempotency, body, precondition }, reply) =>
      answerCreated(
        reply,
        '/v1/forecasts',
        await createForecast(contextOf(record, actor, idempotency), body, precondition),
      ),
  });
  routes.add('POST /v1/forecasts/batch', {
    operationId: 'createForecasts',
    ...batchRoute,
    tag: 'Forecasts',
    summary: 'Record up to a thousand forecasts at once',
    body: forecastBatchInput,
    handler: async ({ actor, idempotency, query, body }, reply) =>
      answerBatch(
        reply,
        await createForecasts(contextOf(record, actor, idempotency), batchOf(query, body.forecasts)),
      ),
  });
  routes.add('GET /v1/forecasts/{id}', {
    operationId: 'getForecast',
    tag: 'Forecasts',
    summary: 'Read a forecast with its scores',
    params: idParameter,
    answers: { 200: { description: 'The forecast.', schema: forecast } },
    etag: true,
    handler: ({ params }) => found('forecast', params.id, store.forecasts.get),
  });
  routes.add('POST /v1/forecasts/{id}/withdrawal', {
    operationId: 'withdrawForecast',
    idempotent: true,
    tag: 'Forecasts',
    summary: 'Withdraw a forecast from a time on',
    params: idParameter,
    body: withdrawalInput,
    answers: {
      201: { description: 'Withdrawn; it stays in the record.', schema: forecast, headers: receiptHeaders },
    },
    problems: [409],
    etag: true,
    handler: async ({ actor, idempotency, params, body }, reply) =>
      answerRecorded(reply, await withdrawForecast(contextOf(record, actor, idempotency), params.id, body)),
  });
}
