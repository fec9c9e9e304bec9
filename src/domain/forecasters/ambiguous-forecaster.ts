import { ReckonerError } from '../errors.ts';

/** A name or alias that several bear. @param candidates those, to choose an id from */
export function ambiguousForecaster(
  name: string,
  candidates: readonly { readonly id: string; readonly name: string | null }[],
): ReckonerError {
  const several = `${candidates.length} forecasters`;
  return new ReckonerError(
    'invalid',
    'ambiguousForecaster',
    `${several} are called ${name}: ask by forecasterId.`,
    {
      issues: [{ parameter: 'forecaster', code: 'ambiguous', message: `is the name or alias of ${several}` }],
      extra: { candidates },
    },
  );
}
