/** Scores of forecasts that are not on record: nothing is kept. */
import { z } from 'zod';
import { MAXIMUM_SEED } from '../../domain/accuracy/intervals/random-source.ts';
import { type InputIssue, invalid, ReckonerError } from '../../domain/errors.ts';
import { evaluationReport } from '../../domain/evaluation/evaluation-model.ts';
import { flatColumns } from '../../domain/evaluation/flat-columns.ts';
import { forecastRow } from '../../domain/evaluation/forecast-row.ts';
import {
  evaluationBaselines,
  evaluationClusters,
  evaluationCurves,
  evaluationGroups,
  evaluationOptions,
  evaluationPolicies,
  evaluationRules,
  evaluationWeights,
  MAXIMUM_BINS,
  MAXIMUM_REPLICATES,
  MINIMUM_REPLICATES,
  ruleIssues,
} from '../../domain/evaluation/options.ts';
import { renderers } from '../../reports/registry.ts';
import { evaluateUpload } from '../../services/evaluation/evaluate-upload.ts';
import { clientLeft } from '../client-left.ts';
import { chooseFormat } from '../negotiation.ts';
import { pageHeaders } from '../plugins/browser-safety.ts';
import {
  anyOf,
  booleanParameter,
  integerParameter,
  numberParameter,
  oneOfChoices,
  textParameter,
} from '../query-fields.ts';
import type { RecordDependencies, RecordRoutes } from '../record.ts';

/** What a JSON body may hold; files take more. */
const JSON_BYTES = 4_194_304;
const JSON_ROWS = 10_000;
const FILE_BYTES = 134_217_728;
const FILE_ROWS = 2_000_000;

const tables = { 'text/csv': 'csv', 'application/x-ndjson': 'ndjson' } as const;

const evaluationRequest = z
  .strictObject({
    // Read row by row where they are scored: here ten thousand would keep everybody else waiting for a second.
    forecasts: z.array(z.unknown().meta({ documentedAs: forecastRow })),
    rules: evaluationRules
      .default([])
      .describe('Keys of scoring rules; by default those of each question type.'),
    options: evaluationOptions.prefault({}),
  })
  .meta({ id: 'EvaluationRequest' });

const optionParameters = {
  rule: anyOf(z.string().min(1).max(64)).describe('With a file: keys of scoring rules.'),
  level: numberParameter(0.5, 0.999),
  seed: integerParameter(0, MAXIMUM_SEED),
  bins: integerParameter(1, MAXIMUM_BINS),
  replicates: integerParameter(MINIMUM_REPLICATES, MAXIMUM_REPLICATES),
  curves: oneOfChoices(evaluationCurves),
  baseline: oneOfChoices(evaluationBaselines),
  cluster: oneOfChoices(evaluationClusters),
  weight: oneOfChoices(evaluationWeights),
  forecastPolicy: oneOfChoices(evaluationPolicies),
  groupBy: oneOfChoices(evaluationGroups),
  groupLimit: integerParameter(1, 1000),
  scores: booleanParameter,
};

const formats = Object.fromEntries(renderers.map(({ format, mediaType }) => [format, mediaType]));
const otherTypes = renderers
  .map(({ mediaType }) => mediaType.split(';', 1)[0] as string)
  .filter((type) => type !== 'application/json');

export function addEvaluationRoutes(routes: RecordRoutes, { reports }: RecordDependencies): void {
  routes.add('POST /v1/scoring/evaluate', {
    operationId: 'evaluateForecasts',
    lasting: true,
    tag: 'Scores',
    summary: 'Scores, aggregates and calibration of forecasts that are not on record; nothing is kept',
    description: `The numbers are those that the reports would give for the same forecasts. A JSON body holds up to ${JSON_ROWS} forecasts; a file of CSV or of lines of JSON up to ${FILE_ROWS}, with the options in the query. Where rows cannot be scored, the first hundred defects are told by row and field, and nothing is scored.`,
    query: z.strictObject({
      ...optionParameters,
      format: textParameter(20).describe(
        `${renderers.map(({ format }) => format).join(', ')}; wins over Accept.`,
      ),
    }),
    body: evaluationRequest,
    bodyLimit: JSON_BYTES,
    uploads: {
      types: Object.keys(tables),
      maximumBytes: FILE_BYTES,
      description: `JSON, or a file of up to ${FILE_BYTES} bytes (gzip and br are unpacked): \`text/csv\` with a header and the columns ${flatColumns.join(', ')} (probability and outcome are needed; outcome is 1 or 0, empty where it is not known yet), or \`application/x-ndjson\` with one element of \`forecasts\` a line. Line numbers in errors count from 1.`,
    },
    answers: {
      200: {
        description:
          'The evaluation. Equal rows, rules and options give equal bytes, in whatever order the rows come.',
        schema: evaluationReport as z.ZodType,
        headers: {
          'Report-Content-Sha256': { description: 'Hash of the content, as it stands in the report.' },
        },
        alsoAs: otherTypes,
      },
    },
    problems: [406, 413, 503],
    handler: async ({ query, body, upload, fastify }, reply) => {
      const { format: asked, rule = [], ...given } = query;
      const format = chooseFormat(fastify, formats, asked);
      const left = clientLeft(reply);
      const document =
        upload === null
          ? await reports.evaluate(taskOf(body, query, format), left)
          : await evaluateUpload(
              reports,
              upload.stream,
              {
                rules: checkedRules(rule, () => ({ parameter: 'rule' })),
                options: evaluationOptions.parse(given),
                format,
                table: tables[upload.type as keyof typeof tables],
                encoding: upload.encoding,
                limits: { bytes: FILE_BYTES, rows: FILE_ROWS },
              },
              left,
            );
      const renderer = renderers.find((one) => one.format === format);
      return reply
        .header('Report-Content-Sha256', document.contentSha256)
        .headers(pageHeaders(renderer?.contentSecurityPolicy))
        .header('Content-Disposition', `inline; filename="reckoner-evaluation.${renderer?.extension}"`)
        .type(renderer?.mediaType ?? 'application/json')
        .send(document.body);
    },
  });
}

function taskOf(
  { forecasts, rules, options }: z.output<typeof evaluationRequest>,
  query: Readonly<Record<string, unknown>>,
  format: string,
) {
  const misplaced = Object.keys(optionParameters)
    .filter((parameter) => query[parameter] !== undefined)
    .map(
      (parameter): InputIssue => ({
        parameter,
        code: 'belongsInBody',
        message: `belongs into the body with JSON, as ${parameter === 'rule' ? 'rules' : `options.${parameter}`}`,
      }),
    );
  if (misplaced.length > 0)
    throw invalid(
      'invalidRequest',
      `The parameter ${misplaced[0]?.parameter} ${misplaced[0]?.message}.`,
      misplaced,
    );
  if (forecasts.length > JSON_ROWS) {
    throw new ReckonerError(
      'tooLarge',
      'tooManyRows',
      `There are ${forecasts.length} forecasts; a JSON body takes ${JSON_ROWS}. Send text/csv or application/x-ndjson, which take ${FILE_ROWS}.`,
    );
  }
  return {
    input: { forecasts },
    rules: checkedRules(rules, (index) => ({ pointer: `/rules/${index}` })),
    options,
    format,
  };
}

function checkedRules(
  rules: readonly string[],
  place: (index: number) => Partial<InputIssue>,
): readonly string[] {
  const issues = ruleIssues(rules, place);
  if (issues.length > 0) throw invalid('invalidRules', `${issues[0]?.message}.`, issues);
  return rules;
}
