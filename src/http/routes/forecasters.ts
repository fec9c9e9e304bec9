/** Forecasters. */
import { countsOf } from '../../domain/counts.ts';
import { forecaster, forecasterChange, forecasterInput } from '../../domain/forecasters/forecaster.ts';
import { createForecaster } from '../../services/forecasters/create.ts';
import { updateForecaster } from '../../services/forecasters/update.ts';
import { found } from '../../services/record/found.ts';
import { merge } from '../../services/record/merge.ts';
import { answerPage, countedItem, listAnswer, listQuery } from '../list.ts';
import {
  answerCreated,
  answerRecorded,
  contextOf,
  createdHeaders,
  idParameter,
  mergeInput,
  type RecordDependencies,
  type RecordRoutes,
  receiptHeaders,
} from '../record.ts';
import { nameFilterFields } from './filter-fields.ts';

export function addForecasterRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  const { store } = record;
  routes.add('GET /v1/forecasters', {
    operationId: 'listForecasters',
    tag: 'Forecasters',
    summary: 'List forecasters',
    query: listQuery(nameFilterFields, ['createdAt', 'name'], ['retracted', 'counts']),
    answers: {
      200: listAnswer('ForecasterList', countedItem('ListedForecaster', forecaster, countsOf.forecaster)),
    },
    handler: (request, reply) =>
      answerPage(
        request,
        reply,
        (asked) => store.forecasters.list(asked),
        (ids) => store.counts('forecaster', ids),
      ),
  });
  routes.add('POST /v1/forecasters', {
    operationId: 'createForecaster',
    idempotent: true,
    tag: 'Forecasters',
    summary: 'Record a forecaster',
    body: forecasterInput,
    answers: { 201: { description: 'Recorded.', schema: forecaster, headers: createdHeaders } },
    etag: true,
    handler: async ({ actor, idempotency, body }, reply) =>
      answerCreated(
        reply,
        '/v1/forecasters',
        await createForecaster(contextOf(record, actor, idempotency), body),
      ),
  });
  routes.add('GET /v1/forecasters/{id}', {
    operationId: 'getForecaster',
    tag: 'Forecasters',
    summary: 'Read a forecaster',
    params: idParameter,
    answers: { 200: { description: 'The forecaster.', schema: forecaster } },
    etag: true,
    handler: ({ params }) => found('forecaster', params.id, store.forecasters.get),
  });
  routes.add('PATCH /v1/forecasters/{id}', {
    operationId: 'updateForecaster',
    tag: 'Forecasters',
    summary: 'Edit a forecaster',
    description:
      'A key that is limited to some forecasters cannot take a name or alias that another one bears (409 nameTaken): nobody could be asked for by it any more.',
    params: idParameter,
    body: forecasterChange,
    answers: { 200: { description: 'As it stands now.', schema: forecaster, headers: receiptHeaders } },
    etag: true,
    ifMatch: 'required',
    problems: [409],
    handler: async ({ actor, params, body, precondition }, reply) =>
      answerRecorded(reply, await updateForecaster(contextOf(record, actor), params.id, body, precondition)),
  });
  routes.add('POST /v1/forecasters/{id}/merge', {
    operationId: 'mergeForecaster',
    idempotent: true,
    tag: 'Forecasters',
    summary: 'Make a duplicate an alias',
    params: idParameter,
    description: 'For good, and neither of the two is retracted or merged already.',
    body: mergeInput,
    answers: {
      201: {
        description: 'Merged: its rows count as those of the other.',
        schema: forecaster,
        headers: receiptHeaders,
      },
    },
    problems: [409],
    etag: true,
    ifMatch: 'required',
    handler: async ({ actor, idempotency, params, body, precondition }, reply) =>
      answerRecorded(
        reply,
        await merge(contextOf(record, actor, idempotency), 'forecaster', params.id, body, precondition),
      ),
  });
}
