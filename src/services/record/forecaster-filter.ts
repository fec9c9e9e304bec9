/** `forecaster=<name or alias>` becomes ids; an ambiguous name is refused with the candidates. */
import { ambiguousForecaster } from '../../domain/forecasters/ambiguous-forecaster.ts';
import type { Forecaster } from '../../domain/forecasters/forecaster.ts';
import type { RecordFilter } from '../../domain/questions/question-filter.ts';

/** No row has this id: a name that nobody bears matches nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The record, now or as it stood. */
interface KnowsNames {
  forecastersNamed(name: string): Promise<readonly Pick<Forecaster, 'id' | 'name' | 'affiliation'>[]>;
  standingForecasters(ids: readonly string[]): Promise<readonly string[]>;
}

export async function withForecasterIds<Filter extends RecordFilter>(
  store: KnowsNames,
  asked: Filter & { readonly forecaster?: readonly string[] },
): Promise<Filter> {
  const { forecaster: names, ...filter } = asked;
  if (names === undefined) return filter as unknown as Filter;
  const ids = new Set<string>();
  for (const name of names) {
    const found = await store.forecastersNamed(name);
    if (found.length > 1)
      throw ambiguousForecaster(
        name,
        found.map(({ id, name: known, affiliation }) => ({ id, name: known, affiliation })),
      );
    ids.add(found[0]?.id ?? NOBODY);
  }
  const both =
    filter.forecasterId === undefined
      ? [...ids]
      : (await store.standingForecasters(filter.forecasterId)).filter((id) => ids.has(id));
  return { ...filter, forecasterId: both.length === 0 ? [NOBODY] : both } as unknown as Filter;
}
