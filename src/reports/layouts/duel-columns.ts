/** Columns of a duel: what both scored, the tests, and what hedges may mean. */
import type { DuelColumn } from '../../domain/accuracy/report/models/head-to-head-model.ts';
import type { HedgedFigures } from '../../domain/accuracy/report/models/hedged-model.ts';
import type { ReportEstimate, ReportMeasure } from '../../domain/accuracy/report/models/report-number.ts';
import { type Cell, type ColumnOf, numberCell } from '../table.ts';
import type { Reading } from './cell-columns.ts';
import { inWords } from './head.ts';

/** One rule and reading of a head-to-head report. */
export interface DuelLine {
  readonly rule: string;
  readonly questionType: string;
  readonly reading: Reading;
  readonly duel: DuelColumn;
}

type Column = ColumnOf<DuelLine>;

const figure = (key: string, cell: (duel: DuelColumn) => Cell): Column => ({
  key,
  title: inWords(key),
  cell: ({ duel }) => cell(duel),
});
const measure = (key: string, of: (duel: DuelColumn) => ReportMeasure): Column[] => [
  figure(key, (duel) => numberCell(of(duel).value)),
];
const estimate = (key: string, of: (duel: DuelColumn) => ReportEstimate): Column[] => [
  figure(key, (duel) => numberCell(of(duel).value)),
  figure(`${key}Lower`, (duel) => numberCell(of(duel).lower)),
  figure(`${key}Upper`, (duel) => numberCell(of(duel).upper)),
];

export const duelIdentity: readonly Column[] = [
  { key: 'questionType', title: 'Question type', cell: ({ questionType }) => questionType },
  { key: 'rule', title: 'Rule', cell: ({ rule }) => rule },
  { key: 'reading', title: 'Reading', cell: ({ reading }) => reading },
];

export const duelFigures: readonly Column[] = [
  figure('questions', ({ questions }) => questions),
  figure('clusters', ({ clusters }) => clusters),
  ...measure('firstMean', ({ firstMean }) => firstMean),
  ...measure('secondMean', ({ secondMean }) => secondMean),
  ...estimate('meanDifference', ({ difference }) => difference),
  ...measure('questionsToDetect', ({ questionsToDetect }) => questionsToDetect),
  figure('dominance', ({ dominance }) => dominance),
  figure('hedgeVerdict', ({ hedges }) => hedges.verdict),
  figure('declared', ({ declared }) => declared),
  figure('note', ({ difference }) => difference.reason ?? difference.intervalReason),
];

export const duelTests: readonly Column[] = [
  ...measure('dieboldMarianoStatistic', ({ dieboldMariano }) => dieboldMariano.statistic),
  ...measure('dieboldMarianoP', ({ dieboldMariano }) => dieboldMariano.p),
  figure('overlappingLag', ({ overlapping }) => overlapping.lag),
  ...measure('overlappingStatistic', ({ overlapping }) => overlapping.statistic),
  ...measure('overlappingP', ({ overlapping }) => overlapping.p),
  ...measure('overlappingLower', ({ overlapping }) => overlapping.lower),
  ...measure('overlappingUpper', ({ overlapping }) => overlapping.upper),
  figure('overlappingNote', ({ overlapping }) => overlapping.p.reason),
  ...measure('wilcoxonStatistic', ({ wilcoxon }) => wilcoxon.statistic),
  ...measure('wilcoxonP', ({ wilcoxon }) => wilcoxon.p),
  ...measure('evidenceFirstIsBetter', ({ evidence }) => evidence.firstIsBetter),
  ...measure('evidenceSecondIsBetter', ({ evidence }) => evidence.secondIsBetter),
  ...measure('evidenceFirstIsBetterP', ({ evidence }) => evidence.firstIsBetterP),
  ...measure('evidenceSecondIsBetterP', ({ evidence }) => evidence.secondIsBetterP),
  figure('testsNote', ({ dieboldMariano }) => dieboldMariano.p.reason),
];

export const hedgeDifferences: readonly Column[] = [
  ...estimate('hedgeLow', ({ hedges }) => hedges.low),
  ...estimate('hedgeMid', ({ hedges }) => hedges.mid),
  ...estimate('hedgeHigh', ({ hedges }) => hedges.high),
  figure('hedgeVerdict', ({ hedges }) => hedges.verdict),
  figure('hedgeNote', ({ hedges }) => hedges.reason),
];

/** One row a side. */
export interface HedgedLine extends DuelLine {
  readonly side: 'first' | 'second';
  readonly forecaster: string;
}

const MEASURES = [
  'best',
  'worst',
  'low',
  'mid',
  'high',
  'uniformMean',
  'vagueness',
  'intervalBrier',
] as const;

/** Columns of hedged figures, for a row that has them; null leaves every cell empty. */
export function hedgedColumns<Row>(of: (row: Row) => HedgedFigures | null): ColumnOf<Row>[] {
  return [
    { key: 'hedges', title: 'Hedges', cell: (row) => of(row)?.hedges ?? null },
    ...MEASURES.map(
      (key): ColumnOf<Row> => ({
        key,
        title: inWords(key),
        cell: (row) => numberCell(of(row)?.[key].value ?? null),
      }),
    ),
    {
      key: 'intervalBrierNote',
      title: inWords('intervalBrierNote'),
      cell: (row) => of(row)?.intervalBrier.reason ?? null,
    },
  ];
}

export const hedgedSides: readonly ColumnOf<HedgedLine>[] = [
  ...duelIdentity,
  { key: 'side', title: 'Side', cell: ({ side }) => side },
  { key: 'forecaster', title: 'Forecaster', cell: ({ forecaster }) => forecaster },
  ...hedgedColumns<HedgedLine>(({ duel, side }) => duel.hedges[side]),
];
