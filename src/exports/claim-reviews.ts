/**
 * The record in the words of schema.org: a ClaimReview for a claim with a verdict and for a forecast
 * whose question is resolved, a Claim for what is still open. Nothing that is open is ever rated.
 */
import { ratingWords, type VerdictRating } from '../domain/claims/verdict.ts';
import type { Forecast } from '../domain/forecasts/forecast.ts';
import { outcomeInWords } from '../domain/questions/outcome-in-words.ts';
import type { Outcome } from '../domain/questions/prediction-fields.ts';
import type { Evidence } from '../domain/resolutions/evidence.ts';
import type { Statement } from '../domain/statements/statement.ts';
import type { Chunk } from './export-format.ts';

type Node = Readonly<Record<string, unknown>>;

const RATINGS: Readonly<Record<VerdictRating, number | null>> = {
  accurate: 5,
  mostlyAccurate: 4,
  disputed: 3,
  inaccurate: 1,
  unverifiable: null,
};

/** A statement with what its speaker's own words imply on each of its questions. */
export interface ReviewedStatement {
  readonly statement: Statement;
  /** The forecasts that count, by question. */
  readonly forecasts: ReadonlyMap<string, Forecast>;
  /** When the outcomes and verdicts were recorded and what they rest on, by question. */
  readonly resolutions: ReadonlyMap<
    string,
    { readonly recordedAt: string; readonly evidence: readonly Evidence[] }
  >;
}

const KINDS: Readonly<Record<string, string>> = { person: 'Person', organization: 'Organization' };

function claimOf({ forecaster, source, saidAt, text, id }: Statement, base: string): Node {
  const work = {
    '@type': 'CreativeWork',
    name: source.title,
    ...(source.url === null ? {} : { url: source.url }),
    ...(source.publishedAt === null ? {} : { datePublished: source.publishedAt }),
    ...(source.publisher === null ? {} : { publisher: { '@type': 'Organization', name: source.publisher } }),
  };
  return {
    '@type': 'Claim',
    '@id': `urn:uuid:${id}`,
    name: text,
    url: `${base}/v1/statements/${id}`,
    datePublished: saidAt,
    // A model, a crowd or a baseline is neither a person nor an organization of schema.org.
    author: { '@type': KINDS[forecaster.kind] ?? 'Organization', name: forecaster.name },
    appearance: work,
    firstAppearance: work,
  };
}

const citations = (evidence: readonly Evidence[]): Node[] =>
  evidence.map(({ url, title, publishedOn, fact }) => ({
    '@type': 'CreativeWork',
    url,
    ...(title === null ? {} : { name: title }),
    ...(publishedOn === null ? {} : { datePublished: publishedOn }),
    abstract: fact,
  }));

interface Review {
  readonly id: string;
  readonly path: string;
  readonly claimReviewed: string;
  readonly recordedAt: string | undefined;
  readonly rating: Node;
  readonly evidence: readonly Evidence[];
}

function reviewOf(
  statement: Statement,
  base: string,
  { id, path, claimReviewed, recordedAt, rating, evidence }: Review,
): Node {
  return {
    '@type': 'ClaimReview',
    '@id': `urn:uuid:${id}`,
    url: `${base}${path}`,
    ...(recordedAt === undefined ? {} : { datePublished: recordedAt }),
    author: { '@type': 'Organization', name: 'Reckoner' },
    claimReviewed,
    reviewRating: { '@type': 'Rating', ...rating },
    itemReviewed: claimOf(statement, base),
    ...(evidence.length === 0 ? {} : { citation: citations(evidence) }),
  };
}

function verdictRating(rating: VerdictRating): Node {
  const value = RATINGS[rating];
  return {
    alternateName: ratingWords[rating],
    ...(value === null ? {} : { ratingValue: value, bestRating: 5, worstRating: 1 }),
  };
}

/** 1 - p without the last binary digits of the difference: of 0.9 it is 0.1. */
function complement(probability: number): number {
  return Number((1 - probability).toPrecision(15));
}

/** The probability that the forecast gave to what happened; null where it gave none. */
function probabilityOf(forecast: Forecast, outcome: Outcome): number | null {
  const { prediction } = forecast;
  if ('probability' in prediction && 'value' in outcome && typeof outcome.value === 'boolean')
    return outcome.value ? prediction.probability : complement(prediction.probability);
  if ('probabilities' in prediction && 'optionId' in outcome)
    return (prediction.probabilities as Readonly<Record<string, number>>)[outcome.optionId] ?? null;
  return null;
}

/**
 * The speaker's own probability of what happened is the rating; half and half leans to neither side.
 * A reading of a vague remark says so, since the other reading may have come out otherwise.
 */
function forecastRating(forecast: Forecast | undefined, outcome: Outcome, reading: string): Node {
  const happened = `Outcome: ${outcomeInWords(outcome) ?? 'none'}`;
  const read = reading === 'plain' ? '' : ` (${reading} reading)`;
  const given = forecast === undefined ? null : probabilityOf(forecast, outcome);
  if (given === null) return { alternateName: `${happened}${read}` };
  const word =
    given === 0.5 ? 'Undecided' : given > 0.5 ? 'Came out as forecast' : 'Did not come out as forecast';
  return {
    alternateName: `${word}${read}`,
    ratingValue: given,
    bestRating: 1,
    worstRating: 0,
    ratingExplanation: `${happened}. The rating is the probability that the forecast gave to it${forecast?.basis === 'verbal' ? ', the middle of what the words stand for' : ''}.`,
  };
}

/** The nodes of one statement: its reviews, or the claim alone where there is none. Opinions have none. */
export function claimReviewNodes(
  { statement, forecasts, resolutions }: ReviewedStatement,
  base: string,
): Node[] {
  const { kind, verdict, questions, text } = statement;
  if (kind === 'opinion') return [];
  if (kind === 'claim' && verdict !== null) {
    const path = `/v1/statements/${statement.id}/verdicts`;
    const { id, recordedAt, evidence, rating } = verdict;
    return [
      reviewOf(statement, base, {
        id,
        path,
        claimReviewed: text,
        recordedAt,
        evidence,
        rating: verdictRating(rating),
      }),
    ];
  }
  const reviews = questions.flatMap(({ id, title, status, outcome, reading }) => {
    if (status !== 'resolved' || outcome === null) return [];
    const resolution = resolutions.get(id);
    return [
      reviewOf(statement, base, {
        id,
        path: `/v1/questions/${id}`,
        claimReviewed: questions.length === 1 ? text : `${text} (${title})`,
        recordedAt: resolution?.recordedAt,
        evidence: resolution?.evidence ?? [],
        rating: forecastRating(forecasts.get(id), outcome, reading),
      }),
    ];
  });
  return reviews.length > 0 ? reviews : [claimOf(statement, base)];
}

export async function* claimReviewDocument(
  batches: AsyncIterable<readonly ReviewedStatement[]>,
  base: string,
): AsyncGenerator<Chunk> {
  yield '{"@context":"https://schema.org","@graph":[\n';
  let separator = '';
  for await (const batch of batches) {
    const nodes = batch.flatMap((one) => claimReviewNodes(one, base));
    if (nodes.length === 0) continue;
    yield `${separator}${nodes.map((node) => JSON.stringify(node)).join(',\n')}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}
