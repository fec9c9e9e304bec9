"""Cuts the excerpts of tests/reference/excerpts out of the three data sets and computes their results.

    python3 make-excerpts.py <folder of the data sets>

Needs numpy and scikit-learn. Nothing here shares code with Reckoner: scikit-learn gives Brier, AUC and
isotonic regression; log scores, bins, Murphy's terms, pinball losses and CRPS are written out from
their definitions; right-closed bins are counted in decimal arithmetic on the digits of the files.
Rows are chosen by their number, so that a second run gives the same files.
"""
import csv
import gzip
import json
import math
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

SOURCE = Path(sys.argv[1])
TARGET = Path(__file__).parent / 'excerpts'


def read(folder, name):
    plain = SOURCE / folder / f'{name}.csv'
    opened = open(plain, newline='') if plain.exists() else gzip.open(f'{plain}.gz', 'rt', newline='')
    with opened as file:
        return list(csv.DictReader(file))


def write(folder, name, rows):
    (TARGET / folder).mkdir(parents=True, exist_ok=True)
    with open(TARGET / folder / f'{name}.csv', 'w', newline='') as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator='\n')
        writer.writeheader()
        writer.writerows(rows)


def write_results(folder, name, results):
    text = json.dumps(results, indent=2).replace('Infinity', '"Infinity"')
    (TARGET / folder / name).write_text(text + '\n')


def grouped(rows, *columns):
    groups = {}
    for row in rows:
        groups.setdefault('|'.join(row[column] for column in columns), []).append(row)
    return groups


def bins_of(p, y, index, count=10):
    found = []
    for k in range(count):
        inside = index == k
        n = int(inside.sum())
        found.append({'n': n, 'mean_p': p[inside].mean() if n else None, 'obs': y[inside].mean() if n else None})
    return found


def calibration_errors(bins, n):
    gaps = [(b['n'], abs(b['mean_p'] - b['obs'])) for b in bins if b['n']]
    return sum(size * gap for size, gap in gaps) / n, max(gap for _, gap in gaps)


def murphy(p, y, index):
    groups = [(p[index == k], y[index == k]) for k in np.unique(index)]
    n, rate = len(p), y.mean()
    return {
        'rel': sum(len(f) * (f.mean() - o.mean()) ** 2 for f, o in groups) / n,
        'res': sum(len(f) * (o.mean() - rate) ** 2 for f, o in groups) / n,
        'unc': rate * (1 - rate),
        'wbv': sum(((f - f.mean()) ** 2).sum() for f, _ in groups) / n,
        'wbc': 2 * sum(((o - o.mean()) * (f - f.mean())).sum() for f, o in groups) / n,
    }


def mean_log(p, y):
    with np.errstate(divide='ignore'):
        losses = -np.log(np.where(y == 1, p, 1 - p))
    return losses


def binary(texts, outcomes, clusters=None):
    """`texts`: the probabilities as the files write them."""
    p = np.array([float(text) for text in texts])
    y = np.array([float(outcome) for outcome in outcomes])
    left = np.minimum(np.floor(10 * p), 9).astype(int)
    # Decimal digits know no rounding: 0.3 lies on the edge and belongs to the bin that ends there.
    right = np.array([max(0, math.ceil(Decimal(text) * 10) - 1) for text in texts])
    bins = bins_of(p, y, left)
    bins_right = bins_of(p, y, right)
    ece, mce = calibration_errors(bins, len(p))
    losses = mean_log(p, y)
    brier = brier_score_loss(y, p)
    unc = y.mean() * (1 - y.mean())
    recalibrated = IsotonicRegression(y_min=0, y_max=1).fit(p, y).predict(p)
    after = brier_score_loss(y, np.clip(recalibrated, 0, 1))
    distinct, index = np.unique(p, return_inverse=True)
    clip = np.clip(p, 0.01, 0.99)
    inside = (p > 0) & (p < 1)
    results = {
        'n': len(p),
        'base_rate': y.mean(),
        'brier': brier,
        'log': losses.mean(),
        'log_infinite': int(np.isinf(losses).sum()),
        'log_clip_0_01': mean_log(clip, y).mean(),
        'ece10': ece,
        'mce10': mce,
        'ece10_right_closed': calibration_errors(bins_right, len(p))[0],
        'auc': roc_auc_score(y, p),
        'bss': 1 - brier / unc,
        'murphy10': murphy(p, y, left),
        'murphy_exact': {**murphy(p, y, index), 'groups': len(distinct)},
        'corp': {'S': brier, 'MCB': brier - after, 'DSC': unc - after, 'UNC': unc},
        'bins': bins,
        'bins_right_closed': bins_right,
        'n_excl_0_1': int(inside.sum()),
        'brier_excl_0_1': ((p - y) ** 2)[inside].mean(),
    }
    if clusters is not None:
        residuals = (p - y) ** 2 - brier
        sums = {}
        for cluster, residual in zip(clusters, residuals):
            sums[cluster] = sums.get(cluster, 0) + residual
        count = len(sums)
        squares = sum(value ** 2 for value in sums.values())
        results['brier_clustered_se'] = math.sqrt(count / (count - 1) * squares) / len(p)
    return results


