/** Lines over months or questions: how a score came about. */
import { type ColumnOf, tableOf } from '../table.ts';
import { INK, type Plot } from './plot.ts';
import { linearScale } from './scale.ts';
import { element, path, text, underHeading } from './svg.ts';

export interface LinePoint {
  readonly label: string;
  readonly value: number | null;
  readonly n: number;
}

export interface Line {
  readonly series: 'strict' | 'lenient';
  readonly points: readonly LinePoint[];
}

export interface LinePlotOptions {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly axis: string;
  readonly valueLabel: string;
  readonly labelTitle: string;
  /** Where a level line is drawn; null for none. */
  readonly level: number | null;
  /** All places of the axis, in order; absent: those that have a point. */
  readonly labels?: readonly string[];
}

const WIDTH = 480;
const HEIGHT = 300;
const LEFT = 50;
const RIGHT = 16;
const TOP = 58;
const BOTTOM = 52;

/** Points of one label stand under each other, in the order of the labels. */
export function linePlot(lines: readonly Line[], options: LinePlotOptions): Plot {
  const labels =
    options.labels ?? [...new Set(lines.flatMap(({ points }) => points.map(({ label }) => label)))].sort();
  const values = lines
    .flatMap(({ points }) => points.map(({ value }) => value))
    .filter((value): value is number => value !== null && Number.isFinite(value));
  const level = options.level === null ? [] : [options.level];
  const y = linearScale(
    Math.min(...values, ...level, 0),
    Math.max(...values, ...level, Number.MIN_VALUE),
    HEIGHT - BOTTOM,
    TOP,
  );
  const x = (label: string) =>
    LEFT + ((labels.indexOf(label) + 0.5) / Math.max(1, labels.length)) * (WIDTH - LEFT - RIGHT);
  const grid = y.ticks.map(
    (tick) =>
      element('line', {
        x1: LEFT,
        y1: y.at(tick),
        x2: WIDTH - RIGHT,
        y2: y.at(tick),
        stroke: INK.grid,
        'stroke-width': 1,
      }) + text(LEFT - 8, y.at(tick) + 4, String(tick), { 'text-anchor': 'end', fill: INK.axis }),
  );
  const every = Math.max(1, Math.ceil(labels.length / 6));
  const marks = labels
    .filter((_, at) => at % every === 0)
    .map((label) =>
      text(x(label), HEIGHT - BOTTOM + 18, label.slice(0, 10), { 'text-anchor': 'middle', fill: INK.axis }),
    );
  const { body, added } = underHeading(options.title, WIDTH, [
    ...lines.map(
      ({ series }, at) =>
        dash(series, LEFT + at * 110, 38, LEFT + at * 110 + 24, 38) + text(LEFT + at * 110 + 30, 42, series),
    ),
    ...grid,
    ...level.map((value) =>
      element('line', {
        x1: LEFT,
        y1: y.at(value),
        x2: WIDTH - RIGHT,
        y2: y.at(value),
        stroke: INK.reference,
        'stroke-dasharray': '3 2',
        'stroke-width': 1.5,
      }),
    ),
    ...lines.map((line) => lineBody(line, x, y.at)),
    ...marks,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, options.axis, { 'text-anchor': 'middle' }),
  ]);
  return {
    key: options.key,
    title: options.title,
    description: options.description,
    width: WIDTH,
    height: HEIGHT + added,
    body,
    table: twin(lines, options),
  };
}

function lineBody(
  { series, points }: Line,
  x: (label: string) => number,
  y: (value: number) => number,
): string {
  const drawn = points.flatMap(({ label, value }) =>
    value === null || !Number.isFinite(value) ? [] : [[x(label), y(value)] as const],
  );
  const dots =
    drawn.length > 60
      ? []
      : drawn.map(([cx, cy]) => element('circle', { cx, cy, r: 2.5, fill: INK[series] }));
  return path(drawn, { stroke: INK[series], 'stroke-width': 2, ...dashes(series) }) + dots.join('');
}

function dash(series: Line['series'], x1: number, y1: number, x2: number, y2: number): string {
  return element('line', { x1, y1, x2, y2, stroke: INK[series], 'stroke-width': 2, ...dashes(series) });
}

/** Strict is a whole line, lenient a broken one: told apart without colour. */
function dashes(series: Line['series']): Record<string, string> {
  return series === 'strict' ? {} : { 'stroke-dasharray': '6 3' };
}

function twin(lines: readonly Line[], { key, title, valueLabel, labelTitle }: LinePlotOptions) {
  const columns: ColumnOf<{ readonly series: string; readonly point: LinePoint }>[] = [
    { key: 'reading', title: 'Reading', cell: ({ series }) => series },
    { key: 'label', title: labelTitle, cell: ({ point }) => point.label },
    { key: 'n', title: 'n', cell: ({ point }) => point.n },
    { key: 'value', title: valueLabel, cell: ({ point }) => point.value },
  ];
  return tableOf(
    key,
    title,
    columns,
    lines.flatMap(({ series, points }) => points.map((point) => ({ series, point }))),
  );
}
