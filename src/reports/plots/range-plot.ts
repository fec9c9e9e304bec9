/** Rows of marks with intervals along one axis: scores by forecaster, strict and lenient, low to high. */
import { type ColumnOf, tableOf } from '../table.ts';
import { INK, type Plot } from './plot.ts';
import { linearScale } from './scale.ts';
import { element, pixels, shortened, text, underHeading } from './svg.ts';

export type Series = 'strict' | 'lenient' | 'low' | 'mid' | 'high' | 'share';

export interface RangeMark {
  readonly series: Series;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
}

export interface RangeRow {
  readonly label: string;
  readonly marks: readonly RangeMark[];
  /** Drawn as a short upright stroke across the row; null for none. */
  readonly reference: number | null;
}

export interface RangePlotOptions {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly axis: string;
  /** What the upright strokes are. */
  readonly referenceLabel: string | null;
  readonly valueLabel: string;
  /** Marks of a row stand on one line, joined: what differs between them is what is shown. */
  readonly joined?: boolean;
}

/** Narrow, with the names above their rows: legible on a phone without scrolling, and on paper. */
const WIDTH = 480;
const LEFT = 16;
const RIGHT = 24;
const TOP = 58;
const ROW = 44;
/** From the top of a row to its name, and to its marks. */
const NAME = 14;
const MARKS = 28;
const BOTTOM = 52;
const LETTER = 6.8;

export function rangePlot(rows: readonly RangeRow[], options: RangePlotOptions): Plot {
  const height = TOP + rows.length * ROW + BOTTOM;
  const numbers = rows
    .flatMap(({ marks, reference }) => [
      reference,
      ...marks.flatMap(({ value, lower, upper }) => [value, lower, upper]),
    ])
    .filter((value): value is number => value !== null && Number.isFinite(value));
  const scale = linearScale(
    Math.min(0, ...numbers),
    Math.max(...numbers, Number.MIN_VALUE),
    LEFT + 4,
    WIDTH - RIGHT,
  );
  const floor = TOP + rows.length * ROW;
  const grid = scale.ticks.map((tick) => {
    const x = scale.at(tick);
    const line = element('line', {
      x1: x,
      y1: TOP,
      x2: x,
      y2: floor,
      stroke: INK.grid,
      'stroke-width': 1,
    });
    return line + text(x, floor + 16, String(tick), { 'text-anchor': 'middle', fill: INK.axis });
  });
  const { body, added } = underHeading(options.title, WIDTH, [
    legend(rows, options),
    ...grid,
    ...rows.map((row, at) => rowBody(row, TOP + at * ROW, scale.at, options.joined === true)),
    text((LEFT + WIDTH - RIGHT) / 2, floor + 34, options.axis, { 'text-anchor': 'middle' }),
  ]);
  return {
    key: options.key,
    title: options.title,
    description: options.description,
    width: WIDTH,
    height: height + added,
    body,
    table: twin(rows, options),
  };
}

function legend(rows: readonly RangeRow[], { referenceLabel }: RangePlotOptions): string {
  const series = (['strict', 'lenient', 'low', 'mid', 'high'] as const).filter((name) =>
    rows.some(({ marks }) => marks.some((mark) => mark.series === name)),
  );
  const parts = series.map(
    (name, at) => symbol(name, LEFT + 4 + at * 80, 38) + text(LEFT + at * 80 + 14, 42, name),
  );
  if (referenceLabel === null) return parts.join('');
  const x = LEFT + 4 + series.length * 80;
  const stroke = element('line', {
    x1: x,
    y1: 30,
    x2: x,
    y2: 46,
    stroke: INK.reference,
    'stroke-width': 2,
    'stroke-dasharray': '3 2',
  });
  return parts.join('') + stroke + text(x + 8, 42, referenceLabel);
}

