import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusterDraws } from '../../../../src/domain/accuracy/intervals/cluster-draws.ts';
import { ClusterLedger, ClusterParts } from '../../../../src/domain/accuracy/intervals/cluster-ledger.ts';
import { ResampledMean, ResampledParts } from '../../../../src/domain/accuracy/intervals/resampled-mean.ts';
import { meanForecastOf } from '../../../../src/domain/accuracy/skill/crowd-aggregate.ts';
import { ProbabilityMap } from '../../../../src/domain/accuracy/state/probability-map.ts';
import { coverage } from '../../../../src/domain/accuracy/time/coverage.ts';
import { crowdOverTime } from '../../../../src/domain/accuracy/time/crowd-over-time.ts';
import {
  daysEndingIn,
  type ForecastPolicy,
  scoredPredictions,
} from '../../../../src/domain/accuracy/time/forecast-policy.ts';
import {
  inEffectAt,
  informationSet,
  type TimedPrediction,
} from '../../../../src/domain/accuracy/time/information-set.ts';
import { instantOfLead } from '../../../../src/domain/accuracy/time/lead-time.ts';
import {
  timeAveragedBaseline,
  timeAveragedPeer,
} from '../../../../src/domain/accuracy/time/metaculus-time-averaged.ts';

const brierIfYes = (p: number) => (1 - p) ** 2;
const WINDOW = { open: 0, close: 10, scheduledClose: 10 };

function given(...pairs: readonly (readonly [number, number | null])[]): TimedPrediction<number>[] {
  return pairs.map(([at, prediction]) => ({ at, prediction }));
}

const meanOf = (set: ReturnType<typeof informationSet<number>>, policy: ForecastPolicy, dayLength?: number) =>
  scoredPredictions(set, policy, dayLength).reduce(
    (sum, { prediction, weight }) => sum + weight * brierIfYes(prediction),
    0,
  );

describe('several updates', () => {
  it('at the same instant leave the last received in effect', () => {
    const set = informationSet(given([2, 0.5], [2, 0.8]), WINDOW);
    expect(set.segments).toEqual([{ from: 2, to: 10, prediction: 0.8, index: 1 }]);
    expect(set.ignored).toEqual([{ index: 0, reason: 'replacedAtSameInstant' }]);
  });

  it('may arrive in any order of time', () => {
    const set = informationSet(given([4, 0.8], [0, 0.5]), WINDOW);
    expect(set.segments.map(({ prediction }) => prediction)).toEqual([0.5, 0.8]);
  });

  it('score the same when a forecast is repeated half-way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 9 }), (percent, middle) => {
        const p = percent / 100;
        const [once, twice] = [
          informationSet(given([0, p]), WINDOW),
          informationSet(given([0, p], [middle, p]), WINDOW),
        ];
        expect(meanOf(twice, 'timeWeighted')).toBeCloseTo(meanOf(once, 'timeWeighted'), 14);
        expect(timeAveragedBaseline(twice, brierIfYes).score.value).toBeCloseTo(
          timeAveragedBaseline(once, brierIfYes).score.value as number,
          12,
        );
      }),
    );
  });

  it('do not depend on the time zone', () => {
    const shift = 7 * 3_600_000;
    const set = (by: number) => informationSet(given([by, 0.5], [by + 4, 0.8]), { open: by, close: by + 10 });
    expect(meanOf(set(shift), 'timeWeighted')).toBe(meanOf(set(0), 'timeWeighted'));
  });
});

describe('coverage', () => {
  it('is reported by both denominators', () => {
    const set = informationSet(given([2.5, 0.9]), { open: 0, close: 5, scheduledClose: 10 });
    expect(coverage(set)).toMatchObject({
      covered: 2.5,
      ofWindow: { value: 0.5 },
      ofSchedule: { value: 0.25 },
    });
  });

  it('is null for a window without duration', () => {
    expect(coverage(informationSet<number>([], { open: 3, close: 3 })).ofWindow.value).toBeNull();
  });
});

