/** What every new or edited statement is checked for against the record. */
import { type InputIssue, invalid } from '../../domain/errors.ts';
import { verifyAnchor } from '../../domain/statements/anchor.ts';
import type { StatementInput } from '../../domain/statements/statement.ts';
import type { StatementContent, Unit } from '../../store/unit.ts';
import { allLexicons } from '../record/lexicons.ts';

export const STATEMENT_FIELDS = [
  'text',
  'kind',
  'importance',
  'forecasterId',
  'sourceId',
  'saidAt',
  'saidAtReason',
  'anchors',
  'hedge',
  'topics',
  'entities',
  'scorability',
  'scorabilityReason',
  'relations',
  'codedBy',
  'note',
] as const;

/** What a statement repeats: it has no forecast of its own then. */
export function repeatedBy({
  relations = [],
}: {
  readonly relations?: StatementInput['relations'] | undefined;
}): string[] {
  return relations.filter(({ type }) => type === 'repeats').map(({ statementId }) => statementId);
}

/**
 * The content of a statement as it will stand: references checked, names made, anchors verified
 * against the text where the source's text is kept here; the unit holds the source.
 * @param knownStatements ids that come into being in the same unit
 * @throws ReckonerError invalid with one issue a defect
 */
export async function statementContent(
  unit: Unit,
  id: string,
  input: StatementInput,
  newId: () => string,
  knownStatements: ReadonlySet<string> = new Set(),
): Promise<StatementContent> {
  const issues: InputIssue[] = [];
  const add = (pointer: string, code: string, message: string): void =>
    void issues.push({ pointer, code, message });

  if (input.saidAt > unit.now) add('/saidAt', 'inTheFuture', `must not be later than now (${unit.now})`);
  if ((await unit.present('forecaster', [input.forecasterId])).length === 0)
    add('/forecasterId', 'unknown', 'names no forecaster');
  const source = await unit.sources.get(input.sourceId);
  if (source === null) add('/sourceId', 'unknown', 'names no source');

  const text = source?.hasText ? await unit.sourceText(input.sourceId) : null;
  const length = text === null ? (source?.textLength ?? null) : [...text].length;
  input.anchors.forEach((anchor, index) => {
    if (length !== null && anchor.end > length)
      add(`/anchors/${index}/end`, 'outOfRange', `is beyond the text, which has ${length} code points`);
    const overlapping = input.anchors.findIndex(
      (other, at) => at < index && anchor.start < other.end && other.start < anchor.end,
    );
    if (overlapping >= 0) add(`/anchors/${index}/start`, 'overlap', `overlaps anchor ${overlapping}`);
  });
  if (input.hedge !== null) await checkHedge(unit, input.hedge, add);
  await checkRelations(unit, id, input, knownStatements, add);
  if (issues.length > 0)
    throw invalid('invalidStatement', 'The statement cannot be recorded as sent.', issues);

  const anchors = input.anchors.map((anchor) => ({
    ...anchor,
    status:
      text === null
        ? ('unverified' as const)
        : verifyAnchor(text, anchor).holds
          ? ('verified' as const)
          : ('broken' as const),
  }));
  const topics = [...(await unit.ensureNames('topic', input.topics, newId))];
  const entities = [...(await unit.ensureNames('entity', input.entities, newId))];
  return { ...input, anchors, topics, entities };
}

type Add = (pointer: string, code: string, message: string) => void;

/** The interval must be one that the named lexicon gives, so that no number is made up beside it. */
async function checkHedge(unit: Unit, hedge: NonNullable<StatementInput['hedge']>, add: Add): Promise<void> {
  const lexicons = await allLexicons(unit);
  const lexicon = lexicons.find(
    (item) => item.key === hedge.lexiconKey && item.version === hedge.lexiconVersion,
  );
  if (!lexicon) {
    const known = lexicons.map((item) => `${item.key} ${item.version}`).join(', ') || 'none';
    add(
      '/hedge/lexiconKey',
      'unknown',
      `there is no lexicon ${hedge.lexiconKey} ${hedge.lexiconVersion}; there are: ${known}`,
    );
    return;
  }
  const entry = lexicon.entries.find((item) => item.phrase === hedge.phrase);
  const given = entry ? [entry] : lexicon.entries;
  if (!given.some((item) => item.lower === hedge.lower && item.upper === hedge.upper)) {
    const wanted = entry ? `[${entry.lower}, ${entry.upper}]` : 'one of its intervals';
    add(
      '/hedge/lower',
      'notInLexicon',
      `lexicon ${lexicon.key} ${lexicon.version} gives ${hedge.phrase} ${wanted}`,
    );
  }
}

async function checkRelations(
  unit: Unit,
  id: string,
  input: StatementInput,
  known: ReadonlySet<string>,
  add: Add,
): Promise<void> {
  const wanted = input.relations.map((relation) => relation.statementId);
  const present = new Set(
    await unit.present(
      'statement',
      wanted.filter((statementId) => !known.has(statementId)),
    ),
  );
  input.relations.forEach((relation, index) => {
    const pointer = `/relations/${index}/statementId`;
    if (relation.statementId === id) add(pointer, 'itself', 'a statement has no relation to itself');
    else if (!present.has(relation.statementId) && !known.has(relation.statementId))
      add(pointer, 'unknown', 'names no statement');
    const same = input.relations.findIndex(
      (other) => other.type === relation.type && other.statementId === relation.statementId,
    );
    if (same < index) add(pointer, 'duplicate', `is the same relation as number ${same}`);
  });
}
