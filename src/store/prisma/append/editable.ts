/** Editable things: the row that is in force, and each version in `revisions`. */
import { momentToInstant } from '../../../domain/time.ts';
import type { EditableType, QuestionContent, StatementContent } from '../../unit.ts';
import { makeLeaf, type Planned, type Planner, type WriteOf } from './stamp.ts';
import { bear, CREATED, insert, RECORDED, remove, type Step, update } from './steps.ts';

/** The versions and their records, behind the steps that put the last of them in force. */
function withRevisions(steps: readonly Step[], writes: readonly WriteOf<EditableType>[]): Planned {
  const rows = writes.map(({ type, id, version, content }) => ({
    subjectType: type,
    subjectId: id,
    version,
    content,
    ...makeLeaf({ type, id, version, content }),
  }));
  return {
    steps: [...steps, ...insert('revisions', rows, RECORDED)],
    records: rows.map(({ subjectType, subjectId, version, recordSha256 }) => ({
      type: subjectType,
      id: subjectId,
      version,
      sha256: recordSha256,
    })),
  };
}

/** New rows and changed ones. */
function inForce<Content>(
  table: string,
  writes: readonly { readonly id: string; readonly version: number; readonly content: Content }[],
  columns: (content: Content) => object,
): Step[] {
  const rows = (wanted: (version: number) => boolean) =>
    writes
      .filter(({ version }) => wanted(version))
      .map(({ id, version, content }) => ({ id, ...columns(content), version }));
  return [
    ...insert(
      table,
      rows((version) => version === 1),
      CREATED,
    ),
    ...update(
      table,
      rows((version) => version > 1),
    ),
  ];
}

const asItIs = <Content extends object>(content: Content): Content => content;

export const planSources: Planner<'source'> = (writes) =>
  withRevisions(inForce('sources', writes, asItIs), writes);

export const planForecasters: Planner<'forecaster'> = (writes) =>
  withRevisions(inForce('forecasters', writes, asItIs), writes);

export const planTopics: Planner<'topic'> = (writes) =>
  withRevisions(inForce('topics', writes, asItIs), writes);

export const planEntities: Planner<'entity'> = (writes) =>
  withRevisions(inForce('entities', writes, asItIs), writes);

/** What hangs on a statement has tables of its own. */
function statementColumns(content: StatementContent) {
  const {
    anchors: _anchors,
    hedge: _hedge,
    topics: _topics,
    entities: _entities,
    relations: _relations,
    ...columns
  } = content;
  return columns;
}

export const planStatements: Planner<'statement'> = (writes) => {
  const edited = writes.filter((write) => write.version > 1).map((write) => write.id);
  const rowsOf = <Item, Row extends object>(
    pick: (content: StatementContent) => readonly Item[],
    row: (item: Item, position: number, id: string) => Row,
  ): Row[] =>
    writes.flatMap(({ id, content }) => pick(content).map((item, position) => row(item, position, id)));
  const steps = [
    ...inForce('statements', writes, statementColumns),
    ...remove('anchors', 'statement_id', edited),
    ...remove('hedges', 'statement_id', edited),
    ...remove('statement_topics', 'statement_id', edited),
    ...remove('statement_entities', 'statement_id', edited),
    ...remove('statement_relations', 'from_statement_id', edited),
    ...insert(
      'anchors',
      rowsOf(
        (content) => content.anchors,
        ({ start, end, ...anchor }, position, statementId) => ({
          statementId,
          position,
          startOffset: start,
          endOffset: end,
          ...anchor,
        }),
      ),
    ),
    ...insert(
      'hedges',
      rowsOf(
        (content) => (content.hedge ? [content.hedge] : []),
        (hedge, _position, statementId) => ({ statementId, ...hedge }),
      ),
    ),
    ...bear('statement', 'topic', named(writes, 'topics')),
    ...bear('statement', 'entity', named(writes, 'entities')),
    ...insert(
      'statement_relations',
      rowsOf(
        (content) => content.relations,
        ({ type, statementId: toStatementId }, position, fromStatementId) => ({
          fromStatementId,
          position,
          type,
          toStatementId,
        }),
      ),
    ),
  ];
  return withRevisions(steps, writes);
};

function named(
  writes: readonly WriteOf<'statement' | 'question'>[],
  field: 'topics' | 'entities',
): { readonly id: string; readonly names: readonly string[] }[] {
  return writes.map(({ id, content }) => ({ id, names: content[field] }));
}

function questionColumns(content: QuestionContent) {
  const { topics: _topics, entities: _entities, range, condition, ...plain } = content;
  const instant = (moment: string | null): string | null =>
    moment === null ? null : momentToInstant(moment, content.timezone);
  return {
    ...plain,
    rangeMin: range?.min ?? null,
    rangeMax: range?.max ?? null,
    opensAtInstant: instant(content.opensAt),
    closesAtInstant: instant(content.closesAt),
    resolvesByInstant: instant(content.resolvesBy),
    conditionQuestionId: condition?.questionId ?? null,
    conditionOutcome: condition?.outcome ?? null,
  };
}

export const planQuestions: Planner<'question'> = (writes) => {
  const edited = writes.filter((write) => write.version > 1).map((write) => write.id);
  const steps = [
    ...inForce('questions', writes, questionColumns),
    ...remove('question_topics', 'question_id', edited),
    ...remove('question_entities', 'question_id', edited),
    ...bear('question', 'topic', named(writes, 'topics')),
    ...bear('question', 'entity', named(writes, 'entities')),
  ];
  return withRevisions(steps, writes);
};
