/** What the words of a report mean, in sentences for a reader who has not met them. */
import type { SpotTime } from '../../domain/accuracy/time/lead-time.ts';
import type { EvaluationReport } from '../../domain/evaluation/evaluation-model.ts';
import type { RecordReport } from '../report.ts';
import { percent } from './wording.ts';

const POLICIES: Readonly<Record<string, string>> = {
  last: 'the last one before the question closed counts',
  first: 'the first one counts',
  timeWeighted: 'each counts for the time it stood',
  daily: 'the one standing on each day counts, days weighing the same',
  all: 'each counts',
};

const SPOTS: Readonly<Record<SpotTime, string>> = {
  closeMinus30Days: '30 days before the scheduled close',
  closeMinus7Days: '7 days before the scheduled close',
  closeMinus1Day: 'one day before the scheduled close',
  openPlus1Day: 'one day after the opening',
};

/** Of every report: readings, hedges, weights, intervals. */
export function scoreMethod({ parameters }: RecordReport): string[] {
  const { forecastPolicy, spotAt, lexicon, hedge, weight, cluster, level } = parameters;
  const policy = spotAt === null ? POLICIES[forecastPolicy] : `the one in effect ${SPOTS[spotAt]} counts`;
  return [
    'A vague remark has a strict and a lenient reading, each a question of its own; plain questions count in both. The two are never averaged.',
    `Where somebody forecast a question several times, ${policy}. Hedges stand for the ${hedge} of the interval that ${lexicon === undefined ? 'their lexicon' : `the lexicon ${lexicon}, or where it does not have their words the one that they were recorded with,`} gives them.`,
    `${weight === 'statement' ? 'The questions of one statement share the weight of one' : 'Each question weighs the same'}. Intervals are at ${percent(level)} and take ${cluster === 'question' ? 'forecasts on one question' : cluster === 'source' ? 'everything from one source, and from sources that spoke on one question,' : 'everything that goes back to one statement'} as one observation, a cluster. Below the floors on n an interval is held back, and the table says so.`,
  ];
}

const RULES =
  'The Brier score is the squared distance between the probability and what came (1 or 0): 0 is perfect, 0.25 what always saying 50 % earns. The logarithmic score is the negative logarithm of the probability of what came. The ranked scores and the CRPS do the same for ordered answers and for numbers.';

const LINE =
  'Of numbers and dates: central coverage is the share of outcomes inside the intervals that claim so much; less than claimed says too narrow. Bias is 1 − 2 F of what came: above 0 the forecasts lay too high. PIT is where what came lies in each forecast; calibrated forecasts fill its ten bins evenly. These are diagnostics, nobody is ranked on them.';

export const calibrationMethod: readonly string[] = [
  'Of yes-or-no forecasts: bias is the mean forecast minus the base rate, the share of yes; above 0 yes was forecast too often. Overconfidence is the mean probability of the likelier side minus how often that side came: above 0 the forecasts were surer than they were right. Sharpness is the variance of the probabilities, whatever came. The AUC is the chance that what came had been given a higher probability than what did not: 0.5 tells them apart no better than a coin.',
  'Forecasts are calibrated where what was called 70 % came in 70 of 100 cases. The curve is the isotonic regression of outcomes on forecasts (CORP), which needs no bins; at each probability by itself it lies in the band around the diagonal as often as the level says if the forecasts are calibrated, so that a few points of many lie outside by chance. The band around the curve is a confidence interval at each probability by itself: the shares that a likelihood-ratio test does not reject, if what comes rises with what was said. In simulations it held the true share as often as the level says, to within a few percent, at the ends of few and over-confident forecasts up to eight less often. The binned curve beside it has Wilson intervals from the effective number of forecasts: those of a bin that depend on each other, such as three on one question, count as one. Bins of few forecasts are indicative only.',
  'Mean score = miscalibration − discrimination + uncertainty, without bins. Over bins: Brier score = reliability − resolution + uncertainty + within-bin variance − within-bin covariance; with one bin a distinct probability the last two are 0. Few forecasts make reliability too large: the corrected terms take that out, raw ones may fall below 0, limited ones do not.',
  'The calibration error is the mean distance of bins from the diagonal, which calibrated forecasts do not make 0: what they would show stands beside it, drawn with one random number for all that depend on each other. It is a diagnostic; nobody is ranked on it. The recalibration slope is below 1 where forecasts were too extreme. Spiegelhalter’s test asks whether the Brier score is what calibrated forecasts would earn; what came true that was called impossible, or did not that was called certain, refutes that outright (z infinite, p 0). Where forecasts depend on each other, it is held against draws of calibrated forecasts that are surprised together. The standard errors of slope, intercept and AUC take what depends on each other as one observation; a p near 1 does not prove calibration.',
  'The elementary score at a threshold is the regret of one who acts when the probability is above it; every proper score is a mixture of such regrets, so the Murphy diagram shows where a score comes from.',
];

