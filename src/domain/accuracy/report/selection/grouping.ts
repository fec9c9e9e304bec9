/** Groups of a report: what a forecast, or a statement, stands under. */
import type { JoinedForecast, JoinedStatement } from '../../record/joined-record.ts';
import type { GroupKey } from '../models/parameters.ts';

/** One coordinate of a group. `id` is null where the group has no id of its own, or stands for "none". */
export interface GroupValue {
  readonly key: GroupKey;
  readonly id: string | null;
  readonly label: string;
}

const DAY = 86_400_000;
const HORIZONS = [30, 90, 365] as const;
const horizonLabels = ['<30 days', '30-89 days', '90-364 days', '>=365 days'] as const;

/** Values of a forecast under one key; empty where it has none yet (the horizon of an open question). */
export function valuesOfForecast(forecast: JoinedForecast, key: GroupKey): GroupValue[] {
  const { question, statement, entry } = forecast;
  switch (key) {
    case 'forecaster':
      return [{ key, id: forecast.forecaster.id, label: forecast.forecaster.content.name }];
    case 'topic':
      return named(key, forecast.topics);
    case 'entity':
      return named(key, forecast.entities);
    case 'source':
      return [
        statement === null
          ? none(key)
          : { key, id: statement.source.id, label: statement.source.content.title },
      ];
    case 'type':
      return [{ key, id: null, label: question.facts.type }];
    case 'basis':
      return [{ key, id: null, label: entry.basis }];
    case 'month':
      return question.status === 'resolved' && question.knownAt !== null
        ? [{ key, id: null, label: question.knownAt.slice(0, 7) }]
        : [];
    case 'horizon':
      return question.status === 'resolved' && question.knownAt !== null
        ? [{ key, id: null, label: horizonOf(Date.parse(question.knownAt) - Date.parse(entry.madeAt)) }]
        : [];
  }
}

/** Whether statements stand in groups of this key too, or forecasts only. */
export function groupsStatements(key: GroupKey): boolean {
  return ['forecaster', 'topic', 'entity', 'source'].includes(key);
}

/** Values of a statement under one key; empty where the key is one of forecasts only. */
export function valuesOfStatement(statement: JoinedStatement, key: GroupKey): GroupValue[] {
  switch (key) {
    case 'forecaster':
      return [{ key, id: statement.forecaster.id, label: statement.forecaster.content.name }];
    case 'topic':
      return named(key, statement.topics);
    case 'entity':
      return named(key, statement.entities);
    case 'source':
      return [{ key, id: statement.source.id, label: statement.source.content.title }];
    default:
      return [];
  }
}

/** Every combination of the values, one for each key. */
export function combinations(values: readonly (readonly GroupValue[])[]): GroupValue[][] {
  const [first, ...more] = values;
  if (first !== undefined && more.length === 0) return first.map((value) => [value]);
  return values.reduce<GroupValue[][]>(
    (all, next) => all.flatMap((done) => next.map((value) => [...done, value])),
    [[]],
  );
}

/** Text that names the group. */
export function groupId(values: readonly GroupValue[]): string {
  const textOf = ({ label, id }: GroupValue) => `${label}\u0000${id ?? ''}`;
  const [first, ...more] = values;
  return first !== undefined && more.length === 0 ? textOf(first) : values.map(textOf).join('\u0001');
}

/** Groups by label, then by id; horizons from short to long. Code units, so that no locale shows. */
export function inGroupOrder<Group extends { readonly values: readonly GroupValue[] }>(
  groups: readonly Group[],
): Group[] {
  return groups
    .map((group) => ({ group, text: sortText(group.values) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ group }) => group);
}

/** The largest of some groups, sizes compared number by number; both parts in the order given. */
export function largestOf<Group>(
  groups: readonly Group[],
  sizeOf: (group: Group) => readonly number[],
  limit: number,
): { readonly kept: readonly Group[]; readonly omitted: readonly Group[] } {
  if (groups.length <= limit) return { kept: groups, omitted: [] };
  const bySize = [...groups].sort((a, b) => {
    const [one, other] = [sizeOf(a), sizeOf(b)];
    return one.map((count, at) => (other[at] as number) - count).find((difference) => difference !== 0) ?? 0;
  });
  const kept = new Set(bySize.slice(0, limit));
  return {
    kept: groups.filter((group) => kept.has(group)),
    omitted: groups.filter((group) => !kept.has(group)),
  };
}

function sortText(values: readonly GroupValue[]): string {
  return groupId(
    values.map((value) => {
      const place = value.key === 'horizon' ? (horizonLabels as readonly string[]).indexOf(value.label) : -1;
      return place < 0 ? value : { ...value, label: String(place) };
    }),
  );
}

/** Time from when a forecast was made to when its outcome was known, in the buckets of the API. */
export function horizonOf(milliseconds: number): string {
  const days = milliseconds / DAY;
  const place = HORIZONS.findIndex((bound) => days < bound);
  return horizonLabels.at(place) as string;
}

function named(key: GroupKey, names: readonly string[]): GroupValue[] {
  return names.length === 0 ? [none(key)] : names.map((label) => ({ key, id: null, label }));
}

function none(key: GroupKey): GroupValue {
  return { key, id: null, label: `(no ${key})` };
}
