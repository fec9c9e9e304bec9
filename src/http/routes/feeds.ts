/** Feeds: what was resolved, for readers of news, and what is due, for calendars. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { dueFeed, MAXIMUM_DUE } from '../../services/feeds/due.ts';
import { resolutionsFeed } from '../../services/feeds/resolutions.ts';
import { varyBy } from '../negotiation.ts';
import { integerWithDefault } from '../query-fields.ts';
import type { RecordDependencies, RecordRoutes } from '../record.ts';
import { serviceAddress } from '../service-address.ts';
import { questionFilterFields } from './filter-fields.ts';

const headers = {
  'Last-Modified': { description: 'When the last of it was recorded.' },
  'Cache-Control': { description: 'How long it may be kept.' },
};

export function addFeedRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  routes.add('GET /v1/feeds/resolutions.atom', {
    operationId: 'getResolutionsFeed',
    tag: 'Feeds',
    summary: 'What was resolved, corrected and rated, newest first (Atom)',
    description:
      'Verdicts on claims stand in it unless a filter asks for what only questions have. Ids of entries stay the same for ever.',
    query: z.strictObject({
      ...questionFilterFields,
      limit: integerWithDefault(1, 200, 50).describe('Entries at most.'),
    }),
    answers: {
      200: { description: 'The feed.', schema: z.string(), contentType: 'application/atom+xml', headers },
    },
    etag: true,
    problems: [503],
    handler: async ({ query: { limit, ...filter }, fastify, target }, reply) => {
      const base = serviceAddress(fastify);
      return answerFeed(reply, await resolutionsFeed(record, { filter, limit, base, target }));
    },
  });
  routes.add('GET /v1/feeds/due.ics', {
    operationId: 'getDueCalendar',
    tag: 'Feeds',
    summary: 'What is due: a day or a time for each question that waits for its answer (iCalendar)',
    description: `Questions without an outcome, unless status asks for others. A date is a whole day, in the time zone of the question. At most ${MAXIMUM_DUE}, those due nearest to now, before or after: where there are more, the description of the calendar says how many.`,
    query: z.strictObject(questionFilterFields),
    answers: {
      200: { description: 'The calendar.', schema: z.string(), contentType: 'text/calendar', headers },
    },
    etag: true,
    problems: [503],
    handler: async ({ query, fastify }, reply) =>
      answerFeed(reply, await dueFeed(record, query, serviceAddress(fastify))),
  });
}

/**
 * With the time of the last change of what stands in it. What has left it (resolved, retracted) has no time, so that
 * only the ETag tells whether it is still the same.
 */
function answerFeed(
  reply: FastifyReply,
  { text, updated }: { readonly text: string; readonly updated: string },
): string {
  const keyed = reply.request.actor !== null;
  varyBy(reply, 'Authorization')
    .header('Last-Modified', new Date(updated).toUTCString())
    .header('Cache-Control', keyed ? 'private, max-age=300' : 'max-age=300');
  return text;
}
