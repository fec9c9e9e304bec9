/** The plots of a report, by its kind. */
import type { CalibrationReport } from '../../domain/accuracy/report/models/calibration-model.ts';
import type { LeaderboardReport } from '../../domain/accuracy/report/models/leaderboard-model.ts';
import type { EvaluationReport } from '../../domain/evaluation/evaluation-model.ts';
import { percent, withheldInWords } from '../findings/wording.ts';
import { groupName } from '../layouts/calibration.ts';
import { readings } from '../layouts/cell-columns.ts';
import type { Report } from '../report.ts';
import { accuracyPlots } from './accuracy-plots.ts';
import { better, number } from './drawn.ts';
import { headToHeadPlots } from './head-to-head-plots.ts';
import { murphyDiagram } from './murphy-diagram.ts';
import type { Plot } from './plot.ts';
import { rangePlot } from './range-plot.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

/** @param calibration of the forecasts of an accuracy report, to be drawn with it */
export function plotsOf(report: Report, calibration?: CalibrationReport): Plot[] {
  switch (report.kind) {
    case 'accuracy':
      return [...accuracyPlots(report), ...(calibration === undefined ? [] : totalsPlots(calibration))];
    case 'calibration':
      return calibrationPlots(report);
    case 'leaderboard':
      return leaderboardPlots(report);
    case 'headToHead':
      return headToHeadPlots(report);
    case 'evaluation':
      return evaluationPlots(report);
  }
}

function totalsPlots(report: CalibrationReport): Plot[] {
  return calibrationPlots({ ...report, groups: [] });
}

function calibrationPlots(report: CalibrationReport): Plot[] {
  const groups = [{ values: [], ...report.totals }, ...report.groups];
  return groups.flatMap((group, at) =>
    readings
      .filter((reading) => group[reading].forecasts > 0)
      .flatMap((reading) => {
        const { level } = report.parameters;
        const name = groupName(group.values);
        return [
          reliabilityDiagram(group[reading], {
            key: `reliability-${at}-${reading}`,
            title: `Calibration, ${reading}: ${name}`,
            level,
          }),
          murphyDiagram(group[reading], {
            key: `murphy-${at}-${reading}`,
            what: `${reading}: ${name}`,
            level,
          }),
        ];
      }),
  );
}

function evaluationPlots(report: EvaluationReport): Plot[] {
  const groups = [{ forecaster: 'All', ...report.totals }, ...report.groups];
  return groups.flatMap(({ forecaster, calibration }, at) =>
    calibration === null || calibration.forecasts === 0
      ? []
      : [
          reliabilityDiagram(calibration, {
            key: `reliability-${at}`,
            title: `Calibration: ${forecaster}`,
            level: report.parameters.level,
          }),
          murphyDiagram(calibration, {
            key: `murphy-${at}`,
            what: forecaster,
            level: report.parameters.level,
          }),
        ],
  );
}

function leaderboardPlots(report: LeaderboardReport): Plot[] {
  return readings
    .filter((reading) => report[reading].entries.length > 0)
    .map((reading) =>
      rangePlot(
        report[reading].entries.map(({ forecaster, mean, questions }) => ({
          label: forecaster,
          reference: null,
          marks: [
            {
              series: reading,
              value: number(mean.value),
              lower: number(mean.lower),
              upper: number(mean.upper),
              n: questions,
            },
          ],
        })),
        {
          key: `leaderboard-${reading}`,
          title: `${report.ruleTitle} by forecaster, ${reading}, ${percent(report.parameters.level)} intervals`,
          description: `Mean ${report.ruleTitle} of each forecaster on own questions, best first.${withheldInWords(report[reading].entries.map(({ mean }) => mean))}`,
          axis: `${report.ruleTitle}, ${better(report.orientation)}`,
          referenceLabel: null,
          valueLabel: 'Mean',
        },
      ),
    );
}
