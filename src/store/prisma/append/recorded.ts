/** Append-only things: forecasts, withdrawals, resolutions, verdicts, scores, retractions, merges. */

import { v7 as uuidv7 } from 'uuid';
import { canonicalJson } from '../../../domain/audit/canonical-json.ts';
import { sha256 } from '../../../domain/audit/chain.ts';
import type { Evidence } from '../../../domain/resolutions/evidence.ts';
import type { MergeableType, NewScore, RetractableType } from '../../unit.ts';
import { scoreLeaves } from './score-leaves.ts';
import { makeLeaf, type Planned, type Planner } from './stamp.ts';
import { insert, RECORDED, type Step, update } from './steps.ts';

function binaryColumns(prediction: object) {
  const { probability, lower, upper } = prediction as {
    probability?: number;
    lower?: number;
    upper?: number;
  };
  return { probability: probability ?? null, lower: lower ?? null, upper: upper ?? null };
}

type RecordRow = { readonly id: string; readonly recordSha256: string; readonly revision?: number };

function recordsOf(type: string, rows: readonly RecordRow[]): Planned['records'] {
  return rows.map(({ id, revision, recordSha256 }) => ({
    type,
    id,
    version: revision ?? 1,
    sha256: recordSha256,
  }));
}

export const planForecasts: Planner<'forecast'> = (writes) => {
  const rows = writes.map(({ content }) => ({
    ...content,
    ...binaryColumns(content.prediction),
    ...makeLeaf({ type: 'forecast', ...content }),
  }));
  return { steps: insert('forecasts', rows, RECORDED), records: recordsOf('forecast', rows) };
};

export const planWithdrawals: Planner<'withdrawal'> = (writes) => {
  const rows = writes.map((write) => {
    const { type: _type, ...content } = write;
    return { ...content, ...makeLeaf(write) };
  });
  return { steps: insert('withdrawals', rows, RECORDED), records: recordsOf('withdrawal', rows) };
};

function evidenceRows(
  parent: { resolutionId: string } | { verdictId: string },
  evidence: readonly Evidence[],
) {
  return evidence.map((item, position) => ({ id: uuidv7(), ...parent, position, ...item }));
}

export const planResolutions: Planner<'resolution'> = (writes) => {
  const rows = writes.map(({ content }) => {
    const { evidence: _evidence, ...columns } = content;
    return { ...columns, ...makeLeaf({ type: 'resolution', ...content }) };
  });
  const steps: Step[] = [
    ...insert('resolutions', rows, RECORDED),
    ...insert(
      'evidence',
      writes.flatMap(({ content }) => evidenceRows({ resolutionId: content.id }, content.evidence)),
    ),
    ...update(
      'questions',
      rows.map(({ id, questionId }) => ({ id: questionId, currentResolutionId: id })),
    ),
    { do: 'touchStatements', questionIds: rows.map((row) => row.questionId) },
  ];
  return { steps, records: recordsOf('resolution', rows) };
};

export const planVerdicts: Planner<'verdict'> = (writes) => {
  const rows = writes.map(({ content }) => {
    const { evidence: _evidence, ...columns } = content;
    return { ...columns, ...makeLeaf({ type: 'verdict', ...content }) };
  });
  const steps = [
    ...insert('verdicts', rows, RECORDED),
    ...insert(
      'evidence',
      writes.flatMap(({ content }) => evidenceRows({ verdictId: content.id }, content.evidence)),
    ),
    ...update(
      'statements',
      rows.map(({ id, statementId }) => ({ id: statementId, currentVerdictId: id })),
    ),
  ];
  return { steps, records: recordsOf('verdict', rows) };
};

/** Scores are derived: one digest a resolution stands in the chain, not one leaf a score. */
function scoresSha256(rows: readonly NewScore[]): string {
  return sha256(`reckoner-scores-1\n${canonicalJson(scoreLeaves(rows))}`);
}

export const planScores: Planner<'scores'> = (writes) => {
  // JSON has no infinity: each value goes as its text.
  const rows = writes.flatMap((write) =>
    write.rows.map((row) => ({ ...row, value: row.value === null ? null : String(row.value) })),
  );
  return {
    steps: insert('scores', rows, ['seq']),
    records: writes.map((write) => ({
      type: 'scores',
      id: write.resolutionId,
      version: 1,
      sha256: scoresSha256(write.rows),
    })),
  };
};

const TABLE_OF: Readonly<Record<RetractableType | MergeableType, string>> = {
  source: 'sources',
  forecaster: 'forecasters',
  statement: 'statements',
  question: 'questions',
  forecast: 'forecasts',
  topic: 'topics',
  entity: 'entities',
};

export const planRetractions: Planner<'retraction'> = (writes) => {
  const rows = writes.map((write) => {
    const { type: _type, ...content } = write;
    return { ...content, ...makeLeaf(write) };
  });
  // A forecast has no column that changes: that it is retracted is read from here.
  const marks = rows
    .filter((row) => row.subjectType !== 'forecast')
    .flatMap((row) => update(TABLE_OF[row.subjectType], [{ id: row.subjectId, retracted: true }]));
  return {
    steps: [...insert('retractions', rows, RECORDED), ...marks],
    records: recordsOf('retraction', rows),
  };
};

export const planMerges: Planner<'merge'> = (writes) => {
  const rows = writes.map((write) => {
    const { type: _type, ...content } = write;
    return { ...content, ...makeLeaf(write) };
  });
  const steps = rows.flatMap((row): Step[] => [
    ...insert('merges', [row], RECORDED),
    { do: 'merge', table: TABLE_OF[row.subjectType], fromId: row.fromId, intoId: row.intoId },
  ]);
  return { steps, records: recordsOf('merge', rows) };
};
