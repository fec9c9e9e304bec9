import type { Prediction } from '../../domain/forecasts/prediction-view.ts';
import type { ForecastFilter } from '../../domain/questions/question-filter.ts';
import type { PageStart, Store } from '../../store/store.ts';

const PAGE = 200;

/** Every row of the filter, page by page: all of what was on record when the first was read. */
export async function* eachPrediction(
  store: Pick<Store, 'predictions'>,
  filter: ForecastFilter,
  sort: string,
): AsyncGenerator<Prediction> {
  let after: PageStart | null = null;
  do {
    const page: Awaited<ReturnType<Store['predictions']['list']>> = await store.predictions.list({
      filter,
      sort: { field: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
      limit: PAGE,
      after,
      includeTotal: false,
      includeRetracted: false,
    });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}
