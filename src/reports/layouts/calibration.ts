/** The calibration report as tables: one row a point of a curve, a bin, or a bar. */
import type {
  CalibrationCurves,
  CalibrationReport,
} from '../../domain/accuracy/report/models/calibration-model.ts';
import { calibrationFindings } from '../findings/calibration.ts';
import { calibrationMethod, scoreMethod } from '../findings/method.ts';
import { type Cell, type ColumnOf, type Layout, numberCell, type Table, tableOf } from '../table.ts';
import {
  type CalibrationMurphyPoint,
  decompositionColumns,
  murphyPointColumns,
  recalibrationColumns,
} from './calibration-columns.ts';
import { type Reading, readings } from './cell-columns.ts';
import { factsOf, headColumns, inWords } from './head.ts';
import { mixedTable, rowsOfKind } from './mixed-table.ts';

interface Line {
  readonly group: string;
  readonly reading: Reading;
  readonly curves: CalibrationCurves;
}

type Point = CalibrationCurves['curve'][number];
type Bin = CalibrationCurves['bins'][number];

export function calibrationLayout(report: CalibrationReport): Layout {
  const lines: Line[] = [...report.groups, { ...report.totals, values: [] }].flatMap((group) =>
    readings.map((reading) => ({ group: groupName(group.values), reading, curves: group[reading] })),
  );
  const points = lines.flatMap((line) => line.curves.curve.map((item) => ({ line, item })));
  const bins = lines.flatMap((line) => line.curves.bins.map((item) => ({ line, item })));
  const murphy = lines.flatMap((line) => line.curves.murphy.points.map((item) => ({ line, item })));
  const bars = lines.flatMap((line) => line.curves.histogram.map((item) => ({ line, item })));
  return {
    title: `Calibration by ${report.parameters.groupBy.join(' and ')}`,
    findings: calibrationFindings(report),
    method: [...scoreMethod(report), ...calibrationMethod],
    facts: [
      ...factsOf(report),
      ['Decomposition', report.rule],
      ['Forecasts left out', String(report.leftOut)],
    ],
    notes: report.notes,
    flat: flatTable(report, lines, points, bins, murphy),
    tables: [
      tableOf('summary', 'Calibration by group', [...lineColumns, ...summaryColumns], lines, 2),
      tableOf('decompositions', 'Decompositions', [...lineColumns, ...decompositions], lines, 2),
      tableOf(
        'recalibration',
        'Errors, recalibration, sharpness',
        [...lineColumns, ...recalibration],
        lines,
        2,
      ),
      tableOf('bins', 'Binned curve', [...named(lineColumns), ...binColumns], bins, 2),
      tableOf('curve', 'CORP curve', [...named(lineColumns), ...pointColumns], points, 2),
      tableOf('murphy', 'Murphy diagram', [...named(lineColumns), ...murphyColumns], murphy, 2),
      tableOf(
        'histogram',
        'How often each probability was given',
        [...named(lineColumns), ...barColumns],
        bars,
        2,
      ),
    ],
  };
}

/** Name of a group for a heading; the totals are All. */
export function groupName(values: readonly { readonly label: string }[]): string {
  return values.length === 0 ? 'All' : values.map(({ label }) => label).join(' / ');
}

interface Of<Item> {
  readonly line: Line;
  readonly item: Item;
}

function named<Item>(columns: readonly ColumnOf<Line>[]): ColumnOf<Of<Item>>[] {
  return columns.map(({ key, title, cell }) => ({ key, title, cell: ({ line }) => cell(line) }));
}

const lineColumns: readonly ColumnOf<Line>[] = [
  { key: 'group', title: 'Group', cell: ({ group }) => group },
  { key: 'reading', title: 'Reading', cell: ({ reading }) => reading },
];

const diagnostic = (
  key: string,
  of: (found: NonNullable<CalibrationCurves['diagnostics']>) => {
    readonly value: number | 'Infinity' | '-Infinity' | null;
  },
): ColumnOf<Line> => ({
  key,
  title: inWords(key),
  cell: ({ curves }) => (curves.diagnostics === null ? null : numberCell(of(curves.diagnostics).value)),
});

