import { z } from 'zod';
import { forecastInputFields } from '../../domain/forecasts/forecast.ts';
import { questionInput } from '../../domain/questions/question.ts';
import { type Statement, statementInputFields } from '../../domain/statements/statement.ts';
import type { QuestionContent } from '../../store/unit.ts';
import {
  type Context,
  type Recorded,
  requireForecaster,
  requireUnlimited,
  writeRequest,
} from '../context.ts';
import { checkPrediction } from '../forecasts/check.ts';
import { questionContent } from '../questions/content.ts';
import { found } from '../record/found.ts';
import { prefixIssuesOf } from '../record/prefix-issues.ts';
import { requireNotRetracted, requireStandingForecaster } from '../record/standing.ts';
import { statementContent } from './content.ts';

const impliedForecast = z
  .strictObject({
    prediction: forecastInputFields.prediction,
    basis: forecastInputFields.basis,
    note: forecastInputFields.note,
  })
  .describe('The forecaster and the time are those of the statement.')
  .meta({ id: 'ImpliedForecastInput' });

const { statementId: _statementId, ...questionFields } = questionInput.shape;

/** Body of `POST /v1/statements`: the statement, and optionally its questions with the forecasts it implies. */
export const statementWithQuestionsInput = z
  .strictObject({
    ...statementInputFields,
    questions: z
      .array(
        z
          .strictObject({ ...questionFields, forecast: impliedForecast.nullable().default(null) })
          .meta({ id: 'StatementQuestionInput' }),
      )
      .max(20)
      .default([]),
  })
  .meta({ id: 'StatementInput' });
export type StatementWithQuestionsInput = z.output<typeof statementWithQuestionsInput>;

/** Records a statement with its questions and implied forecasts, all or nothing. */
export async function createStatement(
  context: Context,
  input: StatementWithQuestionsInput,
): Promise<Recorded<Statement>> {
  requireForecaster(context, input.forecasterId);
  if (input.questions.length > 0) requireUnlimited(context, 'Recording questions');
  const { questions, ...fields } = input;
  const id = context.newId();
  return context.store.write(
    writeRequest(context, 'statement.create'),
    async (unit) => {
      const conditions = questions.flatMap(({ condition }) =>
        condition === null ? [] : [condition.questionId],
      );
      await unit.hold({
        rely: { source: [input.sourceId], forecaster: [input.forecasterId], question: conditions },
      });
      const statement = await statementContent(unit, id, fields, context.newId);
      const [speaker, source] = [
        await unit.forecasters.get(input.forecasterId),
        await unit.sources.get(input.sourceId),
      ];
      if (speaker !== null) requireStandingForecaster(speaker);
      if (source !== null) requireNotRetracted('source', source);
      const made = new Map<string, QuestionContent>();
      const forecasts: Parameters<typeof unit.append>[0][] = [];
      for (const [index, { forecast, ...question }] of questions.entries()) {
        const questionId = context.newId();
        const content = await prefixIssuesOf(`/questions/${index}`, () =>
          questionContent(unit, questionId, { ...question, statementId: id }, context.newId, {
            statements: new Set([id]),
            questions: made,
          }),
        );
        made.set(questionId, content);
        if (forecast === null) continue;
        const implied = {
          ...forecast,
          forecasterId: statement.forecasterId,
          madeAt: statement.saidAt,
          statementId: id,
        };
        const prediction = await prefixIssuesOf(`/questions/${index}/forecast`, async () =>
          checkPrediction(implied, content, statement, unit.now),
        );
        forecasts.push({
          type: 'forecast',
          content: {
            id: context.newId(),
            questionId,
            ...implied,
            prediction,
            revision: 1,
            supersedesId: null,
            reason: null,
          },
        });
      }
      unit.append({ type: 'statement', id, version: 1, content: statement });
      for (const [questionId, content] of made)
        unit.append({ type: 'question', id: questionId, version: 1, content });
      for (const forecast of forecasts) unit.append(forecast);
    },
    (reader) => found('statement', id, reader.statements.get),
  );
}
