import type { Report } from '../report.ts';
import type { Layout } from '../table.ts';
import { accuracyLayout } from './accuracy.ts';
import { calibrationLayout } from './calibration.ts';
import { evaluationLayout } from './evaluation.ts';
import { headToHeadLayout } from './head-to-head.ts';
import { leaderboardLayout } from './leaderboard.ts';

/** The tables of a report, by its kind. */
export function layoutOf(report: Report): Layout {
  switch (report.kind) {
    case 'accuracy':
      return accuracyLayout(report);
    case 'calibration':
      return calibrationLayout(report);
    case 'leaderboard':
      return leaderboardLayout(report);
    case 'headToHead':
      return headToHeadLayout(report);
    case 'evaluation':
      return evaluationLayout(report);
  }
}