const summaryColumns: readonly ColumnOf<Line>[] = [
  { key: 'questions', title: 'Questions', cell: ({ curves }) => curves.questions },
  { key: 'forecasts', title: 'Forecasts', cell: ({ curves }) => curves.forecasts },
  { key: 'events', title: 'Of them yes', cell: ({ curves }) => curves.events },
  { key: 'clusters', title: 'Clusters', cell: ({ curves }) => curves.clusters },
  diagnostic('miscalibration', (found) => found.corp.miscalibration),
  {
    key: 'miscalibrationP',
    title: 'Miscalibration p',
    cell: ({ curves }) => numberCell(curves.miscalibrationP.value),
  },
  diagnostic('discrimination', (found) => found.corp.discrimination),
  diagnostic('uncertainty', (found) => found.corp.uncertainty),
  diagnostic('meanForecast', (found) => found.meanForecast),
  diagnostic('baseRate', (found) => found.baseRate),
  diagnostic('bias', (found) => found.bias),
  diagnostic('overconfidence', (found) => found.overconfidence),
  diagnostic('sharpness', (found) => found.sharpness),
  diagnostic('auc', (found) => found.auc),
  diagnostic('calibrationError', (found) => found.calibrationError),
  diagnostic('calibrationErrorIfCalibrated', (found) => found.calibrationErrorIfCalibrated),
  diagnostic('recalibrationSlope', (found) => found.recalibrationSlope),
  diagnostic('recalibrationIntercept', (found) => found.recalibrationIntercept),
  { key: 'note', title: 'Note', cell: ({ curves }) => curves.reason },
];

const decompositions = decompositionColumns<Line>(({ curves }) => curves);
const recalibration = recalibrationColumns<Line>(({ curves }) => curves);
const murphyColumns = murphyPointColumns<Of<CalibrationMurphyPoint>>(({ item }) => item);

const column = <Item>(key: keyof Item & string, cell: (item: Item) => Cell): ColumnOf<Of<Item>> => ({
  key,
  title: inWords(key),
  cell: ({ item }) => cell(item),
});

const pointColumns: readonly ColumnOf<Of<Point>>[] = [
  column<Point>('probability', ({ probability }) => probability),
  column<Point>('forecasts', ({ forecasts }) => forecasts),
  column<Point>('recalibrated', ({ recalibrated }) => recalibrated),
  column<Point>('consistencyLower', ({ consistencyLower }) => consistencyLower),
  column<Point>('consistencyUpper', ({ consistencyUpper }) => consistencyUpper),
  column<Point>('confidenceLower', ({ confidenceLower }) => confidenceLower),
  column<Point>('confidenceUpper', ({ confidenceUpper }) => confidenceUpper),
];

const binColumns: readonly ColumnOf<Of<Bin>>[] = [
  column<Bin>('lower', ({ lower }) => lower),
  column<Bin>('upper', ({ upper }) => upper),
  column<Bin>('forecasts', ({ forecasts }) => forecasts),
  column<Bin>('meanForecast', ({ meanForecast }) => numberCell(meanForecast)),
  column<Bin>('observed', ({ observed }) => numberCell(observed)),
  column<Bin>('observedLower', ({ observedLower }) => numberCell(observedLower)),
  column<Bin>('observedUpper', ({ observedUpper }) => numberCell(observedUpper)),
  column<Bin>('indicativeOnly', ({ indicativeOnly }) => indicativeOnly),
];

type Bar = CalibrationCurves['histogram'][number];
const barColumns: readonly ColumnOf<Of<Bar>>[] = [
  column<Bar>('lower', ({ lower }) => lower),
  column<Bar>('upper', ({ upper }) => upper),
  column<Bar>('forecasts', ({ forecasts }) => forecasts),
];

/** Figures, points and bins in one table: each row leaves the columns of the others empty. */
function flatTable(
  report: CalibrationReport,
  lines: readonly Line[],
  points: readonly Of<Point>[],
  bins: readonly Of<Bin>[],
  murphy: readonly Of<CalibrationMurphyPoint>[],
): Table {
  return mixedTable(
    { key: 'calibration', title: 'Calibration', identity: 3 },
    [
      rowsOfKind('summary', [...lineColumns, ...summaryColumns, ...decompositions, ...recalibration], lines),
      rowsOfKind('curve', [...named<Point>(lineColumns), ...pointColumns], points),
      rowsOfKind('bin', [...named<Bin>(lineColumns), ...binColumns], bins),
      rowsOfKind('murphy', [...named<CalibrationMurphyPoint>(lineColumns), ...murphyColumns], murphy),
    ],
    headColumns<null>(report),
  );
}
