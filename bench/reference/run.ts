/**
 * `npm run bench:reference [-- --data <folder>]`: real forecasts with results that other programs
 * computed, through the functions the service scores with. The folder is by default `data` in the
 * folder `shared` beside this repository. Ends with `N passed, N failed`.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataSets } from './data-sets.ts';
import { agrees, difference, type Quantity } from './quantity.ts';

const DEFAULT_FOLDER = fileURLToPath(new URL('../../../shared/data', import.meta.url));

function cell(value: number | null): string {
  if (value === null) return 'none';
  return Number.isInteger(value) ? String(value) : value.toPrecision(12);
}

function print(quantities: readonly Quantity[]): void {
  const rows = quantities.map((one) => [
    one.name,
    cell(one.ours),
    cell(one.reference),
    difference(one).toExponential(1),
    agrees(one) ? 'pass' : 'FAIL',
  ]);
  const table = [['quantity', 'ours', 'reference', 'difference', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    const cells = row.map((text, at) =>
      at === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[at] ?? 0),
    );
    console.log(cells.join('  '));
  }
}

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const data = values.data === undefined ? DEFAULT_FOLDER : resolve(values.data);
const tally = { passed: 0, failed: 0, absent: 0 };
for (const { title, folder, compare } of dataSets) {
  const place = join(data, folder);
  console.log(`\n${title}`);
  if (!existsSync(join(place, 'reference.json'))) {
    console.log(`skipped: there is no ${join(place, 'reference.json')}`);
    tally.absent += 1;
    continue;
  }
  const { quantities, remarks } = compare(place);
  print(quantities);
  for (const remark of remarks) console.log(remark);
  const passed = quantities.filter(agrees).length;
  tally.passed += passed;
  tally.failed += quantities.length - passed;
}
if (tally.absent > 0)
  console.log(`\n${tally.absent} of ${dataSets.length} data sets were not there; nothing is known of them.`);
if (tally.absent === dataSets.length) {
  console.log('Nothing was compared. Name the folder that holds the data sets with --data <folder>.');
  process.exitCode = 2;
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
if (tally.failed > 0) process.exitCode = 1;
