/** Columns of one cell of the accuracy report, in three sections. */

import type { CellPoints } from '../../domain/accuracy/report/cell/cell-points.ts';
import type { AccuracyRow } from '../../domain/accuracy/report/models/accuracy-model.ts';
import type { AccuracyCell, BinaryDiagnostics } from '../../domain/accuracy/report/models/cell-model.ts';
import type { ReportInterval, ReportMeasure } from '../../domain/accuracy/report/models/report-number.ts';
import { type Cell, type ColumnOf, numberCell } from '../table.ts';
import { inWords } from './head.ts';
import { coverageText, pitText } from './line-columns.ts';

export type Reading = 'strict' | 'lenient';
export const readings: readonly Reading[] = ['strict', 'lenient'];

type Fields = readonly (readonly [string, (cell: AccuracyCell) => Cell])[];

const estimate = (name: string, of: (cell: AccuracyCell) => AccuracyCell['mean']): Fields => [
  [name, (cell) => numberCell(of(cell).value)],
  [`${name}Lower`, (cell) => numberCell(of(cell).lower)],
  [`${name}Upper`, (cell) => numberCell(of(cell).upper)],
  [`${name}Note`, (cell) => of(cell).reason ?? of(cell).intervalReason],
];

const interval = (name: string, of: (cell: AccuracyCell) => ReportInterval): Fields => [
  [`${name}Lower`, (cell) => numberCell(of(cell).lower)],
  [`${name}Upper`, (cell) => numberCell(of(cell).upper)],
];

const measure = (name: string, of: (cell: AccuracyCell) => ReportMeasure): Fields => [
  [name, (cell) => numberCell(of(cell).value)],
];

const diagnostic = (name: string, of: (diagnostics: BinaryDiagnostics) => ReportMeasure): Fields => [
  [name, (cell) => (cell.diagnostics === null ? null : numberCell(of(cell.diagnostics).value))],
];

/** Each reason for which a number of the diagnostics is held back or undefined, once. */
function withheldOf(of: BinaryDiagnostics): string | null {
  const reasons = [
    of.auc,
    of.corp.miscalibration,
    of.calibrationErrorIfCalibrated,
    of.recalibrationSlope,
    of.spiegelhalterP,
  ].flatMap(({ reason }) => (reason === null ? [] : [reason]));
  return reasons.length === 0 ? null : [...new Set(reasons)].join(' ');
}

const scores: Fields = [
  ['questions', (cell) => cell.questions],
  ['forecasts', (cell) => cell.forecasts],
  ['statements', (cell) => cell.statements],
  ['clusters', (cell) => cell.clusters],
  ...estimate('mean', (cell) => cell.mean),
  ...interval('meanByQuestion', (cell) => cell.meanByQuestion),
  ...interval('meanBootstrap', (cell) => cell.meanBootstrap),
];

const comparison: Fields = [
  ...measure('best', (cell) => cell.best),
  ...measure('worst', (cell) => cell.worst),
  ...measure('hedgeLow', (cell) => cell.hedgeLow),
  ...measure('hedgeMid', (cell) => cell.hedgeMid),
  ...measure('hedgeHigh', (cell) => cell.hedgeHigh),
  ...measure('vagueness', (cell) => cell.vagueness),
  ...measure('uniformMean', (cell) => cell.uniformMean),
  ...measure('intervalBrier', (cell) => cell.intervalBrier),
  ['intervalBrierNote', (cell) => cell.intervalBrier.reason],
  ...measure('baselineMean', (cell) => cell.baselineMean),
  ['skillQuestions', (cell) => cell.skillQuestions],
  ...estimate('skill', (cell) => cell.skill),
  ...estimate('baselineDifference', (cell) => cell.baselineDifference),
  ...measure('nToDetect', (cell) => cell.nToDetect),
];

const points = (name: string, of: (cell: AccuracyCell) => CellPoints | null): Fields => [
  [`${name}Key`, (cell) => of(cell)?.key ?? null],
  [`${name}Questions`, (cell) => of(cell)?.questions ?? null],
  [`${name}Mean`, (cell) => numberCell(of(cell)?.mean.value ?? null)],
  [`${name}MeanLower`, (cell) => numberCell(of(cell)?.mean.lower ?? null)],
  [`${name}MeanUpper`, (cell) => numberCell(of(cell)?.mean.upper ?? null)],
  [`${name}MeanNote`, (cell) => of(cell)?.mean.reason ?? of(cell)?.mean.intervalReason ?? null],
];

const peers: Fields = [
  ...points('peer', (cell) => cell.peer),
  ['peerAlone', (cell) => cell.peer?.alone ?? null],
  ...points('metaculusBaseline', (cell) => cell.metaculusBaseline),
];

