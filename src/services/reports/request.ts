/** What was asked of a report, checked and completed. */
import { MAXIMUM_SEED } from '../../domain/accuracy/intervals/random-source.ts';
import {
  type AccuracyParameters,
  baselineKeys,
  defaultParameters,
  parameterKeys,
  type ReportFilter,
} from '../../domain/accuracy/report/models/parameters.ts';
import { spotTimes } from '../../domain/accuracy/time/lead-time.ts';
import { type InputIssue, invalid } from '../../domain/errors.ts';
import { scoringRule, scoringRules } from '../../domain/scoring/registry.ts';
import { unknownRule } from '../../domain/scoring/rule-keys.ts';
import type { Instant } from '../../domain/time.ts';
import type { RecordReport } from '../../reports/report.ts';

/** Parameters and filters side by side, as a query string gives them; what is absent takes its default. */
export interface ReportRequest extends ReportFilter, Partial<Omit<AccuracyParameters, 'knownBy'>> {
  /** An audit number or a time; absent: the head. */
  readonly asOf?: string;
  readonly knownBy?: Instant;
}

export interface CheckedRequest {
  readonly parameters: AccuracyParameters;
  readonly filter: ReportFilter;
  readonly asOf: string | undefined;
}

const PAIRS = [
  ['madeAfter', 'madeBefore'],
  ['dueAfter', 'dueBefore'],
  ['resolvedAfter', 'resolvedBefore'],
  ['probabilityAbove', 'probabilityBelow'],
] as const;

/** Policies under which two forecasters have something in effect at one time. */
const SAME_TIME_POLICIES: ReadonlySet<AccuracyParameters['forecastPolicy']> = new Set([
  'last',
  'timeWeighted',
  'spot',
]);

const kindDefaults: Readonly<Record<RecordReport['kind'], Partial<AccuracyParameters>>> = {
  accuracy: {},
  calibration: { groupLimit: 20 },
  leaderboard: {},
  headToHead: {},
};

/** @throws ReckonerError invalid with every contradiction and what to change */
export function checkRequest(kind: RecordReport['kind'], request: ReportRequest): CheckedRequest {
  const { asOf, ...rest } = request;
  const isParameter = (key: string) => parameterKeys.includes(key);
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const parameters = {
    ...defaultParameters,
    ...kindDefaults[kind],
    ...Object.fromEntries(given.filter(([key]) => isParameter(key))),
  };
  const filter: ReportFilter = Object.fromEntries(
    given
      .filter(([key]) => !isParameter(key))
      .sort(byKey)
      .map(([key, value]) => [
        key,
        kind === 'headToHead' && key === 'forecasterId' ? value : canonical(value),
      ]),
  );
  const issues = [
    ...parameterIssues(parameters),
    ...filterIssues(filter, parameters),
    ...kindIssues(kind, parameters, filter),
  ];
  if (issues.length > 0)
    throw invalid('invalidReportParameters', 'The report cannot be computed as asked.', issues);
  const rule = scoringRules.filter(({ key }) => parameters.rule.includes(key)).map(({ key }) => key);
  // An id may come in any case; the names of the other baselines may not, and have been checked.
  const baseline = isId(parameters.baseline) ? parameters.baseline.toLowerCase() : parameters.baseline;
  return { parameters: { ...parameters, rule, baseline }, filter, asOf };
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function parameterIssues({
  groupBy,
  rule,
  baseline,
  crowd,
  level,
  groupLimit,
  seed,
  forecastPolicy,
  spotAt,
}: AccuracyParameters): InputIssue[] {
  const issues: InputIssue[] = [];
  const add = (parameter: string, code: string, message: string) =>
    void issues.push({ parameter, code, message });
  if (groupBy.length < 1 || groupBy.length > 2) add('groupBy', 'outOfRange', 'may be given once or twice');
  if (new Set(groupBy).size !== groupBy.length)
    add('groupBy', 'repeated', 'names the same grouping twice: give two different ones, or one');
  for (const key of rule) {
    const message = unknownRule(key);
    if (message !== null) add('rule', 'unknownRule', message);
  }
  if (!isId(baseline) && !(baselineKeys as readonly string[]).includes(baseline)) {
    add('baseline', 'unknownBaseline', `must be ${baselineKeys.join(', ')} or the id of a forecaster`);
  }
  if (crowd !== undefined && baseline !== 'crowd')
    add('crowd', 'contradiction', 'belongs to baseline=crowd only');
  if (forecastPolicy === 'spot' && spotAt === null)
    add('spotAt', 'required', `is needed by forecastPolicy=spot: one of ${spotTimes.join(', ')}`);
  if (forecastPolicy !== 'spot' && spotAt !== null)
    add('spotAt', 'contradiction', 'belongs to forecastPolicy=spot only');
  if (!(level >= 0.5 && level <= 0.999)) add('level', 'outOfRange', 'must be a number from 0.5 to 0.999');
  if (!(Number.isInteger(groupLimit) && groupLimit >= 1 && groupLimit <= 1000))
    add('groupLimit', 'outOfRange', 'must be a whole number from 1 to 1000');
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= MAXIMUM_SEED))
    add('seed', 'outOfRange', `must be a whole number from 0 to ${MAXIMUM_SEED}`);
  return issues;
}

