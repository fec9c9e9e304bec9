/** README of the package: what each file and each column is, for whoever has the archive alone. */
import type { Instant } from '../../domain/time.ts';
import type { WrittenFile } from './data-package.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function sectionOf({ table, rows }: WrittenFile): string {
  const lines = table.columns.map(
    ({ key, type, required, description }) =>
      `| ${key} | ${type}${required ? '' : ', may be empty'} | ${cell(description)} |`,
  );
  const keys = table.foreignKeys.map(
    ({ column, table: to }) => `\`${column}\` is an \`id\` of \`${to}.csv\``,
  );
  return `## ${table.name}.csv

${table.description} ${rows} rows.${keys.length === 0 ? '' : ` ${keys.join('; ')}.`}

| column | type | meaning |
|---|---|---|
${lines.join('\n')}
`;
}

export function packageReadme(files: readonly WrittenFile[], seq: number, at: Instant, raw: boolean): string {
  return `# The record of forecasts and claims

As of audit number ${seq} (${at}). The same audit number gives the same archive again.

- \`datapackage.json\` describes the files for programs (Data Package 2.0): types, keys, sizes and hashes.
- The CSV files are UTF-8 with CRLF (RFC 4180); an empty cell is no value; times are UTC; an infinite score is INF.
- ${raw ? 'Text stands as it was recorded, also where a spreadsheet would take it for a formula.' : "Text that a spreadsheet would take for a formula has a leading '; ask with raw=true for text as it was recorded."}
- Retracted rows are here and marked, and so is what rests on them (\`ignored\` of its forecasts says \`retracted\`): leave both out where you count.
- Superseded forecasts, resolutions and verdicts are here too: the record is append-only.
- A hedge is not a number that the speaker gave: where \`basis\` is \`verbal\`, \`probability\` is the middle of \`lower\` and \`upper\`, and what it would score anywhere between them stands beside its Brier score (\`verbalBest\` to \`vagueness\`).
- Strict and lenient readings of one remark (\`reading\`) are never to be averaged.

${files.map(sectionOf).join('\n')}`;
}
