/** Statements of a group as counts, from which those of a report are made. */
import type { JoinedStatement } from '../../record/joined-record.ts';
import { Tally } from '../../state/tally.ts';

export class StatementTally {
  readonly kinds = new Tally<string>();
  /** Why statements cannot be scored. */
  readonly unscorable = new Tally<string>();
  unscorableForecasts = 0;
  /** Verdicts on claims. */
  readonly verdicts = new Tally<string>();

  apply({ facts, verdict }: JoinedStatement, sign: 1 | -1): void {
    this.kinds.add(facts.kind, sign);
    if (facts.scorability !== 'scorable') {
      this.unscorable.add(facts.scorability, sign);
      if (facts.kind === 'forecast') this.unscorableForecasts += sign;
    }
    if (facts.kind === 'claim' && verdict !== null) this.verdicts.add(verdict, sign);
  }
}
