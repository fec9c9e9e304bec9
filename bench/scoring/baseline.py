"""The same aggregates by numpy and scikit-learn over the same rows, one a line on standard input.

Answers {"seconds": ..., "value": ...}; only the computation is timed. Rows come as raw files: p.f64,
outcome.u8, cluster.i32. Outcomes are converted beforehand to what each library takes quickest.
"""
import json
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

folder = Path(sys.argv[1])
replicates = int(sys.argv[2])
p = np.fromfile(folder / 'p.f64')
outcome = np.fromfile(folder / 'outcome.u8', dtype=np.uint8)
cluster = np.fromfile(folder / 'cluster.i32', dtype=np.int32)
y = outcome.astype(np.int64)
y_float = outcome.astype(np.float64)
happened = outcome == 1
n = len(p)
size = np.bincount(cluster)
sums = np.bincount(cluster, weights=(p - y_float) ** 2)


def corp():
    after = IsotonicRegression(y_min=0, y_max=1).fit(p, y_float).predict(p)
    score = brier_score_loss(y, p)
    recalibrated = brier_score_loss(y, np.clip(after, 0, 1))
    base = brier_score_loss(y, np.full(n, y_float.mean()))
    return score - recalibrated, base - recalibrated, base


def ece():
    observed, forecast = calibration_curve(y, p, n_bins=10)
    index = np.searchsorted(np.linspace(0, 1, 11)[1:-1], p)
    counts = np.bincount(index, minlength=10)
    counts = counts[counts > 0]
    return (counts * np.abs(observed - forecast)).sum() / n


def report():
    return brier_score_loss(y, p), log_loss(y, p), corp(), ece(), roc_auc_score(y, p)


def cluster_se():
    losses = (p - y_float) ** 2
    mean = losses.mean()
    by_cluster = np.bincount(cluster, weights=losses - mean)
    used = np.count_nonzero(np.bincount(cluster))
    return np.sqrt(used / (used - 1) * (by_cluster ** 2).sum()) / n


def bootstrap():
    random = np.random.default_rng(1)
    values = np.empty(replicates)
    for b in range(replicates):
        drawn = random.integers(len(sums), size=len(sums))
        values[b] = sums[drawn].sum() / size[drawn].sum()
    return np.quantile(values, [0.025, 0.975])[0]


measures = {
    'brier_numpy': lambda: ((p - y_float) ** 2).mean(),
    'brier': lambda: brier_score_loss(y, p),
    'log_numpy': lambda: -np.log(np.where(happened, p, 1 - p)).mean(),
    'log': lambda: log_loss(y, p),
    'corp': lambda: corp()[0],
    'auc': lambda: roc_auc_score(y, p),
    'ece': ece,
    'report': lambda: report()[-1],
    'cluster_se': cluster_se,
    'bootstrap': bootstrap,
}

print(json.dumps({'versions': f'numpy {np.__version__}, scikit-learn {sklearn.__version__}'}), flush=True)
for line in sys.stdin:
    compute = measures[line.strip()]
    start = time.perf_counter()
    value = compute()
    print(json.dumps({'seconds': time.perf_counter() - start, 'value': float(value)}), flush=True)
