/** Exports: every row of a noun in one file, from one consistent state, at the head or as of any moment. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { verdict } from '../../domain/claims/verdict.ts';
import { invalid } from '../../domain/errors.ts';
import { forecast } from '../../domain/forecasts/forecast.ts';
import { scoreRow } from '../../domain/forecasts/score-row.ts';
import { question } from '../../domain/questions/question.ts';
import { resolution } from '../../domain/resolutions/resolution.ts';
import { statement } from '../../domain/statements/statement.ts';
import { exportFormats } from '../../exports/registry.ts';
import type { ExportedNoun } from '../../exports/tables/registry.ts';
import { exportClaimReviews } from '../../services/exports/export-claim-reviews.ts';
import { exportPackage } from '../../services/exports/export-package.ts';
import { type ExportDocument, exportTable } from '../../services/exports/export-table.ts';
import { chooseFormat, varyBy } from '../negotiation.ts';
import { anyOfChoices, anyOfIds, booleanParameter, textParameter } from '../query-fields.ts';
import type { RecordDependencies, RecordRoutes } from '../record.ts';
import { serviceAddress } from '../service-address.ts';
import {
  forecastFilterFields,
  questionFilterFields,
  scoreFilterFields,
  statementFilterFields,
} from './filter-fields.ts';

const formats = Object.fromEntries(exportFormats.map(({ format, mediaType }) => [format, mediaType]));

const asOf = textParameter(40).describe(
  'An audit number or a time: the record as it stood then. Absent: the head.',
);
const raw = booleanParameter.describe(
  "CSV only: true leaves text as it is, also where a spreadsheet would take it for a formula; otherwise such text gets a leading '.",
);

const fields = {
  format: textParameter(20).describe(
    `${exportFormats.map(({ format }) => format).join(', ')}; wins over Accept; csv by default.`,
  ),
  asOf,
  raw,
};
const retracted = {
  include: anyOfChoices(['retracted']).describe(
    'Retracted rows too, and those that rest on something retracted.',
  ),
};

export const snapshotHeaders = {
  'Snapshot-Seq': {
    description: 'Audit number of the state that is exported: give it as asOf to get the same rows again.',
  },
  'Snapshot-At': { description: 'The time at which statuses are taken.' },
  'Content-Disposition': { description: 'A name for the file.' },
};
const headers = {
  ...snapshotHeaders,
  'Row-Count': {
    description: 'Rows of the whole file, counted in the same state: fewer have come where it was cut off.',
  },
};

/** What is exported one by one: its item, as in the lists, and its filters. */
const exported = {
  statements: {
    item: statement,
    operationId: 'exportStatements',
    fields: { ...statementFilterFields, ...retracted },
  },
  questions: {
    item: question,
    operationId: 'exportQuestions',
    fields: { ...questionFilterFields, ...retracted },
  },
  forecasts: {
    item: forecast,
    operationId: 'exportForecasts',
    fields: { ...forecastFilterFields, ...retracted },
  },
  resolutions: {
    item: resolution,
    operationId: 'exportResolutions',
    fields: { ...questionFilterFields, questionId: anyOfIds, ...retracted },
  },
  scores: { item: scoreRow, operationId: 'exportScores', fields: scoreFilterFields },
  verdicts: {
    item: verdict,
    operationId: 'exportVerdicts',
    fields: { ...statementFilterFields, statementId: anyOfIds, ...retracted },
  },
} as const;

const otherTypes = exportFormats
  .map(({ mediaType }) => mediaType.split(';', 1)[0] as string)
  .filter((type) => type !== 'application/json');