function rowBody(
  { label, marks, reference }: RangeRow,
  top: number,
  at: (value: number) => number,
  joined: boolean,
): string {
  const y = top + MARKS;
  const ends = marks.map((mark, i) => {
    const height = y + (joined || marks.length === 1 ? 0 : i * 10 - 4);
    if (mark.value === null) return '';
    const bar =
      mark.lower === null || mark.upper === null
        ? ''
        : element('line', {
            x1: at(mark.lower),
            y1: height,
            x2: at(mark.upper),
            y2: height,
            stroke: inkOf(mark.series),
            'stroke-width': 2,
          });
    if (Number.isFinite(mark.value)) return bar + symbol(mark.series, at(mark.value), height);
    return bar + text(WIDTH - RIGHT + 4, height + 4, '∞', { fill: inkOf(mark.series) });
  });
  const drawn = marks.flatMap(({ value }) => (value !== null && Number.isFinite(value) ? [at(value)] : []));
  const join =
    joined && drawn.length > 1
      ? element('line', {
          x1: Math.min(...drawn),
          y1: y,
          x2: Math.max(...drawn),
          y2: y,
          stroke: INK.axis,
          'stroke-width': 1,
        })
      : '';
  const stroke =
    reference === null || !Number.isFinite(reference)
      ? ''
      : element('line', {
          x1: at(reference),
          y1: y - 9,
          x2: at(reference),
          y2: y + 12,
          stroke: INK.reference,
          'stroke-width': 2,
          'stroke-dasharray': '3 2',
        });
  const counts = [...new Set(marks.map(({ n }) => n))].join('/');
  const room = Math.floor((WIDTH - LEFT - RIGHT) / LETTER) - counts.length - 5;
  const name = `${shortened(label, room)} (n ${counts})`;
  // A ground of its own keeps the lines of the grid out of the letters.
  const ground = element('rect', {
    x: LEFT - 2,
    y: top + 2,
    width: Math.min(WIDTH - LEFT, name.length * LETTER),
    height: 15,
    fill: '#ffffff',
  });
  return ground + text(LEFT, top + NAME, name) + stroke + join + ends.join('');
}

function inkOf(series: Series): string {
  return series === 'lenient' || series === 'high' ? INK.lenient : INK.strict;
}

/** Told apart without colour: dots, open diamonds, and triangles that point to their end of a hedge. */
function symbol(series: Series, x: number, y: number): string {
  if (series === 'strict' || series === 'mid' || series === 'share')
    return element('circle', { cx: x, cy: y, r: 4, fill: INK.strict });
  const [left, right, up, down] = [x - 5, x + 5, y - 5, y + 5].map(pixels) as [
    string,
    string,
    string,
    string,
  ];
  const [cx, cy] = [pixels(x), pixels(y)];
  const shapes = {
    lenient: `M${cx} ${up}L${right} ${cy}L${cx} ${down}L${left} ${cy}Z`,
    low: `M${right} ${up}L${right} ${down}L${left} ${cy}Z`,
    high: `M${left} ${up}L${left} ${down}L${right} ${cy}Z`,
  };
  return element('path', {
    d: shapes[series],
    fill: '#ffffff',
    stroke: inkOf(series),
    'stroke-width': 2,
  });
}

interface Drawn {
  readonly row: RangeRow;
  readonly mark: RangeMark;
}

function twin(rows: readonly RangeRow[], { key, title, valueLabel, referenceLabel }: RangePlotOptions) {
  const columns: ColumnOf<Drawn>[] = [
    { key: 'label', title: 'Row', cell: ({ row }) => row.label },
    { key: 'reading', title: 'Mark', cell: ({ mark }) => mark.series },
    { key: 'n', title: 'n', cell: ({ mark }) => mark.n },
    { key: 'value', title: valueLabel, cell: ({ mark }) => mark.value },
    { key: 'lower', title: 'Lower', cell: ({ mark }) => mark.lower },
    { key: 'upper', title: 'Upper', cell: ({ mark }) => mark.upper },
    ...(referenceLabel === null
      ? []
      : [{ key: 'reference', title: referenceLabel, cell: ({ row }: Drawn) => row.reference }]),
  ];
  return tableOf(
    key,
    title,
    columns,
    rows.flatMap((row) => row.marks.map((mark) => ({ row, mark }))),
  );
}
