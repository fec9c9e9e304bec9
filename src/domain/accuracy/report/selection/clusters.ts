/** What belongs together: units of weight and of independence. */

import type { JoinedRecord } from '../../record/joined-record.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import type { ScoredForecast } from './counting.ts';

/** Name of the independent unit that a scored forecast belongs to. */
export type ClusterOf = (scored: ScoredForecast) => string;

/**
 * Clusters of the asked kind. `statement`: statements that repeat or are part of each other, with the
 * questions that read them and those that they imply forecasts on; a question of its own stands alone.
 * `source`: sources that spoke on one question, with all that they said, be it selected or not. Two
 * forecasts on one question are thus never independent of each other.
 * @param record whole families @param sources of the whole record, where that is more than these families
 */
export function clustersBy(
  kind: AccuracyParameters['cluster'],
  record: Pick<JoinedRecord, 'statements' | 'questions' | 'forecasts'>,
  sources: SourceUnits | null = null,
): ClusterOf {
  if (kind === 'question') return ({ forecast }) => forecast.question.id;
  if (kind === 'source') return bySource(record.forecasts, sources ?? sourceUnits([record]));
  const families = new Families();
  for (const statement of record.statements) {
    if (statement.retracted) continue;
    for (const { type, statementId } of statement.facts.relations) {
      if (type === 'repeats' || type === 'partOf') families.join(statement.id, statementId);
    }
  }
  for (const { id, facts } of record.questions.values()) {
    if (facts.statementId !== null) families.join(id, facts.statementId);
  }
  for (const { question, statement, retracted } of record.forecasts) {
    if (statement !== null && !retracted) families.join(question.id, statement.id);
  }
  return ({ forecast }) => families.of(forecast.question.id);
}

/** Which sources are one unit, because they spoke on one question. */
export interface SourceUnits {
  readonly of: (source: string) => string;
  /** Equal for equal units. */
  readonly mark: string;
}

/** @param families all of the record, however it is divided: what is said on a question is in one of them */
export function sourceUnits(families: Iterable<Pick<JoinedRecord, 'forecasts'>>): SourceUnits {
  const units = new Families();
  for (const { forecasts } of families) {
    // Most families are one forecast, which joins nothing.
    if (forecasts.length < 2) continue;
    const spoke = new Map<string, string>();
    for (const { question, statement, retracted } of forecasts) {
      if (statement === null || retracted) continue;
      const before = spoke.get(question.id);
      if (before === undefined) spoke.set(question.id, statement.source.id);
      else units.join(before, statement.source.id);
    }
  }
  return { of: (source) => units.of(source), mark: units.mark };
}

/** What has no source stands with those who spoke on its question, else alone. */
function bySource(forecasts: JoinedRecord['forecasts'], sources: SourceUnits): ClusterOf {
  const spoke = new Map<string, string>();
  for (const { question, statement, retracted } of forecasts)
    if (statement !== null && !retracted) spoke.set(question.id, statement.source.id);
  return ({ forecast }) => {
    const source = spoke.get(forecast.question.id);
    return source === undefined ? forecast.question.id : sources.of(source);
  };
}

/**
 * Weights of scored forecasts, in their order. `statement`: what one forecaster said in one statement
 * weighs 1, however many questions read it; `question`: each question weighs 1. The share that the
 * forecast policy gives inside a question multiplies in.
 */
export function weightsOf(scored: readonly ScoredForecast[], kind: AccuracyParameters['weight']): number[] {
  if (kind === 'question') return scored.map(({ share }) => share);
  // Most remarks are about one question: a set for each took a third of the time.
  const first = new Map<string, string>();
  const several = new Map<string, Set<string>>();
  for (const { remark, forecast } of scored) {
    // Without a statement it is about its question.
    if (forecast.statement === null) continue;
    const { id } = forecast.question;
    const known = first.get(remark);
    if (known === undefined) first.set(remark, id);
    else if (known !== id) {
      const members = several.get(remark);
      if (members) members.add(id);
      else several.set(remark, new Set([known, id]));
    }
  }
  if (several.size === 0) return scored.map(({ share }) => share);
  return scored.map(({ remark, share }) => share / (several.get(remark)?.size ?? 1));
}

/** Disjoint sets, each named by its smallest member, so that no order of joining shows. */
class Families {
  readonly #parent = new Map<string, string>();

  of(id: string): string {
    let root = id;
    for (let next = this.#parent.get(root); next !== undefined; next = this.#parent.get(root)) root = next;
    for (let at = id; at !== root; ) {
      const next = this.#parent.get(at) as string;
      this.#parent.set(at, root);
      at = next;
    }
    return root;
  }

  /** Who stands with whom, in an order of its own. */
  get mark(): string {
    return JSON.stringify([...this.#parent.keys()].sort().map((id) => [id, this.of(id)]));
  }

  join(a: string, b: string): void {
    const [one, other] = [this.of(a), this.of(b)];
    if (one === other) return;
    if (one < other) this.#parent.set(other, one);
    else this.#parent.set(one, other);
  }
}
