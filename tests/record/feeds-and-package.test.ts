/** The package, the claim reviews and the feeds, read by independent readers; and exports as of a moment. */
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unzipSync } from 'fflate';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { dataPackage } from '../../src/exports/package/data-package.ts';
import { exportedNouns } from '../../src/exports/tables/registry.ts';
import { dueFeed } from '../../src/services/feeds/due.ts';
import { openSnapshots } from '../../src/store/prisma/snapshot/open-snapshots.ts';
import { startService, type TestService } from '../support/service.ts';
import { Recorder, refusal, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService({ seed: true });
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

async function bytesOf(target: string): Promise<Uint8Array> {
  const answer = await fetch(`${service.anyone.url}${target}`);
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}
const textOf = async (target: string): Promise<string> => new TextDecoder().decode(await bytesOf(target));

describe('the package', () => {
  it('describes every file as it is: sizes, hashes, columns, keys and what they point to', async () => {
    const files = unzipSync(await bytesOf('/v1/exports/package.zip'));
    const text = (path: string): string => new TextDecoder().decode(files[path]);
    const descriptor = JSON.parse(text('datapackage.json')) as ReturnType<typeof dataPackage>;
    expect(Object.keys(files).sort()).toEqual(
      ['README.md', 'datapackage.json', ...descriptor.resources.map(({ path }) => path)].sort(),
    );
    const rowsOf = new Map<string, Record<string, string>[]>();
    for (const { name, path, bytes, hash, rows, schema } of descriptor.resources) {
      expect(bytes).toBe(files[path]?.length);
      expect(hash).toBe(
        `sha256:${createHash('sha256')
          .update(files[path] as Uint8Array)
          .digest('hex')}`,
      );
      const parsed = parse<Record<string, string>>(text(path), { columns: true, record_delimiter: '\r\n' });
      expect(parsed.length).toBe(rows);
      rowsOf.set(name, parsed);
      if (parsed[0]) expect(Object.keys(parsed[0])).toEqual(schema.fields.map((field) => field.name));
      for (const { name: column, description, constraints } of schema.fields) {
        expect(description.length, `${name}.${column}`).toBeGreaterThan(4);
        expect(text('README.md')).toContain(`| ${column} | `);
        const cells = parsed.map((row) => row[column] ?? '');
        if (constraints?.required === true) expect(cells, `${name}.${column}`).not.toContain('');
        if (constraints?.unique === true) expect(new Set(cells).size).toBe(cells.length);
        for (const cell of cells)
          if (constraints?.enum && cell !== '') expect(constraints.enum).toContain(cell);
      }
      const keys = parsed.map((row) => schema.primaryKey.map((column) => row[column]).join(' '));
      expect(new Set(keys).size).toBe(keys.length);
    }
    for (const { name, schema } of descriptor.resources) {
      for (const { fields, reference } of schema.foreignKeys) {
        const to = (reference as { resource?: string }).resource ?? name;
        const known = new Set(rowsOf.get(to)?.map((row) => row['id']));
        const dangling = (rowsOf.get(name) ?? [])
          .map((row) => row[fields[0] as string] ?? '')
          .filter((id) => id !== '' && !known.has(id));
        expect(dangling, `${name}.${fields[0]} -> ${to}`).toEqual([]);
      }
    }
  });
});

describe('as of a moment', () => {
  it('every file is the same again after later writes, edits, merges and corrections', async () => {
    const question = await record.question({ title: 'Yesteryear', topics: ['Old name'] });
    const forecaster = await record.forecaster({ name: 'Once' });
    await record.forecast(question.id, 0.7, { forecasterId: forecaster.id });
    await record.resolve(question.id, { value: true });
    const claim = await record.statement({ kind: 'claim', text: 'It is so.', forecasterId: forecaster.id });
    await record.verdict(claim.id);
    const { seq } = await service.store.auditHead();
    const targets = [
      ...exportedNouns.map((noun) => `${noun}?format=ndjson`),
      'questions?format=parquet',
      'verdicts?format=xlsx',
      'package.zip?',
      'claim-reviews?',
      'statements?forecaster=Once',
      'questions?topic=Old%20name&status=resolved',
      'forecasts?q=Yesteryear',
    ].map((target) => `/v1/exports/${target}${target.endsWith('?') ? '' : '&'}asOf=${seq}`);
    const before = new Map<string, Uint8Array>();
    for (const target of targets) before.set(target, await bytesOf(target));
    expect(new TextDecoder().decode(before.get(targets.at(-1) as string)).split('\r\n')).toHaveLength(3);

    await record.edit(`/v1/questions/${question.id}`, { title: 'Thereafter' });
    await record.edit(`/v1/forecasters/${forecaster.id}`, { name: 'Now' });
    await record.correct(question.id, { value: false });
    const other = await record.forecaster({ name: 'Other' });
    await record.merge(`/v1/forecasters/${forecaster.id}`, other.id);
    const topics = (await service.anyone.get('/v1/topics?q=Old%20name')).body.items as { id: string }[];
    await record.question({ topics: ['New name'] });
    const renamed = (await service.anyone.get('/v1/topics?q=New%20name')).body.items as { id: string }[];
    await record.merge(`/v1/topics/${topics[0]?.id}`, renamed[0]?.id ?? '');
    await record.retract(`/v1/statements/${claim.id}`);

    for (const target of targets)
      expect(Buffer.compare(await bytesOf(target), before.get(target) ?? Buffer.of()), target).toBe(0);
    expect(await textOf('/v1/exports/forecasts?q=Thereafter')).toContain(question.id);
  }, 60_000);
});

describe('claim reviews', () => {
  const properties: Readonly<Record<string, readonly string[]>> = {
    ClaimReview: [
      'url',
      'datePublished',
      'author',
      'claimReviewed',
      'reviewRating',
      'itemReviewed',
      'citation',
    ],
    Claim: ['name', 'url', 'datePublished', 'author', 'appearance', 'firstAppearance'],
    Rating: ['alternateName', 'ratingValue', 'bestRating', 'worstRating', 'ratingExplanation'],
    CreativeWork: ['name', 'url', 'datePublished', 'publisher', 'abstract'],
    Person: ['name'],
    Organization: ['name'],
  };
  type Node = { readonly '@type': string } & Readonly<Record<string, unknown>>;
  function check(node: Node): void {
    const allowed = properties[node['@type']];
    expect(allowed, node['@type']).toBeDefined();
    for (const [key, value] of Object.entries(node)) {
      if (key.startsWith('@')) continue;
      expect(allowed, `${node['@type']}.${key}`).toContain(key);
      for (const inner of Array.isArray(value) ? value : [value])
        if (typeof inner === 'object' && inner !== null) check(inner as Node);
      if (key === 'url') expect(() => new URL(String(value))).not.toThrow();
    }
  }

  it('use the words of schema.org, and rate nothing that is open', async () => {
    const { body, type } = await service.anyone.get('/v1/exports/claim-reviews');
    expect([type, body['@context']]).toEqual(['application/ld+json', 'https://schema.org']);
    const graph = body['@graph'] as Node[];
    for (const node of graph) check(node);
    const reviews = graph.filter((node) => node['@type'] === 'ClaimReview');
    expect(reviews.length).toBeGreaterThan(20);
    for (const review of reviews) {
      const { alternateName, ratingValue, bestRating, worstRating } = review['reviewRating'] as Record<
        string,
        number
      >;
      expect(alternateName).toBeTruthy();
      if (ratingValue !== undefined) {
        expect(ratingValue).toBeGreaterThanOrEqual(worstRating as number);
        expect(ratingValue).toBeLessThanOrEqual(bestRating as number);
        // 1 - 0.9 is 0.1 to whoever reads it.
        expect(String(ratingValue).length).toBeLessThanOrEqual(17);
      }
    }
    const ratedIds = new Set(reviews.map((review) => (review['itemReviewed'] as Node)['@id']));
    const claimIds = new Set(graph.filter((node) => node['@type'] === 'Claim').map((node) => node['@id']));
    const statements = (await service.anyone.get('/v1/exports/statements?format=json&kind=forecast')).body
      .items as { id: string; questions: { status: string }[] }[];
    const open = statements.filter(({ questions }) => questions.every(({ status }) => status !== 'resolved'));
    expect(open.length).toBeGreaterThan(5);
    for (const { id } of open)
      expect([ratedIds.has(`urn:uuid:${id}`), claimIds.has(`urn:uuid:${id}`)], id).toEqual([false, true]);
  });
});

describe('the feed of resolutions', () => {
  it('says verdicts in words', async () => {
    const answer = await service.anyone.get('/v1/feeds/resolutions.atom').buffer(true);
    const text = answer.text ?? String(answer.body);
    expect(text).toMatch(/: Mostly accurate\]\]><\/title>/);
    expect(text).not.toMatch(/mostlyAccurate/);
  });

  it('is Atom: ids, times, authors and links as RFC 4287 wants them, newest first', async () => {
    const nasty = await record.question({ title: 'Is <b>1 < 2</b> & "so" ]]> \u0001?' });
    await record.resolve(nasty.id);
    const answer = await service.anyone.get('/v1/feeds/resolutions.atom?limit=20').buffer(true);
    const text = answer.text ?? String(answer.body);
    expect(XMLValidator.validate(text)).toBe(true);
    const { feed } = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => ['entry', 'link'].includes(name),
    }).parse(text) as {
      feed: {
        id: string;
        updated: string;
        title: string;
        author: { name: string };
        link: { '@_rel'?: string; '@_href': string }[];
        entry: {
          id: string;
          updated: string;
          title: { '#text': string };
          link: { '@_href': string }[];
          content: unknown;
        }[];
      };
    };
    expect([feed.title, feed.author.name]).toEqual(['Reckoner: what was resolved', 'Reckoner']);
    expect(feed.link.map((link) => link['@_rel']).sort()).toEqual(['alternate', 'self']);
    expect(feed.entry).toHaveLength(20);
    expect(feed.updated).toBe(feed.entry[0]?.updated);
    const updated = feed.entry.map((entry) => entry.updated);
    expect(updated).toEqual([...updated].sort().reverse());
    expect(new Set(feed.entry.map(({ id }) => id)).size).toBe(20);
    for (const { id, link } of feed.entry) {
      expect(id).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
      expect(() => new URL(link[0]?.['@_href'] ?? '')).not.toThrow();
    }
    expect(JSON.stringify(feed.entry[0])).toContain('&lt;b&gt;');
    const again = await service.anyone
      .get('/v1/feeds/resolutions.atom?limit=20')
      .set('If-None-Match', answer.headers['etag'] ?? '');
    expect(again.status).toBe(304);
  });

  it('refuses what questions do not have', async () => {
    expect(refusal(await service.anyone.get('/v1/feeds/resolutions.atom?kind=claim')).slice(0, 2)).toEqual([
      400,
      'invalidRequest',
    ]);
  });
});

