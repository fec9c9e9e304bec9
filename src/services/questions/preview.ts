import { z } from 'zod';
import { buildAccuracyReport } from '../../domain/accuracy/accuracy-report.ts';
import type { ReportRecord } from '../../domain/accuracy/record/report-record.ts';
import type { AccuracyReport } from '../../domain/accuracy/report/models/accuracy-model.ts';
import type { AccuracyCell } from '../../domain/accuracy/report/models/cell-model.ts';
import { defaultParameters } from '../../domain/accuracy/report/models/parameters.ts';
import { reportNumber } from '../../domain/accuracy/report/models/report-number.ts';
import { ignoredReasons, scoreValue } from '../../domain/forecasts/forecast.ts';
import { ignoredReason } from '../../domain/questions/lifecycle.ts';
import { outcomeOutput } from '../../domain/questions/prediction-fields.ts';
import { type Question, questionTypeKeys } from '../../domain/questions/question.ts';
import type { ResolutionInput } from '../../domain/resolutions/resolution.ts';
import { momentOutput, momentToInstant } from '../../domain/time.ts';
import type { StoredForecast } from '../../store/unit.ts';
import { type Context, type Precondition, requireScope, requireUnlimited, writeRequest } from '../context.ts';
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
      .describe('Forecasts on the question that would not be scored, and why.'),
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
 */
export async function previewResolution(
  context: Context,
  questionId: string,
  input: ResolutionInput,
  seen: Precondition<Question>,
): Promise<ResolutionPreview> {
  requireScope(context, 'resolve', 'Previewing an outcome');
  requireUnlimited(context, 'Previewing an outcome');
  const { plan, forecasts, record } = await context.store.rehearse(
    writeRequest(context, 'question.preview'),
    async (unit) => {
      await unit.hold({ change: { question: [questionId] } });
      return {
        plan: await planResolution(unit, context.newId, questionId, input, seen),
        forecasts: await unit.forecastsOf(questionId),
        record: await unit.recordAsOf((await unit.auditHead()).seq),
      };
    },
  );
  const forecasterOf = new Map(forecasts.map((forecast) => [forecast.id, forecast.forecasterId]));
  return {
    questionId,
    resolution: {
      outcome: plan.resolution.outcome,
      knownAt: plan.resolution.knownAt,
      early: plan.resolution.early,
      revision: plan.resolution.revision,
      supersedesId: plan.resolution.supersedesId,
    },
    scores: plan.scores.map(({ forecastId, rule, value, reason }) => ({
      forecastId,
      forecasterId: forecasterOf.get(forecastId) ?? '',
      rule,
      value: value === Number.POSITIVE_INFINITY ? ('Infinity' as const) : value,
      reason,
    })),
    ignored: ignoredForecasts(plan, forecasts),
    cascade: plan.cascade.map((follower) => ({ questionId: follower.questionId, outcome: follower.outcome })),
    movements: movementsBetween(reportOn(record), reportOn(afterPlan(record, plan))),
  };
}

function ignoredForecasts({ question, resolution }: ResolutionPlan, forecasts: readonly StoredForecast[]) {
  const closesAt = question.closesAt === null ? null : momentToInstant(question.closesAt, question.timezone);
  const knownAt = resolution.state === 'value' ? resolution.knownAtInstant : null;
  return forecasts.flatMap((forecast) => {
    const reason = ignoredReason(forecast, closesAt, knownAt);
    return reason === null ? [] : [{ forecastId: forecast.id, forecasterId: forecast.forecasterId, reason }];
  });
}

function reportOn(record: ReportRecord): AccuracyReport {
  return buildAccuracyReport(record, defaultParameters, {});
}

/** The record as it would stand: the planned resolutions in the place of those they supersede. */
function afterPlan(record: ReportRecord, plan: ResolutionPlan): ReportRecord {
  const planned = [plan.resolution, ...plan.cascade];
  const touched = new Set(planned.map((resolution) => resolution.questionId));
  const kept = record.resolutions.filter((resolution) => !touched.has(resolution.questionId));
  return { ...record, resolutions: [...kept, ...planned] };
}

type Movement = ResolutionPreview['movements'][number];

function movementsBetween(before: AccuracyReport, after: AccuracyReport): Movement[] {
  const earlier = cellsOf(before);
  const later = cellsOf(after);
  const movements: Movement[] = [];
  for (const key of [...new Set([...earlier.keys(), ...later.keys()])].sort()) {
    const [old, next] = [earlier.get(key), later.get(key)];
    const place = (next ?? old)?.place;
    const [was, becomes] = [meanOf(old?.cell), meanOf(next?.cell)];
    if (place === undefined || (was.questions === becomes.questions && was.mean === becomes.mean)) continue;
    movements.push({ ...place, before: was, after: becomes });
  }
  return movements;
}

function meanOf(cell: AccuracyCell | undefined): Movement['before'] {
  return cell === undefined
    ? { questions: 0, mean: null }
    : { questions: cell.questions, mean: cell.mean.value };
}

function cellsOf(report: AccuracyReport) {
  const cells = new Map<
    string,
    { readonly place: Omit<Movement, 'before' | 'after'>; readonly cell: AccuracyCell }
  >();
  for (const group of report.groups) {
    const forecaster = group.values[0];
    if (forecaster === undefined || forecaster.id === null) continue;
    for (const { questionType, rule, ...readings } of group.rows) {
      for (const reading of ['strict', 'lenient'] as const) {
        const place = {
          forecasterId: forecaster.id,
          forecaster: forecaster.label,
          questionType,
          rule,
          reading,
        };
        cells.set(Object.values(place).join(' '), { place, cell: readings[reading] });
      }
    }
  }
  return cells;
}
