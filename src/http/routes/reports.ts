/** Accuracy reports: one model, every format, reproducible by the audit number they are taken at. */
import { z } from 'zod';
import { MAXIMUM_SEED } from '../../domain/accuracy/intervals/random-source.ts';
import { accuracyReportModel } from '../../domain/accuracy/report/models/accuracy-model.ts';
import { calibrationReportModel } from '../../domain/accuracy/report/models/calibration-model.ts';
import { headToHeadModel } from '../../domain/accuracy/report/models/head-to-head-model.ts';
import { leaderboardReportModel } from '../../domain/accuracy/report/models/leaderboard-model.ts';
import {
  clusterings,
  forecastPolicies,
  groupKeys,
  hedgeEnds,
  weightings,
} from '../../domain/accuracy/report/models/parameters.ts';
import { crowdKeys } from '../../domain/accuracy/skill/crowd-aggregate.ts';
import { spotTimes } from '../../domain/accuracy/time/lead-time.ts';
import { renderers } from '../../reports/registry.ts';
import { renderReport } from '../../services/reports/render.ts';
import { etagOfBytes, isUnchanged } from '../conditional.ts';
import { chooseFormat, varyBy } from '../negotiation.ts';
import { pageHeaders } from '../plugins/browser-safety.ts';
import {
  anyOf,
  anyOfChoices,
  instantParameter,
  integerParameter,
  numberParameter,
  oneOfChoices,
  textParameter,
} from '../query-fields.ts';
import type { RecordDependencies, RecordRoutes } from '../record.ts';
import { forecastFilterFields } from './filter-fields.ts';

const { changedAfterSeq: _changes, ...filterFields } = forecastFilterFields;

/** Parameters that every report has. */
const reportFields = {
  ...filterFields,
  groupBy: anyOfChoices(groupKeys).describe('One or two; forecaster by default.'),
  rule: anyOf(z.string().min(1).max(64)).describe(
    'Keys of scoring rules; by default those of each question type.',
  ),
  baseline: textParameter(64).describe(
    "uniform (default; beside quantiles and intervals at their own levels), baseRate, crowd, or a forecaster's id.",
  ),
  crowd: oneOfChoices(crowdKeys).describe(
    "With baseline=crowd: how everybody else's forecasts are pooled, the one compared always left out. mean (default) is the linear pool; trimmedMean drops the lowest and the highest tenth, at least one each; extremised raises the odds of geometricMeanOfOdds to the power 2.5; recencyWeighted weighs the k-th oldest by e^√k, also among those made before the question opened; those made at one time weigh the same. Over several options each is pooled and the sum made 1. Own score minus that of the median on the same days (rule=brier_two_sided, forecastPolicy=daily) is the relative Brier score of Good Judgment: baselineDifference.",
  ),
  forecastPolicy: oneOfChoices(forecastPolicies).describe(
    'Which of several forecasts counts; last by default. timeWeighted and daily average over the time that one covered and report the coverage beside it. spot takes the one in effect at spotAt, so that questions which ended early weigh no differently. Under last and spot all are scored at one moment; under the others a leaderboard has ranks only, no adjusted means, pairs or anybody ahead. A head-to-head compares under every policy at times when both had a forecast in effect: under first at the first such moment, under all at each from then on at which either spoke.',
  ),
  spotAt: oneOfChoices(spotTimes).describe(
    'With forecastPolicy=spot, and needed there: so long before closesAt, whenever the question really ended, or so long after opensAt. A forecast is in effect from when it was made (included) until it was updated, withdrawn, closed or its outcome known (excluded).',
  ),
  lexicon: textParameter(300).describe(
    'Reads hedges with this lexicon (key@version, as GET /v1/lexicons has them) where it has their words in their language, the others as recorded; absent: all as recorded. Under a lexicon that divides 0 to 1 and knows them all, intervalBrier is given.',
  ),
  hedge: oneOfChoices(hedgeEnds).describe('Which end of a hedge stands for its words; mid by default.'),
  weight: oneOfChoices(weightings).describe(
    'statement (default): the questions of one statement share weight 1.',
  ),
  cluster: oneOfChoices(clusterings).describe(
    'What depends on each other; statement by default. Sources that spoke on one question are one cluster.',
  ),
  level: numberParameter(0.5, 0.999).describe('Of every interval; 0.95 by default.'),
  seed: integerParameter(0, MAXIMUM_SEED),
  groupLimit: integerParameter(1, 1000).describe('Groups shown; the rest is counted. 100 by default.'),
  asOf: textParameter(40).describe('An audit number or a time: the report as it was on record then.'),
  knownBy: instantParameter.describe('Leaves out outcomes that were known later.'),
  format: textParameter(20).describe(
    `${renderers.map(({ format }) => format).join(', ')}; wins over Accept.`,
  ),
};

