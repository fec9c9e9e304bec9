/** The Murphy diagram of one record: its curve between recalibrated forecasts and the base rate. */
import type { CalibrationCurves } from '../../domain/accuracy/report/models/calibration-model.ts';
import { percent } from '../findings/wording.ts';
import { curvePlot } from './curve-plot.ts';
import { number } from './drawn.ts';
import type { Plot } from './plot.ts';

/** @param what whose curve it is, in words */
export function murphyDiagram(
  { murphy, forecasts, questions }: CalibrationCurves,
  { key, what, level }: { readonly key: string; readonly what: string; readonly level: number },
): Plot {
  const curve = (label: string, of: 'score' | 'recalibrated' | 'constant') => ({
    label,
    points: murphy.points.map((point) => ({
      at: point.threshold,
      value: number(point[of]),
      lower: of === 'score' ? number(point.lower) : null,
      upper: of === 'score' ? number(point.upper) : null,
    })),
  });
  const why = murphy.intervalReason === null ? '' : ` ${murphy.intervalReason}`;
  return curvePlot(
    [curve('forecasts', 'score'), curve('recalibrated', 'recalibrated'), curve('base rate', 'constant')],
    {
      key,
      title: `Murphy diagram, n = ${forecasts} forecasts on ${questions} questions, ${percent(level)} intervals, ${what}`,
      description: `Mean elementary score over the threshold at which one would act, lower is better. What lies between the forecasts and their recalibration is miscalibration, what lies between that and the base rate is discrimination. The band is the interval at each threshold alone.${why}`,
      across: 'Threshold',
      up: 'Mean elementary score',
      valueLabel: 'Mean elementary score',
    },
  );
}