export function addExportRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  addWholes(routes, record);
  for (const [noun, { item, operationId, fields: filterFields }] of Object.entries(exported)) {
    routes.add(`GET /v1/exports/${noun as ExportedNoun}`, {
      operationId,
      lasting: true,
      tag: 'Exports',
      summary: `Every row of ${noun} in one file`,
      description:
        'Streamed from one consistent state in the order of recording. JSON and NDJSON hold the items of the lists; CSV, XLSX and Parquet hold flat columns.',
      query: z.strictObject({ ...filterFields, ...fields } as z.ZodRawShape),
      answers: {
        200: {
          description: 'The file. A transfer that is cut off ends in an error, never as if it were whole.',
          schema: z.strictObject({ items: z.array(item as z.ZodType) }),
          headers,
          alsoAs: otherTypes,
        },
      },
      problems: [406, 413, 503],
      handler: async ({ query, fastify }, reply) => {
        const {
          format: asked,
          asOf: moment,
          raw: asIs = false,
          include = [],
          ...filter
        } = query as ExportQuery;
        const chosen = chooseFormat(fastify, formats, asked);
        const format = exportFormats.find((one) => one.format === chosen);
        if (format === undefined) throw new Error(`no format ${chosen}`);
        if (asIs && chosen !== 'csv') throw rawIsOfCsv();
        const document = await exportTable(record, {
          noun: noun as ExportedNoun,
          filter,
          includeRetracted: include.includes('retracted'),
          asOf: moment,
          format,
          raw: asIs,
        });
        return sendDocument(fastify, varyBy(reply, 'Accept'), document);
      },
    });
  }
}

/** The whole record, and claims in the words of schema.org. */
function addWholes(routes: RecordRoutes, record: RecordDependencies): void {
  routes.add('GET /v1/exports/package.zip', {
    operationId: 'exportPackage',
    lasting: true,
    tag: 'Exports',
    summary: 'The whole record as a Data Package: CSV files, their description, and a README',
    description:
      'datapackage.json (Data Package 2.0) describes every column, key, size and hash. Retracted and superseded rows are in it, marked. Equal asOf give equal bytes.',
    query: z.strictObject({ asOf, raw }),
    answers: {
      200: {
        description: 'The archive.',
        schema: z.string(),
        contentType: 'application/zip',
        headers: snapshotHeaders,
      },
    },
    problems: [406, 503],
    handler: async ({ query, fastify }, reply) =>
      sendDocument(fastify, reply, await exportPackage(record, query.asOf, query.raw ?? false)),
  });
  routes.add('GET /v1/exports/claim-reviews', {
    operationId: 'exportClaimReviews',
    lasting: true,
    tag: 'Exports',
    summary: 'Claims and their reviews as schema.org JSON-LD',
    description:
      'ClaimReview for claims with a verdict and for forecasts whose question is resolved, Claim for what is open. The rating of a forecast is the probability that it gave to what happened.',
    query: z.strictObject({ ...statementFilterFields, asOf }),
    answers: {
      200: {
        description: 'A graph of ClaimReview and Claim.',
        schema: z.strictObject({
          '@context': z.literal('https://schema.org'),
          '@graph': z.array(z.record(z.string(), z.unknown())),
        }),
        contentType: 'application/ld+json',
        headers: snapshotHeaders,
      },
    },
    problems: [406, 503],
    handler: async ({ query: { asOf: moment, ...filter }, fastify }, reply) =>
      sendDocument(
        fastify,
        reply,
        await exportClaimReviews(record, { filter, asOf: moment, base: serviceAddress(fastify) }),
      ),
  });
}

interface ExportQuery {
  readonly format?: string;
  readonly asOf?: string;
  readonly raw?: boolean;
  readonly include?: readonly string[];
}

function rawIsOfCsv() {
  const message = 'belongs to format=csv: the other formats hold text as it is anyway';
  return invalid('invalidRequest', `raw ${message}.`, [
    { parameter: 'raw', code: 'notInThisFormat', message },
  ]);
}

/** Answers the stream, its headers alone to HEAD; the stream ends with the connection. */
export function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { mediaType, fileName, seq, at, rows, stream }: ExportDocument,
): FastifyReply {
  reply
    .header('Snapshot-Seq', String(seq))
    .header('Snapshot-At', at)
    .header('Content-Disposition', `attachment; filename="${fileName}"`)
    .type(mediaType);
  if (rows !== null) reply.header('Row-Count', String(rows));
  if (request.method === 'HEAD') {
    stream.destroy();
    // Without a body Fastify would say that the document is 0 bytes long.
    return reply.send(Readable.from([]));
  }
  // A client that left before the first byte would leave the session open.
  reply.raw.once('close', () => stream.destroy());
  return reply.send(stream);
}