const time: Fields = [
  ['coverageOfWindow', (cell) => numberCell(cell.coverage?.ofWindow.value ?? null)],
  ['coverageOfSchedule', (cell) => numberCell(cell.coverage?.ofSchedule.value ?? null)],
];

const calibration: Fields = [
  ...diagnostic('meanForecast', (of) => of.meanForecast),
  ...diagnostic('baseRate', (of) => of.baseRate),
  ...diagnostic('bias', (of) => of.bias),
  ...diagnostic('overconfidence', (of) => of.overconfidence),
  ...diagnostic('sharpness', (of) => of.sharpness),
  ...diagnostic('auc', (of) => of.auc),
  ['clippedLogScore', (cell) => numberCell(cell.diagnostics?.clippedLogScore?.mean.value ?? null)],
  ['clippedForecasts', (cell) => cell.diagnostics?.clippedLogScore?.clipped ?? null],
  ...diagnostic('miscalibration', (of) => of.corp.miscalibration),
  ...diagnostic('discrimination', (of) => of.corp.discrimination),
  ...diagnostic('uncertainty', (of) => of.corp.uncertainty),
  ...diagnostic('reliability', (of) => of.murphy.reliability),
  ...diagnostic('resolution', (of) => of.murphy.resolution),
  ...diagnostic('calibrationError', (of) => of.calibrationError),
  ...diagnostic('calibrationErrorIfCalibrated', (of) => of.calibrationErrorIfCalibrated),
  ...diagnostic('recalibrationSlope', (of) => of.recalibrationSlope),
  ...diagnostic('recalibrationIntercept', (of) => of.recalibrationIntercept),
  ...diagnostic('spiegelhalterP', (of) => of.spiegelhalterP),
  ['calibrationNote', ({ diagnostics }) => (diagnostics === null ? null : withheldOf(diagnostics))],
];

const line: Fields = [
  ['lineBias', (cell) => numberCell(cell.lineDiagnostics?.bias.mean.value ?? null)],
  ['lineBiasLower', (cell) => numberCell(cell.lineDiagnostics?.bias.mean.lower ?? null)],
  ['lineBiasUpper', (cell) => numberCell(cell.lineDiagnostics?.bias.mean.upper ?? null)],
  ['lineBiasForecasts', (cell) => cell.lineDiagnostics?.bias.forecasts ?? null],
  ['pitForecasts', (cell) => cell.lineDiagnostics?.pit.forecasts ?? null],
  ['centralCoverage', (cell) => coverageText(cell.lineDiagnostics)],
  ['pit', (cell) => pitText(cell.lineDiagnostics)],
];

const flatOnly: Fields = [
  ['forecasters', (cell) => cell.forecasters],
  ['weight', (cell) => cell.weight],
  ['notApplicable', (cell) => cell.notApplicable],
  ['coveragePairs', (cell) => cell.coverage?.pairs ?? null],
  ['coverageOfWindowPairs', (cell) => cell.coverage?.ofWindowPairs ?? null],
  ['coverageOfSchedulePairs', (cell) => cell.coverage?.ofSchedulePairs ?? null],
  ['undefinedScores', (cell) => cell.undefinedScores.reduce((sum, { count }) => sum + count, 0)],
  [
    'expectedIfCalibrated',
    (cell) => (cell.diagnostics === null ? null : numberCell(cell.diagnostics.expectedIfCalibrated.value)),
  ],
  [
    'aucStandardError',
    (cell) => (cell.diagnostics === null ? null : numberCell(cell.diagnostics.aucStandardError)),
  ],
];

export const cellSections = { scores, comparison, peers, time, calibration, line, flatOnly } as const;

/** Columns of a section of one reading, whose name stands in another column. */
export function sectionColumns<Row>(
  section: keyof typeof cellSections,
  cellOf: (row: Row) => AccuracyCell,
): ColumnOf<Row>[] {
  return cellSections[section].map(([name, of]) => ({
    key: name,
    title: inWords(name),
    cell: (row: Row) => of(cellOf(row)),
  }));
}

/** Columns of a section for both readings, strict first. */
export function readingColumns<Row>(
  section: keyof typeof cellSections,
  rowOf: (row: Row) => AccuracyRow | null,
): ColumnOf<Row>[] {
  return readings.flatMap((reading) =>
    cellSections[section].map(([name, of]) => ({
      key: `${reading}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      title: `${inWords(reading)}: ${inWords(name).toLowerCase()}`,
      cell: (row: Row) => {
        const source = rowOf(row);
        return source === null ? null : of(source[reading]);
      },
    })),
  );
}
