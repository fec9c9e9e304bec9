/** Where somebody begins who has the address and nothing else: a page for people, the same links for programs. */
import { z } from 'zod';
import { page, pagePolicy } from '../../reports/page.ts';
import { element, escapeXml } from '../../reports/plots/svg.ts';
import type { RecordAccess } from '../access.ts';
import { chooseFormat, varyBy } from '../negotiation.ts';
import { pageHeaders } from '../plugins/browser-safety.ts';
import type { Routes } from '../routes.ts';

const index = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    links: z.array(z.strictObject({ section: z.string(), title: z.string(), href: z.string() })),
  })
  .meta({ id: 'Index' });

const sections: Readonly<Record<string, readonly (readonly [title: string, href: string])[]>> = {
  'How accurate?': [
    ['Accuracy by forecaster', '/v1/reports/accuracy?groupBy=forecaster&format=html'],
    ['Accuracy by topic', '/v1/reports/accuracy?groupBy=topic&format=html'],
    ['Calibration', '/v1/reports/calibration?format=html'],
    ['Leaderboard', '/v1/reports/leaderboard?format=html'],
    ['Accuracy by forecaster as PDF', '/v1/reports/accuracy?groupBy=forecaster&format=pdf'],
    ['Accuracy by forecaster as a workbook', '/v1/reports/accuracy?groupBy=forecaster&format=xlsx'],
  ],
  'The record': [
    ['Every forecast with its question, speaker, source and outcome', '/v1/predictions'],
    ['Statements', '/v1/statements'],
    ['Questions', '/v1/questions'],
    ['Forecasters', '/v1/forecasters'],
    ['Sources', '/v1/sources'],
    ['Scoring rules', '/v1/scoring-rules'],
    ['Lexicons of hedges', '/v1/lexicons'],
  ],
  'To take away': [
    ['Everything, with a description of each column (Data Package)', '/v1/exports/package.zip'],
    ['Forecasts as CSV', '/v1/exports/forecasts?format=csv'],
    ['Statements as CSV', '/v1/exports/statements?format=csv'],
    ['Claim reviews (schema.org)', '/v1/exports/claim-reviews'],
    ['Feed of outcomes and corrections (Atom)', '/v1/feeds/resolutions.atom'],
    ['Calendar of what is due (iCalendar)', '/v1/feeds/due.ics'],
  ],
  'To check and to build on': [
    ['The head of the audit chain', '/v1/audit/head'],
    ['Reference of every operation', '/docs'],
    ['The contract (OpenAPI)', '/openapi.yaml'],
    ['Kinds of problem', '/docs/problems'],
  ],
};

const links = Object.entries(sections).flatMap(([section, entries]) =>
  entries.map(([title, href]) => ({ section, title, href })),
);

const formats = { json: 'application/json', html: 'text/html' };

export function addStartPage(routes: Routes<RecordAccess>, version: string): void {
  for (const [path, operationId] of [
    ['/', 'getIndex'],
    ['/v1', 'getIndexOfV1'],
  ] as const) {
    routes.add(`GET ${path}`, {
      operationId,
      tag: 'Operation',
      summary: 'Where to begin',
      description: 'The addresses to begin with: a page for a browser, a list for a program.',
      answers: { 200: { description: 'The addresses.', schema: index, alsoAs: ['text/html'] } },
      problems: [406],
      handler: ({ fastify }, reply) => {
        varyBy(reply, 'Accept');
        if (chooseFormat(fastify, formats, undefined) === 'json')
          return reply.send({ name: 'reckoner', version, links });
        return reply.headers(pageHeaders(pagePolicy)).type('text/html; charset=utf-8').send(startPage());
      },
    });
  }
}

/** Its links are relative: the service may stand below a path of another. */
function startPage(): string {
  const parts = Object.entries(sections).map(([title, entries]) => {
    const items = entries.map(([words, href]) =>
      element(
        'li',
        {},
        element('a', { href: `.${href}` }, escapeXml(words)),
        ' ',
        element('code', {}, escapeXml(href)),
      ),
    );
    return element('h2', {}, escapeXml(title)) + element('ul', { class: 'links' }, ...items);
  });
  const header = element(
    'header',
    {},
    element('p', { class: 'kicker' }, 'Reckoner'),
    element('h1', {}, 'The record of what was said would happen'),
    element(
      'p',
      { class: 'lead' },
      'Who said it, where, when and how surely; what came of it, with evidence; and how accurate each speaker has been, with the uncertainty that belongs to it.',
    ),
  );
  return page('Reckoner', header, ...parts);
}