describe('the calendar of what is due', () => {
  it('has a day for a date and a time for a time, the same for the same record', async () => {
    const day = await record.question({
      title: 'By a day; really, "so"',
      resolvesBy: '2031-06-30',
      timezone: 'America/New_York',
    });
    const time = await record.question({ title: 'By a time', resolvesBy: '2031-06-30T12:30:00Z' });
    await record.edit(`/v1/questions/${day.id}`, { description: 'Edited once.' });
    const text = await textOf('/v1/feeds/due.ics');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const events = new ICAL.Component(ICAL.parse(text) as never)
      .getAllSubcomponents('vevent')
      .map((one) => new ICAL.Event(one));
    const byId = new Map(events.map((event) => [event.uid, event]));
    expect(byId.size).toBe(events.length);
    const [all, at] = [byId.get(`${day.id}@reckoner`), byId.get(`${time.id}@reckoner`)];
    expect([all?.startDate.isDate, all?.startDate.toString(), all?.summary, all?.sequence]).toEqual([
      true,
      '2031-06-30',
      'By a day; really, "so"',
      1,
    ]);
    expect(at?.startDate.toJSDate().toISOString()).toBe('2031-06-30T12:30:00.000Z');
    expect(await textOf('/v1/feeds/due.ics')).toBe(text);
    await record.resolve(day.id);
    expect(await textOf('/v1/feeds/due.ics')).not.toContain(day.id);
  });

  it('holds what is due nearest to now, whatever was recorded since, and says where that is not all', async () => {
    const topic = unique('Due');
    const due = async (resolvesBy: string | null) => record.question({ topics: [topic], resolvesBy });
    const [far, near, overdue] = [
      await due('2150-01-01'),
      await due('2031-01-01'),
      await due(new Date(Date.now() - 1000).toISOString()),
    ];
    for (let more = 0; more < 3; more += 1) await due(null);
    const snapshots = openSnapshots({
      url: service.databaseUrl,
      connectionTimeoutMs: 5000,
      onError: () => undefined,
    });
    try {
      const feed = async (maximum?: number) =>
        (await dueFeed({ store: service.store, snapshots }, { topic: [topic] }, 'http://x', maximum)).text;
      const ids = (text: string) => [...text.matchAll(/^UID:([^@]+)/gm)].map((match) => match[1]);
      expect(ids(await feed(2))).toEqual([overdue.id, near.id]);
      expect((await feed(2)).replaceAll('\r\n ', '')).toContain('Only the 2 nearest of 3 stand in it');
      for (const line of (await feed(2)).split('\r\n'))
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      for (const maximum of [3, undefined]) {
        expect(ids(await feed(maximum))).toEqual([overdue.id, near.id, far.id]);
        expect(await feed(maximum)).not.toContain('nearest');
      }
    } finally {
      await snapshots.close();
    }
  });
});
