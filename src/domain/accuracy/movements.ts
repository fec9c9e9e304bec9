/** What an outcome would move in the accuracy report by forecaster, before it is recorded. */
import type { Question } from '../questions/question.ts';
import type { RecordFamilies } from './record/record-families.ts';
import type { ResolutionEntry } from './record/report-record.ts';
import type { AccuracyState } from './report/groups/accuracy-state.ts';
import type { AccuracyReport } from './report/models/accuracy-model.ts';
import type { AccuracyCell } from './report/models/cell-model.ts';
import { defaultParameters } from './report/models/parameters.ts';
import type { ReportNumber } from './report/models/report-number.ts';

export interface MovedMean {
  readonly questions: number;
  readonly mean: ReportNumber;
}

/** One mean of the report by forecaster, as it stands and as it would. */
export interface Movement {
  readonly forecasterId: string;
  readonly forecaster: string;
  readonly questionType: Question['type'];
  readonly rule: string;
  readonly reading: 'strict' | 'lenient';
  readonly before: MovedMean;
  readonly after: MovedMean;
}

/**
 * The means that would be others if the questions had these resolutions.
 * @param state of an accuracy report by forecaster; it holds the record as it stands afterwards too
 */
export function movementsUnder(
  state: AccuracyState,
  record: RecordFamilies,
  supposed: readonly ResolutionEntry[],
): Movement[] {
  const before = state.report(record, defaultParameters);
  const after = state.reportSupposing(record, record.supposing(supposed), defaultParameters);
  return movementsBetween(before, after);
}

/** The means that are others in the second report. Both are by forecaster. */
export function movementsBetween(before: AccuracyReport, after: AccuracyReport): Movement[] {
  const [earlier, later] = [cellsOf(before), cellsOf(after)];
  const movements: Movement[] = [];
  for (const key of [...new Set([...earlier.keys(), ...later.keys()])].sort()) {
    const [old, next] = [earlier.get(key), later.get(key)];
    const place = (next ?? old)?.place;
    const [was, becomes] = [meanOf(old?.cell), meanOf(next?.cell)];
    if (place === undefined || (was.questions === becomes.questions && was.mean === becomes.mean)) continue;
    movements.push({ ...place, before: was, after: becomes });
  }
  return movements;
}

function meanOf(cell: AccuracyCell | undefined): MovedMean {
  return cell === undefined
    ? { questions: 0, mean: null }
    : { questions: cell.questions, mean: cell.mean.value };
}

type Place = Omit<Movement, 'before' | 'after'>;

function cellsOf(report: AccuracyReport) {
  const cells = new Map<string, { readonly place: Place; readonly cell: AccuracyCell }>();
  for (const group of report.groups) {
    const forecaster = group.values[0];
    if (forecaster === undefined || forecaster.id === null) continue;
    for (const { questionType, rule, ...readings } of group.rows) {
      for (const reading of ['strict', 'lenient'] as const) {
        const place = {
          forecasterId: forecaster.id,
          forecaster: forecaster.label,
          questionType,
          rule,
          reading,
        };
        cells.set(Object.values(place).join(' '), { place, cell: readings[reading] });
      }
    }
  }
  return cells;
}