export const accuracyMethod: readonly string[] = [
  'The interval beside a mean is of Student with a standard error over those observations (clusterRobust). The one by question takes every question as an observation (t), the bootstrap one is the middle of 500 means of resampled observations (clusterBootstrap; the seed stands above). No interval reaches beyond what the score can be.',
  'Hedge low, mid and high are the mean score if every hedge meant the lower end, the recorded middle or the upper end of its interval. Best and worst are the mean if each hedge meant the end that turned out better, or worse; vagueness is the mean width of the intervals, 0 where only numbers were stated. Skill is 1 − mean / baseline mean on the same questions; the baseline difference is mean − baseline mean, and n to detect how many questions like these, independent of each other, it would take to tell such a difference from chance: at least the 10 that an interval needs.',
  'Points are gains: a peer score is how much better than the mean of the others who answered the same question, Metaculus’ baseline score 100 times 1 + log₂ of the probability of what came, so that saying 50 % earns 0. Averaged over time, time without a forecast earns 0; the coverage stands beside it and is in no other score.',
  LINE,
  'The clipped log score keeps every probability 0.01 away from 0 and 1 and says how many it moved. It is finite where the log score is not, and no longer rewards honesty beyond that: it stands beside the log score, never for it.',
  RULES,
  'Shares of claims and of unscorable statements carry Wilson intervals.',
  ...calibrationMethod,
];

export const leaderboardMethod: readonly string[] = [
  'Ranks are by the mean score over what each answered, which may be easier or harder than what others did, and which is of other times than theirs unless the last forecast or that of one moment counts: only then is anything beside ranks compared. The interval of a rank holds the middle of its resamples, as many as the level says. Somebody is ahead of somebody else only where both have at least 10 independent clusters, the rank intervals do not overlap and no reading of the hedges could turn it round. The adjusted mean is what everybody would have if all had answered every question; it compares only inside a component, a group that shared questions connect, and its interval is that of questions drawn anew.',
  'Each is tested against the baseline on the questions that both cover. Many are tested at once: Holm bounds the chance that any of the differences found is chance, Benjamini and Hochberg (bh) the share of those that are. Relative skill is the geometric mean of the ratios of summed scores over those with enough questions in common, below 1 is better; where a sum is 0 only the mean difference compares.',
  'If everybody had answered everything: the mean over all questions of the board, missing forecasts filled in with the crowd of those who answered, with evens, or with the worst score. It shows how much a mean owes to the choice of questions; nobody is ranked by it. The Brier index is 100·(1 − √adjusted mean), more is better.',
  'Ranks by lexicon: the same hedges read with every lexicon that knows the phrase, the others as recorded.',
];

export const duelMethod: readonly string[] = [
  'Only questions that both answered count, over the time that both covered. Where each first forecast counts, they are compared at the first moment when both had one, by what stood then; where each counts, at every moment from then on at which either spoke. Differences are first minus second. A winner is declared only where the interval of the difference excludes 0 and the means of the two, each from its best to its worst over what hedges may mean, do not overlap.',
  'The paired t test takes questions as independent; the one over overlapping horizons allows for outcomes that were open at the same time. Wilcoxon’s signed ranks are there for robustness only: they test the median of the differences, not the mean score. An e-value of 20 is strong evidence, however often one looks: between forecasters alike it is ever reached in at most 1 of 20 comparisons, provided that an outcome says nothing of the next. So it is held back where several questions make one cluster. Questions open at the same time for the same reason break it unseen, as they break the t tests, which are valid for one look. All of it is of this one pair: who looks at many pairs finds a difference by chance.',
  'The elementary score at a threshold is the regret of one who acts when the probability is above it. Every proper score is a mixture of such regrets: whose curve in the Murphy diagram is below everywhere is better whatever the score.',
];

/** Of an evaluation: which rows count, what depends on what, and the rules. */
export function evaluationMethod({ parameters }: EvaluationReport): string[] {
  const { forecastPolicy, cluster, weight, level } = parameters;
  const unit =
    cluster === 'forecast'
      ? 'each row'
      : cluster === 'question'
        ? 'the rows of one question'
        : 'the rows of one cluster (of one question where no cluster is named)';
  return [
    `Where somebody forecast a question several times, ${POLICIES[forecastPolicy]}. Rows ${weight === 'equal' ? 'weigh the same' : 'have the weight that they name, 1 where they name none'}. Intervals are at ${percent(level)} and take ${unit} as one observation. Below the floors on n an interval is held back, and the table says so.`,
    LINE,
    RULES,
    ...calibrationMethod,
  ];
}
