/** Retractions: what was entered by mistake goes out of lists and scores; it stays readable and counted. */

import { forecaster } from '../../domain/forecasters/forecaster.ts';
import { forecast } from '../../domain/forecasts/forecast.ts';
import { question } from '../../domain/questions/question.ts';
import { source } from '../../domain/sources/source.ts';
import { statement } from '../../domain/statements/statement.ts';
import { retract } from '../../services/record/retract.ts';
import {
  answerRecorded,
  contextOf,
  idParameter,
  type RecordDependencies,
  type RecordRoutes,
  receiptHeaders,
  retractionInput,
} from '../record.ts';

const retractable = [
  { type: 'source', plural: 'sources', tag: 'Sources', Name: 'Source', item: source },
  { type: 'forecaster', plural: 'forecasters', tag: 'Forecasters', Name: 'Forecaster', item: forecaster },
  { type: 'statement', plural: 'statements', tag: 'Statements', Name: 'Statement', item: statement },
  { type: 'question', plural: 'questions', tag: 'Questions', Name: 'Question', item: question },
  { type: 'forecast', plural: 'forecasts', tag: 'Forecasts', Name: 'Forecast', item: forecast },
] as const;

export function addRetractionRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  for (const { type, plural, tag, Name, item } of retractable) {
    routes.add(`POST /v1/${plural}/{id}/retraction`, {
      operationId: `retract${Name}`,
      idempotent: true,
      tag,
      summary: `Retract a ${type} that was misattributed or entered by mistake`,
      description:
        'For good. What is retracted is not edited, resolved, judged or merged any more, and nothing new is recorded under it (409); it can be redacted. Only a retracted forecast can be corrected: the correction stands.',
      params: idParameter,
      body: retractionInput,
      answers: {
        201: {
          description:
            'Retracted: it and what rests on it stay readable, but are out of lists, feeds and scores; reports count them.',
          schema: item,
          headers: receiptHeaders,
        },
      },
      problems: [409],
      etag: true,
      ifMatch: 'required',
      handler: async ({ actor, idempotency, params, body, precondition }, reply) =>
        answerRecorded(
          reply,
          await retract(contextOf(record, actor, idempotency), type, params.id, body.reason, precondition),
        ),
    });
  }
}
