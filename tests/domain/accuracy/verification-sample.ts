import fc from 'fast-check';

/** The twenty forecasts of the golden vectors (D1) with a second forecaster's. */
export const SAMPLE = {
  p: [
    0.1, 0.2, 0.2, 0.3, 0.35, 0.4, 0.4, 0.5, 0.55, 0.6, 0.6, 0.65, 0.7, 0.75, 0.8, 0.8, 0.85, 0.9, 0.95, 0.05,
  ],
  q: [0.2, 0.3, 0.4, 0.2, 0.5, 0.5, 0.3, 0.6, 0.6, 0.5, 0.7, 0.55, 0.6, 0.8, 0.7, 0.6, 0.7, 0.8, 0.9, 0.15],
  outcome: [0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0],
};

/** Rows with many ties, so that grouping matters, and both certainties. */
export const rows = fc.array(
  fc.record({
    p: fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
    y: fc.integer({ min: 0, max: 1 }),
  }),
  { minLength: 1, maxLength: 60 },
);

/** Rows whose probabilities are strictly inside 0..1. */
export const innerRows = fc.array(
  fc.record({
    p: fc.integer({ min: 1, max: 19 }).map((step) => step / 20),
    y: fc.integer({ min: 0, max: 1 }),
  }),
  { minLength: 1, maxLength: 60 },
);
