import { accuracyKeys } from './accuracy-keys.ts';
import { differenceBetween } from './difference-between.ts';
import { scoringKeys } from './scoring-keys.ts';

export interface Vector {
  readonly id: string;
  readonly score: string;
  readonly inputs: unknown;
  readonly expected: unknown;
  readonly tolerance?: number;
}

const keys: Readonly<Record<string, (inputs: unknown) => unknown>> = { ...accuracyKeys, ...scoringKeys };

/** In one line what is wrong with a vector; null where the service's own functions give what it expects. */
export function checkVector({ score, inputs, expected, tolerance }: Vector): string | null {
  const compute = Object.hasOwn(keys, score) ? keys[score] : undefined;
  if (compute === undefined) return `no function computes the score key ${score}`;
  return differenceBetween(compute(inputs), expected, tolerance ?? 1e-9);
}
