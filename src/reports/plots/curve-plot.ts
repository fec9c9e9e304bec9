/** Curves over the thresholds 0 to 1, with a band: Murphy diagrams and their differences. */
import { type ColumnOf, tableOf } from '../table.ts';
import { INK, type Plot } from './plot.ts';
import { linearScale } from './scale.ts';
import { element, path, shortened, text, underHeading } from './svg.ts';

export interface CurvePoint {
  readonly at: number;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface Curve {
  readonly label: string;
  readonly points: readonly CurvePoint[];
}

export interface CurvePlotOptions {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** Names of the axes. */
  readonly across: string;
  readonly up: string;
  readonly valueLabel: string;
}

const WIDTH = 480;
const HEIGHT = 300;
const LEFT = 62;
const RIGHT = 16;
const TOP = 58;
const BOTTOM = 54;
/** Told apart without colour: whole, broken, dotted; the first is dark and heavy. */
const STYLES = [
  { stroke: INK.strict, 'stroke-width': 2.5 },
  { stroke: INK.lenient, 'stroke-width': 2, 'stroke-dasharray': '7 3' },
  { stroke: INK.axis, 'stroke-width': 1.5, 'stroke-dasharray': '2 2' },
] as const;

/** At most three curves. */
export function curvePlot(curves: readonly Curve[], options: CurvePlotOptions): Plot {
  const numbers = curves
    .flatMap(({ points }) => points.flatMap(({ value, lower, upper }) => [value, lower, upper]))
    .filter((value): value is number => value !== null && Number.isFinite(value));
  const y = linearScale(
    Math.min(0, ...numbers),
    Math.max(...numbers, Number.MIN_VALUE),
    HEIGHT - BOTTOM,
    TOP,
  );
  const x = linearScale(0, 1, LEFT, WIDTH - RIGHT, 5);
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string) =>
    element('line', { x1, y1, x2, y2, stroke, 'stroke-width': 1 });
  const { body, added } = underHeading(options.title, WIDTH, [
    ...curves.map(({ label }, at) => legend(label, at, curves.length)),
    ...y.ticks.map(
      (tick) =>
        line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), tick === 0 ? INK.axis : INK.grid) +
        text(LEFT - 8, y.at(tick) + 4, String(tick), { 'text-anchor': 'end', fill: INK.axis }),
    ),
    ...x.ticks.map(
      (tick) =>
        line(x.at(tick), TOP, x.at(tick), HEIGHT - BOTTOM, INK.grid) +
        text(x.at(tick), HEIGHT - BOTTOM + 18, String(tick), { 'text-anchor': 'middle', fill: INK.axis }),
    ),
    ...curves.map((curve) => bandOf(curve, x.at, y.at)),
    ...curves.map(({ points }, at) =>
      path(
        points.flatMap((point) =>
          point.value === null ? [] : [[x.at(point.at), y.at(point.value)] as const],
        ),
        STYLES[at] ?? STYLES[0],
      ),
    ),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, options.across, { 'text-anchor': 'middle' }),
    text(18, (TOP + HEIGHT - BOTTOM) / 2, options.up, {
      'text-anchor': 'middle',
      transform: `rotate(-90 18 ${(TOP + HEIGHT - BOTTOM) / 2})`,
    }),
  ]);
  const { key, title, description } = options;
  return {
    key,
    title,
    description,
    width: WIDTH,
    height: HEIGHT + added,
    body,
    table: twin(curves, options),
  };
}

/** Names of the curves share the width. */
function legend(label: string, at: number, all: number): string {
  const width = all > 2 ? 135 : 205;
  const x = LEFT + at * width;
  const sample = element('line', { x1: x, y1: 38, x2: x + 26, y2: 38, ...(STYLES[at] ?? STYLES[0]) });
  return sample + text(x + 32, 42, shortened(label, Math.floor((width - 40) / 7)));
}

function bandOf({ points }: Curve, x: (value: number) => number, y: (value: number) => number): string {
  const inside = points.filter(({ lower, upper }) => lower !== null && upper !== null);
  if (inside.length === 0) return '';
  const edge = (end: 'lower' | 'upper') =>
    inside.map((point) => [x(point.at), y(point[end] as number)] as const);
  return path([...edge('upper'), ...edge('lower').reverse()], { fill: INK.band, stroke: 'none' });
}

function twin(curves: readonly Curve[], { key, title, across, valueLabel }: CurvePlotOptions) {
  const columns: ColumnOf<{ readonly label: string; readonly point: CurvePoint }>[] = [
    { key: 'curve', title: 'Curve', cell: ({ label }) => label },
    { key: 'at', title: across, cell: ({ point }) => point.at },
    { key: 'value', title: valueLabel, cell: ({ point }) => point.value },
    { key: 'lower', title: 'Lower', cell: ({ point }) => point.lower },
    { key: 'upper', title: 'Upper', cell: ({ point }) => point.upper },
  ];
  return tableOf(
    key,
    title,
    columns,
    curves.flatMap(({ label, points }) => points.map((point) => ({ label, point }))),
  );
}