def choice(probabilities, happened):
    """Means over forecasts; `happened` is the index of the option."""
    p, k = np.array(probabilities), np.array(happened)
    o = np.eye(p.shape[1])[k]
    rps = ((p.cumsum(1) - o.cumsum(1))[:, :-1] ** 2).sum(1)
    with np.errstate(divide='ignore'):
        log = -np.log(p[np.arange(len(k)), k])
    return {
        'n': len(k),
        'log': log.mean(),
        'rps': rps.mean(),
        'rps_norm': rps.mean() / (p.shape[1] - 1),
        'brier_sum': ((p - o) ** 2).sum(1).mean(),
    }


def crps(samples, y):
    x = np.array(samples)
    return np.abs(x - y).mean() - np.abs(x[:, None] - x[None, :]).mean() / 2


def quantile_scores(levels, values, y):
    """WIS as twice the mean pinball loss, its parts from the intervals."""
    tau, q = np.array(levels), np.array(values)
    at = {round(level, 9): value for level, value in zip(levels, values)}
    parts = {'over': 0.0, 'under': 0.0, 'disp': 0.0}
    median = at[0.5]
    for level in [level for level in at if level < 0.5]:
        low, high = at[level], at[round(1 - level, 9)]
        parts['disp'] += level * (high - low)
        parts['under'] += max(y - high, 0)
        parts['over'] += max(low - y, 0)
    parts['under'] += max(y - median, 0) / 2
    parts['over'] += max(median - y, 0) / 2
    inside = lambda low: float(at[low] <= y <= at[round(1 - low, 9)])
    return {
        'wis': 2 * (((y < q) - tau) * (q - y)).mean(),
        **{part: value / (len(at) / 2) for part, value in parts.items()},
        'c50': inside(0.25),
        'c80': inside(0.1),
        'c90': inside(0.05),
        'ae': abs(median - y),
    }


def means(rows):
    return {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}


def fivethirtyeight():
    folder = 'fivethirtyeight'
    questions = read(folder, 'questions')
    forecasts = read(folder, 'forecasts')
    chosen = {question['question_id'] for question in questions[7::1800]}
    on_edge = {Decimal(k) / 10 for k in range(1, 10)}
    rows = [f for f in forecasts if f['question_id'] in chosen or Decimal(f['p']) in on_edge]
    kept = {row['question_id'] for row in rows}
    questions = [question for question in questions if question['question_id'] in kept]
    write(folder, 'questions', questions)
    write(folder, 'forecasts', rows)
    inside = [row for row in rows if 0 < float(row['p']) < 1]
    results = lambda of: binary(
        [row['p'] for row in of], [row['outcome'] for row in of], [row['question_id'] for row in of]
    )
    write_results(folder, 'reference.json', {'_all_excl_0_1': results(inside), '_all': results(rows)})
    matches = read(folder, 'world_cup_3class')[::3]
    write(folder, 'world_cup_3class', matches)
    slices = {
        'all': matches,
        'men': [m for m in matches if m['topic'].endswith('_men')],
        'women': [m for m in matches if m['topic'].endswith('_women')],
        'with_tie': [m for m in matches if float(m['p_tie']) > 0],
    }
    names = ['win1', 'tie', 'win2']
    world_cup = {}
    for name, part in slices.items():
        scores = choice(
            [[float(m[f'p_{option}']) for option in names] for m in part],
            [[m[option] for option in names].index('1') for m in part],
        )
        world_cup[name] = {**scores, 'rps_sum': scores.pop('rps')}
    write_results(folder, 'world_cup_reference.json', world_cup)


