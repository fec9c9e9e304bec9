/** Whatever people are called, a page has the elements and attributes of its template, and no others. */
import { JSDOM } from 'jsdom';
import { expect, it } from 'vitest';
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/models/parameters.ts';
import { rendererOf } from '../../src/reports/registry.ts';
import { forecast, forecaster, outcome, question, record } from '../domain/accuracy-report/small-record.ts';

const PAYLOADS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<iframe src="javascript:alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<body onload=alert(1)>',
  '<style>@import "//evil.example"</style>',
  '<link rel=stylesheet href=//evil.example>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<base href=//evil.example>',
  '<form action=//evil.example><input type=submit>',
  '<object data=//evil.example>',
  '<math><mtext></mtext><mglyph><style><img src onerror=alert(1)>',
  '<!--><script>alert(1)</script-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<details open ontoggle=alert(1)>',
  '<x/onclick=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '\u003cscript\u003ealert(1)',
];
const WRAPPERS = [
  (payload: string) => payload,
  (payload: string) => `"${payload}`,
  (payload: string) => `'${payload}`,
  (payload: string) => `">${payload}`,
  (payload: string) => `'>${payload}`,
  (payload: string) => `</td></tr></table>${payload}`,
  (payload: string) => `</title></style></script>${payload}`,
  (payload: string) => `--> ${payload}`,
  (payload: string) => `\`onmouseover=alert(1) ${payload}`,
  (payload: string) => `" autofocus onfocus="alert(1)" ${payload}`,
];
const vectors = PAYLOADS.flatMap((payload) => WRAPPERS.map((wrap) => wrap(payload)));
/** Ten vectors a name: what a report costs grows with its groups. */
const names = PAYLOADS.map((payload) => WRAPPERS.map((wrap) => wrap(payload)).join(' '));

async function pageOf(names: readonly string[]): Promise<Document> {
  const ids = names.map((_, index) => `p${String(index).padStart(3, '0')}`);
  const model = record({
    forecasters: ids.map((id, index) => forecaster(id, { name: names[index] ?? '' })),
    questions: [question('q1')],
    forecasts: ids.map((id) => forecast(`f-${id}`, 'q1', id, 0.6)),
    resolutions: [outcome('q1', true, '2026-01-15T00:00:00.000Z')],
  });
  const report = buildAccuracyReport(model, { ...defaultParameters, groupLimit: 1000 }, {});
  const html = String(await rendererOf('html')?.render(report));
  return new JSDOM(html).window.document;
}

/** Every element with its attributes, in order: their names, and the values of those that could act. */
function shapeOf(page: Document): string[] {
  return [...page.querySelectorAll('*')].map((element) => {
    const attributes = [...element.attributes].map(({ name, value }) =>
      ['href', 'src', 'style', 'action'].includes(name) ? `${name}=${value}` : name,
    );
    return `${element.tagName} ${attributes.sort().join(' ')}`;
  });
}

it(`${vectors.length} hostile names change nothing of a page but its text`, async () => {
  expect(vectors).toHaveLength(200);
  const hostile = await pageOf(names);
  const shape = shapeOf(hostile);
  const harmless = shapeOf(await pageOf(names.map((_, index) => `Speaker ${index}`)));
  expect(shape.filter((one) => !harmless.includes(one))).toEqual([]);
  expect(shape.length).toBe(harmless.length);
  expect(hostile.querySelectorAll('script, iframe, object, form, base, [onload], [onerror]')).toHaveLength(0);
  const text = hostile.body.textContent ?? '';
  for (const vector of vectors) expect(text).toContain(vector);
});
