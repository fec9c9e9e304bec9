/** Every report that there is; renderers print any of them. */
import type { AccuracyReport } from '../domain/accuracy/report/models/accuracy-model.ts';
import type { CalibrationReport } from '../domain/accuracy/report/models/calibration-model.ts';
import type { HeadToHeadReport } from '../domain/accuracy/report/models/head-to-head-model.ts';
import type { LeaderboardReport } from '../domain/accuracy/report/models/leaderboard-model.ts';
import type { EvaluationReport } from '../domain/evaluation/evaluation-model.ts';

/** Those of the record at one audit number. */
export type RecordReport = AccuracyReport | CalibrationReport | LeaderboardReport | HeadToHeadReport;

export type Report = RecordReport | EvaluationReport;