describe('the information set', () => {
  it('starts a forecast made before the opening at the opening', () => {
    expect(informationSet(given([-5, 0.4]), WINDOW).segments).toEqual([
      { from: 0, to: 10, prediction: 0.4, index: 0 },
    ]);
  });

  it('ignores with a reason what came at or after the close, after the outcome, or was replaced unseen', () => {
    const set = informationSet(given([-5, 0.1], [-1, 0.2], [3, 0.3], [7, 0.4], [10, 0.5], [12, 0.6]), {
      ...WINDOW,
      outcomeKnown: 6,
    });
    expect(set.ignored).toEqual([
      { index: 0, reason: 'replacedBeforeOpen' },
      { index: 3, reason: 'afterOutcomeKnown' },
      { index: 4, reason: 'atOrAfterClose' },
      { index: 5, reason: 'atOrAfterClose' },
    ]);
    expect(set.end).toBe(6);
  });

  it('does not cover withdrawn time', () => {
    const set = informationSet(given([0, 0.5], [4, null], [8, 0.7]), WINDOW);
    expect(set.segments.map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [8, 10],
    ]);
  });
});

describe('early resolution', () => {
  it('ends the window at the event, not when it was entered', () => {
    const set = informationSet(given([0, 0.5], [6, 0.99]), { ...WINDOW, outcomeKnown: 6 });
    expect(meanOf(set, 'timeWeighted')).toBeCloseTo(0.25, 15);
  });

  it('leaves lead times that the event came before undefined, with the reason', () => {
    const set = informationSet(given([0, 0.5]), { ...WINDOW, outcomeKnown: 6 });
    expect(instantOfLead(set, { beforeScheduledClose: 7 }).value).toBe(3);
    expect(instantOfLead(set, { beforeScheduledClose: 3 }).reason).toContain('outcome was known');
    expect(instantOfLead(set, { beforeScheduledClose: 30 }).reason).toContain('not open yet');
    expect(instantOfLead(set, { afterOpen: 1 }).value).toBe(1);
    const endless = informationSet(given([0, 0.5]), { open: -Infinity, close: Infinity, outcomeKnown: 6 });
    for (const lead of [{ afterOpen: 1 }, { beforeScheduledClose: 1 }])
      expect(instantOfLead(endless, lead).reason).toContain('no such time');
  });
});

describe('forecast policies', () => {
  const set = informationSet(given([0.2, 0.4], [0.9, 0.6], [3.5, 0.8]), { open: 0, close: 6 });
  const taken = (policy: ForecastPolicy) =>
    scoredPredictions(set, policy, 1).map(({ prediction, weight }) => [prediction, weight]);

  it.each([
    ['last', [[0.8, 1]]],
    ['first', [[0.4, 1]]],
    [
      'all',
      [
        [0.4, 1],
        [0.6, 1],
        [0.8, 1],
      ],
    ],
    [
      'daily',
      [
        [0.6, 0.5],
        [0.8, 0.5],
      ],
    ],
    [{ spotAt: 0.9 }, [[0.6, 1]]],
    [{ spotAt: 0.1 }, []],
  ] as const)('%j take %j', (policy, expected) => {
    expect(taken(policy)).toEqual(expected);
  });

  it('timeWeighted shares 1 by duration', () => {
    const weights = taken('timeWeighted').map(([, weight]) => weight as number);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 15);
    expect(weights[2]).toBeCloseTo(2.5 / 5.8, 15);
  });

  it('last takes nothing from one who had withdrawn', () => {
    const withdrawn = informationSet(given([0, 0.4], [5, null]), WINDOW);
    expect(scoredPredictions(withdrawn, 'last')).toEqual([]);
  });
});

describe('daily scores', () => {
  it('take the forecast in effect when the day ends, from the first on', () => {
    const set = informationSet(given([2.5, 0.4], [4.2, null], [5.1, 0.8]), { open: 0, close: 6.5 });
    expect(set.segments.map((segment) => daysEndingIn(segment, set.end, 1))).toEqual([2, 2]);
    expect(meanOf(set, 'daily', 1)).toBeCloseTo((2 * 0.36 + 2 * 0.04) / 4, 15);
  });
});

describe('spot forecasts', () => {
  it('meet the crowd of the same instant: start <= t < end on both sides', () => {
    const own = informationSet(given([4, 0.9]), WINDOW);
    const crowd = crowdOverTime(
      [informationSet(given([0, 0.2], [4, 0.6]), WINDOW), informationSet(given([0, 0.4], [4, 0.8]), WINDOW)],
      (active) => meanForecastOf(active.map(({ prediction }) => prediction)).value,
    );
    expect(inEffectAt(own.segments, 4)?.prediction).toBe(0.9);
    expect(inEffectAt(crowd, 4)?.prediction).toBeCloseTo(0.7, 15);
    expect(inEffectAt(own.segments, 3.999)).toBeNull();
    expect(inEffectAt(own.segments, 10)).toBeNull();
  });
});

