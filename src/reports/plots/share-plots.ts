/** Shares by group with Wilson intervals: claims that held, statements that nobody can score. */

import type { ReportShare } from '../../domain/accuracy/report/groups/statement-counts.ts';
import type { AccuracyReport, AccuracyTotals } from '../../domain/accuracy/report/models/accuracy-model.ts';
import { percent } from '../findings/wording.ts';
import { groupName } from '../layouts/calibration.ts';
import { number } from './drawn.ts';
import type { Plot } from './plot.ts';
import { type RangeRow, rangePlot } from './range-plot.ts';

export function sharePlots(report: AccuracyReport): Plot[] {
  const { groupBy, level } = report.parameters;
  const by = groupBy.join(' and ');
  const rowsOf = (shareOf: (figures: AccuracyTotals) => ReportShare | undefined): RangeRow[] => {
    const rows = report.groups.flatMap((group) => shareRow(groupName(group.values), shareOf(group)));
    const sorted = rows.sort((a, b) => Number(b.marks[0]?.value) - Number(a.marks[0]?.value));
    return rows.length === 0 ? [] : [...sorted, ...shareRow('All', shareOf(report.totals))];
  };
  const claims = rowsOf(({ verdicts }) => verdicts?.accurateOrMostly);
  const unscorable = rowsOf(({ statements }) => statements?.unscorable);
  return [
    ...(claims.length === 0
      ? []
      : [
          rangePlot(claims, {
            key: 'claims',
            title: `Claims that held by ${by}, n = ${report.totals.verdicts?.accurateOrMostly.of ?? 0} verifiable, ${percent(level)} intervals`,
            description:
              'Share of the claims that could be verified whose verdict is accurate or mostly accurate, with Wilson intervals; n counts claims.',
            axis: 'Share accurate or mostly accurate',
            referenceLabel: null,
            valueLabel: 'Share',
          }),
        ]),
    ...(unscorable.length === 0
      ? []
      : [
          rangePlot(unscorable, {
            key: 'unscorable',
            title: `Statements that cannot be scored by ${by}, n = ${report.totals.statements?.total ?? 0}, ${percent(level)} intervals`,
            description:
              'Share of the statements too vague to be scored, with Wilson intervals; n counts statements. Vagueness is counted, not forgotten.',
            axis: 'Share that cannot be scored',
            referenceLabel: null,
            valueLabel: 'Share',
          }),
        ]),
  ];
}

function shareRow(label: string, share: ReportShare | undefined): RangeRow[] {
  if (share === undefined || share.value === null) return [];
  const { value, lower, upper, of } = share;
  const mark = {
    series: 'share',
    value: number(value),
    lower: number(lower),
    upper: number(upper),
    n: of,
  } as const;
  return [{ label, reference: null, marks: [mark] }];
}