function filterIssues(filter: ReportFilter, { rule }: AccuracyParameters): InputIssue[] {
  const issues: InputIssue[] = [];
  if ('changedAfterSeq' in filter) {
    issues.push({
      parameter: 'changedAfterSeq',
      code: 'notInReports',
      message: 'asks for changes, and a report is of a state: use asOf',
    });
  }
  for (const [after, before] of PAIRS) {
    const [from, to] = [filter[after], filter[before]];
    if (from !== undefined && to !== undefined && from >= to) {
      issues.push({
        parameter: before,
        code: 'contradiction',
        message: `must be above ${after}: nothing can lie between them`,
      });
    }
  }
  const { type } = filter;
  for (const key of rule) {
    const types = scoringRule(key)?.questionTypes ?? [];
    if (type !== undefined && types.length > 0 && !type.some((asked) => types.includes(asked))) {
      issues.push({
        parameter: 'rule',
        code: 'contradiction',
        message: `${key} scores ${types.join(', ')} questions, and type asks for ${type.join(', ')}`,
      });
    }
  }
  return issues;
}

/** What one kind of report does not take. */
function kindIssues(
  kind: RecordReport['kind'],
  parameters: AccuracyParameters,
  filter: ReportFilter,
): InputIssue[] {
  const issues: InputIssue[] = [];
  const add = (parameter: string, code: string, message: string) =>
    void issues.push({ parameter, code, message });
  const { rule, groupLimit, groupBy, forecastPolicy } = parameters;
  if (kind === 'calibration') {
    if (groupLimit > 20)
      add('groupLimit', 'outOfRange', 'must be a whole number from 1 to 20: curves take room');
    if (rule.some((key) => key !== 'brier' && key !== 'log_score') || rule.length > 1)
      add('rule', 'notInThisReport', 'must be brier or log_score, which curves are decomposed by');
    if (filter.type !== undefined && !filter.type.includes('binary'))
      add('type', 'contradiction', 'must include binary: calibration curves are of binary questions');
  }
  if (kind === 'leaderboard') {
    if (rule.length > 1) add('rule', 'notInThisReport', 'may be given once: a rank is by one rule');
    if (groupBy.length !== 1 || groupBy[0] !== 'forecaster')
      add('groupBy', 'notInThisReport', 'is forecaster in a leaderboard: leave it out');
  }
  if (kind === 'headToHead') {
    const ids = new Set(filter.forecasterId ?? []);
    if (ids.size !== 2 || filter.forecasterId?.length !== 2)
      add('forecasterId', 'notTwo', 'must be given twice, with two different ids');
    if (filter.forecaster !== undefined)
      add('forecaster', 'notInThisReport', 'does not belong here: give forecasterId twice');
    if (!SAME_TIME_POLICIES.has(forecastPolicy))
      add(
        'forecastPolicy',
        'notInThisReport',
        `must be ${[...SAME_TIME_POLICIES].join(', ')}: both sides are compared at the same time`,
      );
  }
  return issues;
}

/** Lists mean "any of": sorted, each once, so that equal questions give equal bytes. */
function canonical(value: unknown): unknown {
  return Array.isArray(value) ? [...new Set(value)].sort() : value;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
