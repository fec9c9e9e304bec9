/** Every report that there is; renderers print any of them. */
import type { AccuracyReport } from '../domain/accuracy/report/accuracy-model.ts';
import type { CalibrationReport } from '../domain/accuracy/report/calibration-model.ts';
import type { HeadToHeadReport } from '../domain/accuracy/report/head-to-head-model.ts';
import type { LeaderboardReport } from '../domain/accuracy/report/leaderboard-model.ts';

export type Report = AccuracyReport | CalibrationReport | LeaderboardReport | HeadToHeadReport;