def hub_examples():
    folder = 'hub_examples_flu'
    outputs = [row for row in read(folder, 'forecast_outputs') if row['location'] == '25']
    kinds = grouped(outputs, 'output_type')
    rows = kinds['quantile'] + kinds['pmf']
    rows += [row for row in kinds['sample'] if row['horizon'] == '1' and row['reference_date'] == '2022-11-19']
    write(folder, 'forecast_outputs', rows)
    wanted = {(row['target_end_date'], row['target'], row['output_type']) for row in rows}
    oracle = [
        row
        for row in read(folder, 'oracle_output')
        if row['location'] == '25' and (row['target_end_date'], row['target'], row['output_type']) in wanted
    ]
    write(folder, 'oracle_output', oracle)
    truth = {}
    for row in oracle:
        key = row['target_end_date'], row['target'], row['output_type'], row['output_type_id']
        truth[key] = float(row['oracle_value'])
    place = ['reference_date', 'location', 'horizon', 'target']

    def outcome(row, kind):
        values = [v for k, v in truth.items() if k[:3] == (row['target_end_date'], row['target'], kind)]
        return values[0]

    scores, results = {}, {}
    for model, members in grouped(kinds['quantile'], 'model_id').items():
        scores[model] = {}
        for key, pairs in grouped(members, *place).items():
            levels = [float(pair['output_type_id']) for pair in pairs]
            values = [float(pair['value']) for pair in pairs]
            scores[model][key] = quantile_scores(levels, values, outcome(pairs[0], 'quantile'))
    total = {model: sum(score['wis'] for score in of.values()) for model, of in scores.items()}
    sampled = grouped([row for row in rows if row['output_type'] == 'sample'], 'model_id')
    for model, of in scores.items():
        mean = means(list(of.values()))
        draws = [
            crps([float(row['value']) for row in members], outcome(members[0], 'sample'))
            for members in grouped(sampled[model], *place).values()
        ]
        results[model] = {
            'n': len(of),
            'nsamp': len(draws),
            'wis': mean['wis'],
            'cov80': mean['c80'],
            'cov90': mean['c90'],
            'rel_wis': math.prod(total[model] / other for other in total.values()) ** (1 / len(total)),
            'ae_median': mean['ae'],
            'crps_sample': float(np.mean(draws)),
        }
    categories = ['low', 'moderate', 'high', 'very high']
    pmf = {}
    for key, members in grouped(kinds['pmf'], 'model_id', 'location', 'horizon').items():
        probabilities, happened = [], []
        for forecast in grouped(members, *place).values():
            by_category = {row['output_type_id']: float(row['value']) for row in forecast}
            probabilities.append([by_category[category] for category in categories])
            first = forecast[0]['target_end_date'], forecast[0]['target'], 'pmf'
            happened.append([truth[(*first, category)] for category in categories].index(1))
        pmf[key] = choice(probabilities, happened)
    write_results(folder, 'reference.json', {'computed': results, 'pmf': pmf})


def covid():
    folder = 'scoringutils_covid'
    key = ['location', 'forecast_date', 'target_end_date', 'target_type', 'model', 'horizon']
    results = {'quantile': {'computed': {}}, 'binary_by_model': {}, 'nominal': {}, 'crps': {}}

    quantile = [
        row
        for row in read(folder, 'quantile')
        if row['location'] == 'DE' and row['horizon'] in '13' and row['forecast_date'] <= '2021-05-10'
    ]
    write(folder, 'quantile', quantile)
    for target, members in grouped(quantile, 'model', 'target_type').items():
        scored = [
            quantile_scores(
                [float(row['quantile_level']) for row in forecast],
                [float(row['predicted']) for row in forecast],
                float(forecast[0]['observed']),
            )
            for forecast in grouped(members, *key).values()
        ]
        results['quantile']['computed'][target] = {**means(scored), 'n': len(scored)}

    on_edge = {'0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7', '0.8', '0.9'}
    rows = read(folder, 'binary')
    rows = [row for at, row in enumerate(rows) if at % 4 == 0 or row['predicted'] in on_edge]
    write(folder, 'binary', rows)
    results['binary'] = binary([row['predicted'] for row in rows], [row['observed'] for row in rows])
    for model, members in grouped(rows, 'model').items():
        p = np.array([float(row['predicted']) for row in members])
        y = np.array([float(row['observed']) for row in members])
        results['binary_by_model'][model] = {
            'n': len(p),
            'brier': brier_score_loss(y, p),
            'log': mean_log(p, y).mean(),
        }

    categories = ['low', 'medium', 'high']
    forecasts = list(grouped(read(folder, 'nominal'), *key).values())[::9]
    write(folder, 'nominal', [row for forecast in forecasts for row in forecast])
    by_model = {}
    for forecast in forecasts:
        by_model.setdefault(forecast[0]['model'], []).append(forecast)
    for model, of in by_model.items():
        probabilities, happened = [], []
        for forecast in of:
            by_label = {row['predicted_label']: float(row['predicted']) for row in forecast}
            probabilities.append([by_label[category] for category in categories])
            happened.append(categories.index(forecast[0]['observed']))
        results['nominal'][model] = choice(probabilities, happened)

    samples = [
        row
        for row in read(folder, 'sample_continuous')
        if row['location'] == 'DE' and row['horizon'] == '1' and row['forecast_date'] <= '2021-05-10'
    ]
    write(folder, 'sample_continuous', samples)
    for target, members in grouped(samples, 'model', 'target_type').items():
        draws = [
            crps([float(row['predicted']) for row in forecast], float(forecast[0]['observed']))
            for forecast in grouped(members, *key).values()
        ]
        results['crps'][target] = {'n': len(draws), 'crps': float(np.mean(draws))}
    write_results(folder, 'reference.json', results)


fivethirtyeight()
hub_examples()
covid()
