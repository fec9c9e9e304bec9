import type { Instant } from '../../time.ts';
import { type JoinedRecord, joinPart, type RecordPart, type SharedFacts } from './joined-record.ts';

/**
 * Questions, statements and forecasts that have to do with each other, as they stood. It never changes:
 * after a write there is another one, so that what this one added to a report can be taken out again.
 */
export class Family {
  readonly #part: RecordPart;
  readonly #shared: SharedFacts;
  #joined: JoinedRecord | null = null;

  constructor(part: RecordPart, shared: SharedFacts) {
    this.#part = part;
    this.#shared = shared;
  }

  /** Joined; kept for `knownBy` null and no clock, which nearly all reports ask for. */
  joined(knownBy: Instant | null, clock: Instant | ''): JoinedRecord {
    if (knownBy !== null || clock !== '') return joinPart(this.#part, this.#shared, { knownBy, clock });
    this.#joined ??= joinPart(this.#part, this.#shared, { knownBy, clock });
    return this.#joined;
  }

  /** Whether a forecaster or a source has to do with it. */
  mentions(ids: ReadonlySet<string>): boolean {
    const { statements, forecasts } = this.#part;
    const standing = (id: string) => ids.has(id) || ids.has(this.#shared.standingForecaster(id));
    return (
      forecasts.some(({ forecasterId }) => standing(forecasterId)) ||
      statements.some(({ content }) => standing(content.forecasterId) || ids.has(content.sourceId))
    );
  }

  /** The same with what is shared in a later version, in which nothing that it mentions has changed. */
  with(shared: SharedFacts): Family {
    const family = new Family(this.#part, shared);
    family.#joined = this.#joined;
    return family;
  }
}