/** What every report can be asked; the command line makes its options of it. */
export const reportQuery = z.strictObject(reportFields);

/** Formats by name; the first is the default. */
const formats = Object.fromEntries(renderers.map(({ format, mediaType }) => [format, mediaType]));

const headers = {
  'Report-As-Of-Seq': {
    description: 'Audit number that the report is taken at: give it as asOf to get the same bytes again.',
  },
  'Report-Content-Sha256': { description: 'Hash of the content, as it stands in the report.' },
};

/** The reports: what each is, and the model that every format prints. */
const reports = [
  {
    path: 'accuracy',
    kind: 'accuracy',
    operationId: 'getAccuracyReport',
    summary: 'How accurate: scores with intervals by group, strict beside lenient, and what was left out',
    schema: accuracyReportModel,
  },
  {
    path: 'calibration',
    kind: 'calibration',
    operationId: 'getCalibrationReport',
    summary: 'How calibrated: curves without bins with bands, binned curves, counts; at most 20 groups',
    schema: calibrationReportModel,
  },
  {
    path: 'leaderboard',
    kind: 'leaderboard',
    operationId: 'getLeaderboard',
    summary: 'Who ranks where, with intervals of the rank',
    schema: leaderboardReportModel,
  },
  {
    path: 'head-to-head',
    kind: 'headToHead',
    operationId: 'getHeadToHead',
    summary: 'Two forecasters (`forecasterId` twice) on the questions that both answered',
    schema: headToHeadModel,
  },
] as const;

/** The last part of each report's path. */
export const reportPaths: readonly string[] = reports.map(({ path }) => path);

const otherTypes = renderers
  .map(({ mediaType }) => mediaType.split(';', 1)[0] as string)
  .filter((type) => type !== 'application/json');

export function addReportRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  for (const { path, kind, operationId, summary, schema } of reports) {
    routes.add(`GET /v1/reports/${path}`, {
      operationId,
      lasting: true,
      tag: 'Reports',
      summary,
      query: reportQuery,
      answers: {
        200: {
          description: 'The report. For equal asOf and parameters the bytes are the same, in every format.',
          schema: schema as z.ZodType,
          headers,
          alsoAs: otherTypes,
        },
      },
      etag: true,
      problems: [406, 503],
      handler: async ({ query, fastify }, reply) => {
        const { format: asked, ...request } = query;
        const chosen = chooseFormat(fastify, formats, asked);
        const renderer = renderers.find(({ format }) => format === chosen);
        if (renderer === undefined) throw new Error(`no renderer of ${chosen}`);
        const document = await renderReport(record, kind, request, renderer);
        const etag = etagOfBytes(document.body);
        varyBy(reply, 'Accept')
          .header('ETag', etag)
          .header('Report-As-Of-Seq', String(document.asOfSeq))
          .header('Report-Content-Sha256', document.contentSha256);
        if (isUnchanged(fastify.headers['if-none-match'], etag)) return reply.code(304).send();
        return reply
          .headers(pageHeaders(renderer.contentSecurityPolicy))
          .header('Content-Disposition', `inline; filename="${document.fileName}"`)
          .type(document.mediaType)
          .send(document.body);
      },
    });
  }
}
