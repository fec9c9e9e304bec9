import { z } from 'zod';
import type { ResolutionEntry } from '../../domain/accuracy/record/report-record.ts';
import { reportNumber } from '../../domain/accuracy/report/models/report-number.ts';
import { ignoredReasons, scoreValue } from '../../domain/forecasts/forecast.ts';
import { ignoredReason } from '../../domain/questions/lifecycle.ts';
import { outcomeOutput } from '../../domain/questions/prediction-fields.ts';
import { type Question, questionTypeKeys } from '../../domain/questions/question.ts';
import type { ResolutionInput } from '../../domain/resolutions/resolution.ts';
import { momentOutput, momentToInstant } from '../../domain/time.ts';
import type { NewResolution, StoredForecast } from '../../store/unit.ts';
import { type Context, type Precondition, requireScope, requireUnlimited, writeRequest } from '../context.ts';
import type { ReportRunner } from '../reports/report-order.ts';
import { planResolution, type ResolutionPlan } from './plan-resolution.ts';

const mean = z.strictObject({ questions: z.int(), mean: reportNumber }).meta({ id: 'PreviewedMean' });

/** What recording an outcome would bring about. Nothing of it is recorded. */
export const resolutionPreview = z
  .strictObject({
    questionId: z.uuid(),
    resolution: z.strictObject({
      outcome: outcomeOutput,
      knownAt: momentOutput.nullable(),
      early: z.boolean(),
      revision: z.int(),
      supersedesId: z.uuid().nullable(),
    }),
    scores: z.array(
      z.strictObject({
        forecastId: z.uuid(),
        forecasterId: z.uuid(),
        rule: z.string(),
        value: scoreValue,
        reason: z.string().nullable(),
      }),
    ),
    ignored: z
      .array(z.strictObject({ forecastId: z.uuid(), forecasterId: z.uuid(), reason: z.enum(ignoredReasons) }))
      .describe(
        'Forecasts on the question that would not be scored, and why; retracted: it, or something that it rests on.',
      ),
    cascade: z
      .array(z.strictObject({ questionId: z.uuid(), outcome: outcomeOutput }))
      .describe('Dependants that would become void, or open again.'),
    movements: z
      .array(
        z.strictObject({
          forecasterId: z.uuid(),
          forecaster: z.string(),
          questionType: z.enum(questionTypeKeys),
          rule: z.string(),
          reading: z.enum(['strict', 'lenient']),
          before: mean,
          after: mean,
        }),
      )
      .describe('Numbers of the accuracy report by forecaster that would move.'),
  })
  .meta({ id: 'ResolutionPreview' });
export type ResolutionPreview = z.infer<typeof resolutionPreview>;

/**
 * Decides an outcome under the same locks and by the same code as recording it, then lets go of
 * everything: the scores, the cascade, and how each forecaster's report numbers would move.
 * @throws ReckonerError unavailable where too many reports wait
 */
export async function previewResolution(
  context: Context,
  reports: ReportRunner,
  questionId: string,
  input: ResolutionInput,
  seen: Precondition<Question>,
): Promise<ResolutionPreview> {
  requireScope(context, 'resolve', 'Previewing an outcome');
  requireUnlimited(context, 'Previewing an outcome');
  const { plan, forecasts } = await context.store.rehearse(
    writeRequest(context, 'question.preview'),
    async (unit) => {
      await unit.hold({ change: { question: [questionId] } });
      return {
        plan: await planResolution(unit, context.newId, questionId, input, seen),
        forecasts: await unit.forecastsOf(questionId),
      };
    },
  );
  const movements = await reports.movements([plan.resolution, ...plan.cascade].map(entryOf), context.store);
  // Scores are stored for all, since what a forecast rests on can be edited; shown are those of what stands.
  const shown = new Map(
    forecasts.filter(({ groundStands }) => groundStands).map(({ id, forecasterId }) => [id, forecasterId]),
  );
  return {
    questionId,
    resolution: {
      outcome: plan.resolution.outcome,
      knownAt: plan.resolution.knownAt,
      early: plan.resolution.early,
      revision: plan.resolution.revision,
      supersedesId: plan.resolution.supersedesId,
    },
    scores: plan.scores.flatMap(({ forecastId, rule, value: exact, reason }) => {
      const forecasterId = shown.get(forecastId);
      const value = exact === Number.POSITIVE_INFINITY ? ('Infinity' as const) : exact;
      return forecasterId === undefined ? [] : [{ forecastId, forecasterId, rule, value, reason }];
    }),
    ignored: ignoredForecasts(plan, forecasts),
    cascade: plan.cascade.map((follower) => ({ questionId: follower.questionId, outcome: follower.outcome })),
    movements: [...movements],
  };
}

function ignoredForecasts({ question, resolution }: ResolutionPlan, forecasts: readonly StoredForecast[]) {
  const closesAt = question.closesAt === null ? null : momentToInstant(question.closesAt, question.timezone);
  const knownAt = resolution.state === 'value' ? resolution.knownAtInstant : null;
  return forecasts.flatMap((forecast) => {
    const retracted = forecast.retracted || !forecast.groundStands;
    const reason = ignoredReason({ ...forecast, retracted }, closesAt, knownAt);
    return reason === null ? [] : [{ forecastId: forecast.id, forecasterId: forecast.forecasterId, reason }];
  });
}

/** What a report reads of a resolution. */
function entryOf({ questionId, outcome, state, knownAtInstant }: NewResolution): ResolutionEntry {
  return { questionId, outcome, state, knownAtInstant };
}
