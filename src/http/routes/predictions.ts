/** The flat view: one row a forecast, for readers of a table. */
import { Readable } from 'node:stream';
import { invalid } from '../../domain/errors.ts';
import { type Prediction, prediction } from '../../domain/forecasts/prediction-view.ts';
import type { ForecastFilter } from '../../domain/questions/question-filter.ts';
import { csvLines } from '../../exports/csv.ts';
import type { Cell } from '../../exports/table.ts';
import { predictionColumns } from '../../services/predictions/columns.ts';
import { eachPrediction } from '../../services/predictions/each.ts';
import { withForecasterIds } from '../../services/record/forecaster-filter.ts';
import { found } from '../../services/record/found.ts';
import { parseQuery, queryText } from '../input/query-string.ts';
import { answerPage, listAnswer, listQuery } from '../list.ts';
import { chooseFormat, varyBy } from '../negotiation.ts';
import { textParameter } from '../query-fields.ts';
import { idParameter, type RecordDependencies, type RecordRoutes } from '../record.ts';
import { forecastFilterFields } from './filter-fields.ts';

const FORMATS = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;

const query = listQuery(
  {
    ...forecastFilterFields,
    format: textParameter(20).describe(
      'json (default), csv or ndjson; csv and ndjson hold every row unless limit or cursor is given.',
    ),
  },
  ['createdAt', 'madeAt', 'saidAt', 'resolvesBy', 'knownAt'],
);

export function addPredictionRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  const { store } = record;
  routes.add('GET /v1/predictions', {
    operationId: 'listPredictions',
    tag: 'Predictions',
    summary: 'Every prediction as one flat row, with what came of it',
    query,
    answers: {
      200: { ...listAnswer('PredictionList', prediction), alsoAs: ['text/csv', 'application/x-ndjson'] },
    },
    problems: [406],
    handler: async (request, reply) => {
      const { format: asked, ...fields } = request.query;
      varyBy(reply, 'Accept');
      const format = chooseFormat(request.fastify, FORMATS, asked);
      const withIds = async (filter: object) => withForecasterIds<ForecastFilter>(store, filter);
      if (format === 'json') {
        return answerPage({ ...request, query: fields }, reply, async (page) =>
          store.predictions.list({ ...page, filter: await withIds(page.filter) }),
        );
      }
      const { limit: _limit, cursor, sort, include, ...filter } = fields;
      if (include !== undefined) throw totalIsOfJson();
      const bounded = cursor !== undefined || 'limit' in parseQuery(queryText(request.target)).values;
      const rows = bounded
        ? (
            await answerPage({ ...request, query: fields }, reply, async (page) =>
              store.predictions.list({ ...page, filter: await withIds(page.filter) }),
            )
          ).items
        : eachPrediction(store, await withIds(filter), sort);
      return reply.type(FORMATS[format]).send(Readable.from(format === 'csv' ? csvOf(rows) : linesOf(rows)));
    },
  });
  routes.add('GET /v1/predictions/{id}', {
    operationId: 'getPrediction',
    tag: 'Predictions',
    summary: 'One row of the flat view, by the id of its forecast',
    params: idParameter,
    answers: { 200: { description: 'The row.', schema: prediction } },
    etag: true,
    handler: ({ params }) => found('prediction', params.id, store.predictions.get),
  });
}

function totalIsOfJson() {
  const message = 'belongs to format=json: a file has no place for a total';
  return invalid('invalidRequest', `include ${message}.`, [
    { parameter: 'include', code: 'notInThisFormat', message },
  ]);
}

type Rows = AsyncIterable<Prediction> | Iterable<Prediction>;

const ROWS_AT_ONCE = 200;

async function* csvOf(rows: Rows) {
  const columns = Object.entries(predictionColumns);
  yield csvLines([columns.map(([key]) => key)], { raw: false });
  let waiting: Cell[][] = [];
  for await (const row of rows) {
    waiting.push(columns.map(([, column]) => column(row)));
    if (waiting.length < ROWS_AT_ONCE) continue;
    yield csvLines(waiting, { raw: false });
    waiting = [];
  }
  yield csvLines(waiting, { raw: false });
}

async function* linesOf(rows: Rows) {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
