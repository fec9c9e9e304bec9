import { csv } from './csv.ts';
import type { ExportFormat } from './export-format.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';
import { parquet } from './parquet.ts';
import { xlsx } from './xlsx.ts';

/** Formats of exports; the first is the default. */
export const exportFormats: readonly ExportFormat[] = [csv, ndjson, json, xlsx, parquet];
