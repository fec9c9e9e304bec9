/** The curves and calibration figures of an evaluation as tables. */
import type { CalibrationCurves } from '../../domain/accuracy/report/models/calibration-model.ts';
import { type ColumnOf, numberCell, type Table, tableOf } from '../table.ts';
import {
  type CalibrationMurphyPoint,
  decompositionColumns,
  murphyPointColumns,
  recalibrationColumns,
} from './calibration-columns.ts';
import { inWords } from './head.ts';

interface Named {
  /** Null for the totals. */
  readonly forecaster: string | null;
}

interface Line extends Named {
  readonly curves: CalibrationCurves;
}

interface Of<Item> extends Named {
  readonly item: Item;
}

/** @param all those without curves have null */
export function curveTables(
  all: readonly (Named & { readonly curves: CalibrationCurves | null })[],
): Table[] {
  const lines = all.flatMap(({ forecaster, curves }): Line[] =>
    curves === null ? [] : [{ forecaster, curves }],
  );
  const itemsOf = <Item>(of: (curves: CalibrationCurves) => readonly Item[]): Of<Item>[] =>
    lines.flatMap(({ forecaster, curves }) => of(curves).map((item) => ({ forecaster, item })));

  const [bins, points, murphy] = [
    itemsOf((curves) => curves.bins),
    itemsOf((curves) => curves.curve),
    itemsOf((curves) => curves.murphy.points),
  ];
  return [
    tableOf('decompositions', 'Decompositions', [forecasterColumn<Line>(), ...decompositions], lines),
    tableOf(
      'recalibration',
      'Errors, recalibration, sharpness',
      [forecasterColumn<Line>(), ...recalibration],
      lines,
    ),
    tableOf('bins', 'Binned curve', binColumns, bins),
    tableOf('curve', 'CORP curve', pointColumns, points),
    tableOf(
      'murphy',
      'Murphy diagram',
      [forecasterColumn<Of<CalibrationMurphyPoint>>(), ...murphyColumns],
      murphy,
    ),
  ];
}

export function who(forecaster: string | null): string {
  return forecaster ?? 'All';
}

function forecasterColumn<Row extends Named>(): ColumnOf<Row> {
  return { key: 'forecaster', title: 'Forecaster', cell: ({ forecaster }) => who(forecaster) };
}

const decompositions = decompositionColumns<Line>(({ curves }) => curves);
const recalibration = recalibrationColumns<Line>(({ curves }) => curves);
const murphyColumns = murphyPointColumns<Of<CalibrationMurphyPoint>>(({ item }) => item);

function columnsOf<Item>(keys: readonly (keyof Item & string)[]): ColumnOf<Of<Item>>[] {
  return [
    forecasterColumn<Of<Item>>(),
    ...keys.map(
      (key): ColumnOf<Of<Item>> => ({
        key,
        title: inWords(key),
        cell: ({ item }) => {
          const value = item[key] as number | boolean | 'Infinity' | '-Infinity' | null;
          return typeof value === 'boolean' ? value : numberCell(value);
        },
      }),
    ),
  ];
}

const binColumns = columnsOf<CalibrationCurves['bins'][number]>([
  'lower',
  'upper',
  'forecasts',
  'meanForecast',
  'observed',
  'observedLower',
  'observedUpper',
  'indicativeOnly',
]);
const pointColumns = columnsOf<CalibrationCurves['curve'][number]>([
  'probability',
  'forecasts',
  'recalibrated',
  'consistencyLower',
  'consistencyUpper',
  'confidenceLower',
  'confidenceUpper',
]);
