/** Columns of calibration curves and figures, for rows that have them. */
import type {
  CalibrationCurves,
  CalibrationFigures,
} from '../../domain/accuracy/report/models/calibration-model.ts';
import type { ReportMeasure } from '../../domain/accuracy/report/models/report-number.ts';
import { type ColumnOf, numberCell } from '../table.ts';
import { inWords } from './head.ts';

type Of<Row> = (row: Row) => CalibrationCurves;
type Measured = readonly (readonly [string, (figures: CalibrationFigures) => ReportMeasure])[];

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const TERMS = ['reliability', 'resolution', 'uncertainty'] as const;
const terms = (
  group: 'murphyUnique' | 'murphyBinned' | 'biasCorrectedRaw' | 'biasCorrectedLimited',
): Measured => TERMS.map((term) => [`${group}${upper(term)}`, (figures) => figures[group][term]]);

const decompositions: Measured = [
  ['meanScore', ({ meanScore }) => meanScore],
  ['brier', ({ brier }) => brier],
  ...terms('murphyUnique'),
  ...terms('murphyBinned'),
  ['murphyBinnedWithinBinVariance', ({ murphyBinned }) => murphyBinned.withinBinVariance],
  ['murphyBinnedWithinBinCovariance', ({ murphyBinned }) => murphyBinned.withinBinCovariance],
  ...terms('biasCorrectedRaw'),
  ...terms('biasCorrectedLimited'),
];

const errors = (group: 'equalWidth' | 'equalMass'): Measured =>
  (['mean', 'largest', 'meanIfCalibrated'] as const).map((key) => [
    `${group}${upper(key)}`,
    (figures) => figures[group][key],
  ]);

const RECALIBRATION = [
  'slope',
  'slopeStandardError',
  'intercept',
  'interceptStandardError',
  'interceptAtSlopeOne',
] as const;

const tests: Measured = [
  ...errors('equalWidth'),
  ...errors('equalMass'),
  ...RECALIBRATION.map(
    (key) =>
      [`recalibration${upper(key)}`, ({ recalibration }: CalibrationFigures) => recalibration[key]] as const,
  ),
];

const spread: Measured = [
  ['spiegelhalterZ', ({ spiegelhalter }) => spiegelhalter.z],
  ['spiegelhalterP', ({ spiegelhalter }) => spiegelhalter.p],
  ['sharpnessVariance', ({ sharpness }) => sharpness.variance],
  ['sharpnessMeanDistanceFromHalf', ({ sharpness }) => sharpness.meanDistanceFromHalf],
  ['sharpnessExpectedIfCalibrated', ({ sharpness }) => sharpness.expectedIfCalibrated],
  ['confidenceMean', ({ confidence }) => confidence.mean],
  ['confidenceAccuracy', ({ confidence }) => confidence.accuracy],
];

function measured<Row>(list: Measured, of: Of<Row>): ColumnOf<Row>[] {
  return list.map(([key, read]) => ({
    key,
    title: inWords(key),
    cell: (row) => {
      const { figures } = of(row);
      return figures === null ? null : numberCell(read(figures).value);
    },
  }));
}

/** Each reason for which a number of the list is held back, once. */
function note<Row>(key: string, list: Measured, of: Of<Row>): ColumnOf<Row> {
  return {
    key,
    title: 'Note',
    cell: (row) => {
      const { figures, reason } = of(row);
      if (figures === null) return reason;
      const reasons = list.flatMap(([, read]) => read(figures).reason ?? []);
      return reasons.length === 0 ? null : [...new Set(reasons)].join(' ');
    },
  };
}

export function decompositionColumns<Row>(of: Of<Row>): ColumnOf<Row>[] {
  return [
    { key: 'forecasts', title: 'Forecasts', cell: (row) => of(row).forecasts },
    ...measured(decompositions, of),
    note('decompositionNote', decompositions, of),
  ];
}

export function recalibrationColumns<Row>(of: Of<Row>): ColumnOf<Row>[] {
  return [
    ...measured(tests, of),
    {
      key: 'recalibrationClip',
      title: 'Recalibration clip',
      cell: (row) => of(row).figures?.recalibration.clip ?? null,
    },
    {
      key: 'recalibrationClipped',
      title: 'Recalibration clipped',
      cell: (row) => of(row).figures?.recalibration.clipped ?? null,
    },
    {
      key: 'aucStandardError',
      title: 'Auc standard error',
      cell: (row) => numberCell(of(row).diagnostics?.aucStandardError ?? null),
    },
    ...measured(spread, of),
    note('recalibrationNote', [...tests, ...spread], of),
  ];
}

export type CalibrationMurphyPoint = CalibrationCurves['murphy']['points'][number];

const MURPHY = ['threshold', 'score', 'lower', 'upper', 'recalibrated', 'constant'] as const;

export function murphyPointColumns<Row>(of: (row: Row) => CalibrationMurphyPoint): ColumnOf<Row>[] {
  return MURPHY.map((key) => ({ key, title: inWords(key), cell: (row) => numberCell(of(row)[key]) }));
}
