/** The reliability diagram: CORP curve with its band and the diagonal, and how often each probability was given. */
import { FLOORS } from '../../domain/accuracy/floors.ts';
import type { CalibrationCurves } from '../../domain/accuracy/report/models/calibration-model.ts';
import { type ColumnOf, tableOf } from '../table.ts';
import { INK, type Plot } from './plot.ts';
import { linearScale } from './scale.ts';
import { element, path, pixels, text, underHeading } from './svg.ts';

const SIZE = 460;
const LEFT = 60;
const TOP = 58;
const SQUARE = 360;
const BARS = 70;
const HEIGHT = TOP + SQUARE + 40 + BARS + 50;

export interface ReliabilityOptions {
  readonly key: string;
  readonly title: string;
  readonly level: number;
}

export function reliabilityDiagram(
  curves: CalibrationCurves,
  { key, title, level }: ReliabilityOptions,
): Plot {
  const x = linearScale(0, 1, LEFT, LEFT + SQUARE);
  const y = linearScale(0, 1, TOP + SQUARE, TOP);
  const points = curves.curve;
  const band = [
    ...points.map(
      ({ probability, consistencyUpper }) => [x.at(probability), y.at(consistencyUpper)] as const,
    ),
    ...[...points]
      .reverse()
      .map(({ probability, consistencyLower }) => [x.at(probability), y.at(consistencyLower)] as const),
  ];
  const grid = x.ticks.map(
    (tick) =>
      element('line', { x1: x.at(tick), y1: TOP, x2: x.at(tick), y2: TOP + SQUARE, stroke: INK.grid }) +
      element('line', { x1: LEFT, y1: y.at(tick), x2: LEFT + SQUARE, y2: y.at(tick), stroke: INK.grid }) +
      text(x.at(tick), TOP + SQUARE + 16, String(tick), { 'text-anchor': 'middle', fill: INK.axis }) +
      text(LEFT - 8, y.at(tick) + 4, String(tick), { 'text-anchor': 'end', fill: INK.axis }),
  );
  const { body, added } = underHeading(title, SIZE, [
    text(
      12,
      40,
      `n = ${curves.forecasts} forecasts on ${curves.questions} questions; band: ${pixels(level * 100)} % if calibrated`,
      { fill: INK.axis },
    ),
    ...grid,
    // The band of a single probability is a stroke, which a path without width would not show.
    path(band, { fill: INK.band, stroke: INK.band, 'stroke-width': 5, 'stroke-linejoin': 'round' }),
    element('line', {
      x1: x.at(0),
      y1: y.at(0),
      x2: x.at(1),
      y2: y.at(1),
      stroke: INK.reference,
      'stroke-dasharray': '3 2',
      'stroke-width': 1.5,
    }),
    path(
      points.map(({ probability, recalibrated }) => [x.at(probability), y.at(recalibrated)] as const),
      { stroke: INK.strict, 'stroke-width': 2 },
    ),
    ...points.map(({ probability, recalibrated }) =>
      element('circle', { cx: x.at(probability), cy: y.at(recalibrated), r: 3, fill: INK.strict }),
    ),
    ...curves.bins.flatMap(binMark(x.at, y.at)),
    text(LEFT + SQUARE / 2, TOP + SQUARE + 34, 'Probability that was given', { 'text-anchor': 'middle' }),
    text(16, TOP + SQUARE / 2, 'How often it came', {
      'text-anchor': 'middle',
      transform: `rotate(-90 16 ${TOP + SQUARE / 2})`,
    }),
    bars(curves, x.at),
  ]);
  const description =
    `Reliability diagram of ${curves.forecasts} forecasts on ${curves.questions} questions. The line is the share of yes by isotonic regression, ` +
    'the shaded band where calibrated forecasts would lie, the dashed diagonal perfect calibration; open squares are ten bins with Wilson intervals, ' +
    `grey where a bin has fewer than ${FLOORS.bin} forecasts; bars count forecasts.`;
  return {
    key,
    title,
    description,
    width: SIZE,
    height: HEIGHT + added,
    body,
    table: twin(curves, key, title),
  };
}

function binMark(x: (value: number) => number, y: (value: number) => number) {
  return ({
    meanForecast,
    observed,
    observedLower,
    observedUpper,
    indicativeOnly,
  }: CalibrationCurves['bins'][number]): string[] => {
    if (meanForecast === null || observed === null) return [];
    const [at, height] = [x(Number(meanForecast)), y(Number(observed))];
    const ink = indicativeOnly ? '#a6a6a6' : INK.lenient;
    const whisker =
      observedLower === null || observedUpper === null
        ? ''
        : element('line', {
            x1: at,
            y1: y(Number(observedLower)),
            x2: at,
            y2: y(Number(observedUpper)),
            stroke: ink,
            'stroke-width': 1.5,
          });
    return [
      whisker +
        element('rect', {
          x: at - 3.5,
          y: height - 3.5,
          width: 7,
          height: 7,
          fill: '#ffffff',
          stroke: ink,
          'stroke-width': 1.5,
        }),
    ];
  };
}

function bars({ histogram }: CalibrationCurves, x: (value: number) => number): string {
  const floor = HEIGHT - 36;
  const most = Math.max(1, ...histogram.map(({ forecasts }) => forecasts));
  const shapes = histogram.map(({ lower, upper, forecasts }) => {
    const height = (forecasts / most) * (BARS - 14);
    return (
      element('rect', {
        x: x(lower) + 0.5,
        y: floor - height,
        width: x(upper) - x(lower) - 1,
        height,
        fill: '#7d8b99',
      }) +
      text((x(lower) + x(upper)) / 2, floor - height - 3, String(forecasts), {
        'text-anchor': 'middle',
        'font-size': 9,
        fill: INK.axis,
      })
    );
  });
  const line = element('line', { x1: LEFT, y1: floor, x2: LEFT + SQUARE, y2: floor, stroke: INK.axis });
  return (
    shapes.join('') +
    line +
    text(LEFT + SQUARE / 2, floor + 20, 'Forecasts at each probability', { 'text-anchor': 'middle' })
  );
}

function twin(curves: CalibrationCurves, key: string, title: string) {
  type Point = CalibrationCurves['curve'][number];
  const columns: ColumnOf<Point>[] = [
    { key: 'probability', title: 'Probability', cell: ({ probability }) => probability },
    { key: 'forecasts', title: 'Forecasts', cell: ({ forecasts }) => forecasts },
    { key: 'recalibrated', title: 'How often it came', cell: ({ recalibrated }) => recalibrated },
    { key: 'consistencyLower', title: 'Band lower', cell: ({ consistencyLower }) => consistencyLower },
    { key: 'consistencyUpper', title: 'Band upper', cell: ({ consistencyUpper }) => consistencyUpper },
  ];
  return tableOf(key, title, columns, curves.curve);
}
