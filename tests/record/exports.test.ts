/** Exports over HTTP: every format against the lists, and read back by independent readers. */
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cells } from '../../src/exports/table.ts';
import { exportedNouns, tables } from '../../src/exports/tables/registry.ts';
import { xlsx } from '../../src/exports/xlsx.ts';
import { exportTable } from '../../src/services/exports/export-table.ts';
import { openSnapshots } from '../../src/store/prisma/snapshot/open-snapshots.ts';
import { startService, type TestService } from '../support/service.ts';
import { idsOf, refusal } from './fixtures.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

async function bytesOf(target: string): Promise<{ headers: Headers; bytes: Uint8Array; text: string }> {
  const answer = await fetch(`${service.anyone.url}${target}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(answer.status, new TextDecoder().decode(bytes.slice(0, 500))).toBe(200);
  return { headers: answer.headers, bytes, text: new TextDecoder().decode(bytes) };
}

interface Item {
  readonly id?: string;
}
const items = async (noun: string): Promise<Item[]> =>
  (JSON.parse((await bytesOf(`/v1/exports/${noun}?format=json`)).text) as { items: Item[] }).items;

/** The cells that the formats should hold. */
async function cellsOf(noun: (typeof exportedNouns)[number]): Promise<Cells[]> {
  const cells = tables[noun].cells as (item: unknown) => Cells;
  return (await items(noun)).map(cells);
}

const columnsOf = (noun: (typeof exportedNouns)[number]) => tables[noun].columns;

describe.each(exportedNouns)('%s', (noun) => {
  it('as JSON are the items of the list, counted, with their state', async () => {
    const answer = await service.anyone.get(`/v1/exports/${noun}?format=json`);
    const exported = answer.body.items as Item[];
    expect(answer.headers['row-count']).toBe(String(exported.length));
    expect(answer.headers['snapshot-seq']).toBe(String((await service.store.auditHead()).seq));
    expect(answer.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="reckoner-${noun}-\\d+\\.json"$`),
    );
    expect(answer.headers['vary']?.toLowerCase()).toContain('accept');
    expect(exported.length).toBeGreaterThan(0);
    if (noun === 'resolutions' || noun === 'verdicts') return;
    const page = await service.anyone.get(`/v1/${noun}?limit=200`);
    expect(exported.slice(0, 200)).toEqual(page.body.items);
  });

  it('as NDJSON are the same, one a line', async () => {
    const { headers, text } = await bytesOf(`/v1/exports/${noun}?format=ndjson`);
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Item),
    ).toEqual(await items(noun));
  });

  it('as CSV, without asking, hold every cell', async () => {
    const { headers, text } = await bytesOf(`/v1/exports/${noun}`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const rows = parse<Record<string, string>>(text, { columns: true, record_delimiter: '\r\n' });
    const expected = (await cellsOf(noun)).map((row) =>
      Object.fromEntries(
        columnsOf(noun).map(({ key }) => {
          const cell = row[key] ?? null;
          const text = cell === null ? '' : String(cell);
          return [key, typeof cell === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text];
        }),
      ),
    );
    expect(rows).toEqual(expected);
  });

  it('as Parquet hold every cell, typed', async () => {
    const { bytes } = await bytesOf(`/v1/exports/${noun}?format=parquet`);
    const rows = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer });
    const expected = (await cellsOf(noun)).map((row) =>
      Object.fromEntries(
        columnsOf(noun).map(({ key, type }) => {
          const cell = row[key] ?? null;
          if (cell === null) return [key, null];
          if (type === 'integer') return [key, BigInt(cell as number)];
          return [key, type === 'instant' ? new Date(String(cell)) : cell];
        }),
      ),
    );
    expect(rows.map((row) => ({ ...row }))).toEqual(expected);
  });

  it('as XLSX hold every cell, typed, under a frozen header', async () => {
    const { bytes } = await bytesOf(`/v1/exports/${noun}?format=xlsx`);
    const [sheet, columns] = await readXlsxFile(Buffer.from(bytes));
    const [header, ...rows] = sheet?.data ?? [];
    expect(header).toEqual(columnsOf(noun).map(({ key }) => key));
    const expected = (await cellsOf(noun)).map((row) =>
      columnsOf(noun).map(({ key, type }) => {
        const cell = row[key] ?? null;
        if (cell === null) return null;
        if (cell === Number.POSITIVE_INFINITY) return 'Infinity';
        return type === 'instant' ? new Date(String(cell)) : cell;
      }),
    );
    expect(rows).toEqual(expected);
    expect(columns?.data.slice(1, columnsOf(noun).length + 1).map((row) => row[2])).toEqual(
      columnsOf(noun).map(({ description }) => description),
    );
  });

  it('of no row is a valid file in every format', async () => {
    const nothing = `/v1/exports/${noun}?q=surelynothing`;
    expect((await bytesOf(`${nothing}&format=csv`)).text.split('\r\n')).toHaveLength(2);
    expect((await bytesOf(`${nothing}&format=ndjson`)).text).toBe('');
    expect(JSON.parse((await bytesOf(`${nothing}&format=json`)).text)).toEqual({ items: [] });
    const { bytes, headers } = await bytesOf(`${nothing}&format=parquet`);
    expect(await parquetReadObjects({ file: bytes.buffer as ArrayBuffer })).toEqual([]);
    expect(headers.get('row-count')).toBe('0');
    const sheets = await readXlsxFile(Buffer.from((await bytesOf(`${nothing}&format=xlsx`)).bytes));
    expect(sheets[0]?.data).toHaveLength(1);
  });
});

