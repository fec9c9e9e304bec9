/** What two passes agree on, and how it is printed. */

/** One row of the table; a coefficient that is not defined is null. */
export interface AgreementRow {
  readonly what: string;
  readonly n: number;
  readonly raw: number | null;
  readonly kappa: number | null;
  readonly kappaInterval: { readonly lower: number; readonly upper: number } | null;
  readonly alpha: number | null;
  readonly ordinalAlpha: number | null;
  /** First pass to second pass, the most frequent first. */
  readonly confusions: readonly string[];
}

export interface Agreement {
  readonly rows: readonly AgreementRow[];
  readonly coverage: readonly {
    readonly what: string;
    readonly units: number;
    readonly matched: number;
    readonly covered: number;
  }[];
}

/** The two tables, in Markdown. */
export function describeAgreement({ rows, coverage }: Agreement): string {
  const shown = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
  const interval = (value: AgreementRow['kappaInterval']): string =>
    value === null ? '-' : `${shown(value.lower)} to ${shown(value.upper)}`;
  return [
    '| compared | n | same | kappa | 95% interval | alpha | ordinal alpha | most frequent differences (first > second) |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(
      (entry) =>
        `| ${entry.what} | ${entry.n} | ${shown(entry.raw)} | ${shown(entry.kappa)} | ${interval(entry.kappaInterval)} | ${shown(entry.alpha)} | ${shown(entry.ordinalAlpha)} | ${entry.confusions.join('; ') || 'none'} |`,
    ),
    '',
    '| passages | n | matched one to one | at least half inside one of the other pass |',
    '|---|---|---|---|',
    ...coverage.map(
      ({ what, units, matched, covered }) =>
        `| ${what} | ${units} | ${matched} (${percent(matched, units)}) | ${covered} (${percent(covered, units)}) |`,
    ),
  ].join('\n');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.round((100 * part) / whole)}%`;
}
