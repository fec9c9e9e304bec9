/** Tables as the bytes of an XLSX workbook: typed cells, a sheet a table, the head frozen. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeWorkbook, { type Row, type SheetData } from 'write-excel-file/node';
import { ReckonerError } from '../../domain/errors.ts';
import { escapeXml } from '../plots/svg.ts';
import { type Cell, cellText, type Table } from '../table.ts';
import { sheetNames } from './sheet-names.ts';

/** Rows of a sheet, as the format limits them; one is the head. */
const MAXIMUM_ROWS = 1_048_576;
/** Characters of a cell, as the format limits them. */
const MAXIMUM_CHARACTERS = 32_767;

export interface Workbook {
  readonly title: string;
  /** RFC 3339; the only date in the file. Null: none. */
  readonly date: string | null;
  readonly tables: readonly Table[];
  /** Formats without a limit, for who is refused. */
  readonly unlimited: readonly string[];
}

/** @throws ReckonerError tooLarge where a table has more rows than a sheet can hold */
export async function workbookBytes(workbook: Workbook, maximumRows = MAXIMUM_ROWS): Promise<Uint8Array> {
  const { tables, unlimited } = workbook;
  for (const { title, rows } of tables) {
    if (rows.length < maximumRows) continue;
    throw new ReckonerError(
      'tooLarge',
      'tooManyRows',
      `${title} has ${rows.length} rows, and a sheet of a workbook holds ${maximumRows - 1}. Narrow it with filters, or ask for a format without that limit: ${unlimited.join(', ')}.`,
      { extra: { rows: rows.length, limit: maximumRows - 1, available: unlimited } },
    );
  }
  const names = sheetNames(tables.map(({ title }) => title));
  const sheets = tables.map((table, at) => ({
    sheet: names[at] as string,
    data: sheetData(table),
    columns: table.columns.map((_, column) => ({ width: widthOf(table, column) })),
    stickyRowsCount: 1,
    ...(table.columns.length > 3 ? { orientation: 'landscape' as const } : {}),
  }));
  const written = await writeWorkbook(sheets).toBuffer();
  return withFixedDates(written, workbook);
}

function sheetData({ columns, rows }: Table): SheetData {
  const head: Row = columns.map(({ title }) => ({
    value: safeText(title),
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#e8edf2',
    wrap: true,
    alignVertical: 'top',
  }));
  return [head, ...rows.map((row): Row => row.map(cellOf))];
}

/** Numbers are numbers in the general format, which rounds nothing away; infinite ones are text. */
function cellOf(cell: Cell): Row[number] {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  if (typeof cell === 'number' && Number.isFinite(cell)) return { value: cell, type: Number };
  return { value: safeText(cellText(cell)), type: String };
}

// `_x0041_` in a cell means "A", and the writer takes names that objects have by birth for known strings.
const READS_AS_ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g;

function safeText(text: string): string {
  const cut = text.length > MAXIMUM_CHARACTERS ? `${text.slice(0, MAXIMUM_CHARACTERS - 1)}…` : text;
  const escaped = cut.replace(READS_AS_ESCAPE, '_x005F_');
  if (!(escaped in {})) return escaped;
  return `_x${(escaped.codePointAt(0) as number).toString(16).padStart(4, '0').toUpperCase()}_${escaped.slice(1)}`;
}

/** In characters; Han characters take two. */
function widthOf({ columns, rows }: Table, at: number): number {
  const columnsOf = (text: string) => text.replace(/[\u1100-\uffdc]/g, '..').length;
  const longest = rows.reduce(
    (most, row) => Math.max(most, columnsOf(cellText(row[at] as Cell))),
    Math.min(16, columnsOf(columns[at]?.title ?? '')),
  );
  return Math.min(60, Math.max(9, longest + 2));
}

/**
 * Written anew with the properties of the document, with blanks that are kept, and without the time of
 * writing: equal tables give equal bytes. Entries of the archive carry its earliest date, as is usual.
 */
function withFixedDates(bytes: Uint8Array, { title, date }: Workbook): Uint8Array {
  const files = Object.entries(unzipSync(bytes)).map(
    ([path, content]) => [path, strFromU8(content)] as const,
  );
  const parts = new Map(files);
  const change = (path: string, from: string, to: string) =>
    parts.set(path, (parts.get(path) ?? '').replaceAll(from, to));
  change('xl/sharedStrings.xml', '<t>', '<t xml:space="preserve">');
  change(
    '[Content_Types].xml',
    '</Types>',
    '<Override ContentType="application/vnd.openxmlformats-package.core-properties+xml" PartName="/docProps/core.xml"/></Types>',
  );
  change(
    '_rels/.rels',
    '</Relationships>',
    '<Relationship Id="rId-core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
  );
  parts.set('docProps/core.xml', coreProperties(title, date));
  const mtime = new Date(1980, 0, 1, 12);
  return zipSync(Object.fromEntries([...parts].map(([path, text]) => [path, strToU8(text)])), {
    mtime,
    level: 6,
  });
}

function coreProperties(title: string, date: string | null): string {
  const time = date === null ? null : date.replace(/\.\d+Z$/, 'Z');
  const dates =
    time === null
      ? ''
      : ['created', 'modified']
          .map((name) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${time}</dcterms:${name}>`)
          .join('');
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>Reckoner</dc:creator>${dates}</cp:coreProperties>`;
}