describe('a column', () => {
  it.each(Object.values(tables).map((table) => [table.name, table] as const))(
    'of %s has a description and a type, once each',
    (_name, table) => {
      const keys = table.columns.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { key, description } of table.columns)
        expect(description.length, `${table.name}.${key}`).toBeGreaterThan(4);
      for (const key of table.primaryKey) expect(keys).toContain(key);
      for (const { column, table: to } of table.foreignKeys) {
        expect(keys).toContain(column);
        expect(Object.keys(tables)).toContain(to);
      }
    },
  );
});

describe('what is asked', () => {
  it('is narrowed by the filters of the list', async () => {
    for (const query of [
      'kind=claim&verdict=inaccurate',
      'forecaster=Dylan%20Patel',
      'topic=memory',
      'status=resolved',
    ]) {
      const exported = await service.anyone.get(`/v1/exports/statements?format=json&${query}`);
      const listed = await service.anyone.get(`/v1/statements?limit=200&${query}`);
      expect(exported.body.items.slice(0, 200)).toEqual(listed.body.items);
      expect(idsOf(listed).length).toBeGreaterThan(0);
    }
    const { body } = await service.anyone.get(
      '/v1/exports/forecasts?format=json&probabilityAbove=0.8&status=resolved',
    );
    expect(body.items).toEqual(
      (await service.anyone.get('/v1/forecasts?limit=200&probabilityAbove=0.8&status=resolved')).body.items,
    );
    const resolutions = await service.anyone.get('/v1/exports/resolutions?format=json&outcome=true');
    expect(
      new Set(resolutions.body.items.map((item: { outcome: { value: boolean } }) => item.outcome.value)),
    ).toEqual(new Set([true]));
  });

  it('is chosen by Accept where format is not given', async () => {
    const answer = await service.anyone.get('/v1/exports/scores').set('Accept', 'application/x-ndjson');
    expect(answer.type).toBe('application/x-ndjson');
    const preferred = await service.anyone.get('/v1/exports/scores?format=json').set('Accept', 'text/csv');
    expect(preferred.type).toBe('application/json');
  });

  it('is refused with what to change', async () => {
    const refused = async (target: string) => refusal(await service.anyone.get(`/v1/exports/${target}`));
    expect(await refused('statements?format=xml')).toEqual([406, 'notAcceptable', 'format notAcceptable']);
    expect(await refused('statements?formt=csv')).toEqual([400, 'invalidRequest', 'formt unknownParameter']);
    expect(await refused('statements?probabilityAbove=0.5')).toEqual([
      400,
      'invalidRequest',
      'probabilityAbove unknownParameter',
    ]);
    expect(await refused('scores?include=retracted')).toEqual([
      400,
      'invalidRequest',
      'include unknownParameter',
    ]);
    expect(await refused('statements?limit=5')).toEqual([400, 'invalidRequest', 'limit unknownParameter']);
    expect(await refused('statements?asOf=99999999')).toEqual([400, 'invalidAsOf', 'asOf inTheFuture']);
    expect(await refused('statements?asOf=2150-01-01T00:00:00Z')).toEqual([
      400,
      'invalidAsOf',
      'asOf inTheFuture',
    ]);
    expect(await refused('statements?asOf=yesterday')).toEqual([400, 'invalidAsOf', 'asOf wrongType']);
    expect(await refused('statements?format=json&raw=true')).toEqual([
      400,
      'invalidRequest',
      'raw notInThisFormat',
    ]);
    const accepted = await service.anyone.get('/v1/exports/statements').set('Accept', 'text/html');
    expect([accepted.status, accepted.body.available]).toContain(406);
  });

  it('with more rows than the format holds is refused before it begins, with the formats that hold them', async () => {
    const snapshots = openSnapshots({
      url: service.databaseUrl,
      connectionTimeoutMs: 5000,
      onError: () => undefined,
    });
    const request = { noun: 'questions', filter: {}, includeRetracted: false, raw: false } as const;
    const asked = exportTable(
      { store: service.store, snapshots },
      { ...request, format: { ...xlsx, maximumRows: 92 } },
    );
    await expect(asked).rejects.toMatchObject({
      kind: 'tooLarge',
      code: 'tooManyRows',
      details: { extra: { available: ['csv', 'ndjson', 'json', 'parquet'] } },
    });
    const within = await exportTable(
      { store: service.store, snapshots },
      { ...request, format: { ...xlsx, maximumRows: 93 } },
    );
    expect(within.rows).toBe(93);
    within.stream.destroy();
    await snapshots.close();
  });

  it('by HEAD is answered by the headers alone', async () => {
    const answer = await service.anyone.head('/v1/exports/statements?format=csv');
    // How long the stream will be nobody knows yet: 0 would be a lie (RFC 9110, 8.6).
    expect(answer.headers['content-length']).toBeUndefined();
    expect([answer.status, answer.text ?? '']).toEqual([200, '']);
    expect(Number(answer.headers['row-count'])).toBeGreaterThan(200);
  });
});