describe('time-averaged peer scores', () => {
  const board = fc.array(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 99 })), {
      minLength: 1,
      maxLength: 4,
    }),
    { minLength: 1, maxLength: 5 },
  );

  it('sum to 0 over the forecasters', () => {
    fc.assert(
      fc.property(board, (forecasters) => {
        const sets = forecasters.map((rows, i) => {
          return [
            `${i}`,
            informationSet(given(...rows.map(([at, p]) => [at, p / 100] as const)), WINDOW),
          ] as const;
        });
        const peers = [...timeAveragedPeer(new Map(sets), (p) => p).values()];
        expect(Math.abs(peers.reduce((sum, { score }) => sum + (score.value as number), 0))).toBeLessThan(
          1e-9,
        );
      }),
    );
  });

  it('are 0 for a lone forecaster, whose time is covered', () => {
    const peers = timeAveragedPeer(new Map([['alone', informationSet(given([5, 0.2]), WINDOW)]]), (p) => p);
    expect(peers.get('alone')).toMatchObject({ score: { value: 0 }, coverage: { value: 0.5 } });
  });

  it('are infinite beside one who called it impossible', () => {
    const sets = new Map([
      ['sure', informationSet(given([0, 0]), WINDOW)],
      ['other', informationSet(given([5, 0.5]), WINDOW)],
    ]);
    const peers = timeAveragedPeer(sets, (p) => p);
    expect(peers.get('sure')?.score.value).toBe(-Infinity);
    expect(peers.get('other')?.score.value).toBe(Infinity);
  });
});

describe('a question that is voided or resolved anew', () => {
  const questions = fc.array(
    fc.record({
      p: fc.integer({ min: 1, max: 99 }),
      y: fc.integer({ min: 0, max: 1 }),
      share: fc.integer({ min: 1, max: 5 }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  type Question = { p: number; y: number; share: number };

  function states(given: readonly Question[]) {
    const [map, ledger, bootstrap] = [
      new ProbabilityMap(),
      new ClusterLedger(3, true),
      new ResampledMean(new ClusterDraws(1)),
    ];
    const change = ({ p, y, share }: Question, i: number, sign: 'add' | 'remove') => {
      const loss = (p / 100 - y) ** 2;
      map[sign](p / 100, y, 1 / share);
      const parts = new ClusterParts();
      parts.add(`cluster ${i % 4}`, [loss / share, 0.25 / share, 1 / share]);
      ledger.apply(parts, sign === 'add' ? 1 : -1);
      const rows = new ResampledParts();
      rows.add(`cluster ${i % 4}`, loss / share, 1 / share);
      bootstrap.apply(rows, sign === 'add' ? 1 : -1);
    };
    given.forEach((question, i) => {
      change(question, i, 'add');
    });
    const { moments } = ledger;
    const read = () => [
      map.table(),
      moments.clusters,
      [1, 2, 3].map((factor) => moments.linear([1, factor, -0.5])),
      [1, 2, 3].map((factor) => moments.quadratic([1, factor, -0.5])),
      bootstrap.interval(0, given.length, 0.9),
    ];
    return { change, read };
  }

  it('leaves every state as if it had never been asked', () => {
    fc.assert(
      fc.property(questions, questions, (kept, voided) => {
        const history = states(kept);
        voided.forEach((question, i) => {
          history.change(question, i, 'add');
        });
        voided.forEach((question, i) => {
          history.change(question, i, 'remove');
        });
        expect(history.read()).toEqual(states(kept).read());
      }),
    );
  });

  it('leaves every state as if the new outcome had been the first', () => {
    fc.assert(
      fc.property(questions, (given) => {
        const history = states(given);
        given.forEach((question, i) => {
          history.change(question, i, 'remove');
          history.change({ ...question, y: 1 - question.y }, i, 'add');
        });
        expect(history.read()).toEqual(
          states(given.map((question) => ({ ...question, y: 1 - question.y }))).read(),
        );
      }),
    );
  });
});
