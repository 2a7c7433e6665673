"""Makes the golden files beside it: what scipy, numpy and scikit-learn say about cases written down here.

pip install scipy==1.17.1 scikit-learn==1.9.1 numpy && python test/parity/make-golden.py
"""
import json
import math
import pathlib

import numpy as np
from scipy import special, stats
from scipy.spatial import distance
from sklearn import metrics

HERE = pathlib.Path(__file__).parent


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1) + "\n")


def table(function, rows):
    return [[*row, float(function(*row))] for row in rows]


def distributions():
    kstwo_rows = [
        (d, n)
        for n in (1, 2, 5, 10, 50, 100, 140, 141, 200, 500, 999, 1001, 5000, 20000, 100000, 1000000)
        for z in (0.3, 0.45, 0.6, 0.8, 1.0, 1.3, 1.6, 2.0, 3.0, 5.0, 10.0)
        if (d := z / math.sqrt(n)) < 1
    ]
    write(
        "distributions.json",
        {
            "gammaln": table(special.gammaln, [(x,) for x in (0.1, 0.5, 1.5, 3.2, 10.0, 15.9, 100.5, 1e4, 1e9)]),
            "gammainc": table(special.gammainc, [(0.5, 0.1), (1, 1), (5, 3), (30, 10), (100, 99), (1e5, 99900)]),
            "gammaincc": table(special.gammaincc, [(0.5, 9), (1, 1), (5, 30), (24.5, 500), (100, 140), (1e5, 101000)]),
            "erfc": table(special.erfc, [(x,) for x in (-3.0, -0.5, 0.0, 0.3, 1.0, 2.5, 6.0, 20.0)]),
            "betainc": table(
                special.betainc,
                [
                    *((0.5, 0.5, 0.2), (2, 3, 0.9), (50, 0.5, 0.3), (500, 700, 0.4)),
                    *((80_000, 920_001, 0.0795), (4_000_000, 6_000_001, 0.4005)),
                ],
            ),
            "norm.sf": table(stats.norm.sf, [(z,) for z in (-2.0, 0.0, 0.5, 1.96, 5.0, 8.0, 37.0)]),
            "norm.ppf": table(stats.norm.ppf, [(p,) for p in (1e-300, 1e-10, 0.001, 0.025, 0.3, 0.5, 0.9, 0.9995)]),
            "chi2.sf": table(stats.chi2.sf, [(0.1, 1), (3.84, 1), (30, 10), (1000, 49), (255, 255), (900, 255)]),
            "t.sf": table(
                stats.t.sf,
                [
                    *((-1.0, 3), (0.5, 1), (2.0, 10), (40.0, 5), (5.0, 1000), (3.0, 20000)),
                    *((3, 1_000_000), (0.5, 20_000_000)),
                ],
            ),
            "kstwo.sf": table(stats.kstwo.sf, kstwo_rows),
        },
    )


def samples():
    rng = np.random.default_rng(20)
    heaped = rng.integers(0, 12, 400)
    return {
        "normal, shifted by a quarter": (rng.normal(size=300), rng.normal(0.25, 1, 200)),
        "lognormal against wider": (rng.lognormal(size=250), rng.lognormal(0, 1.4, 180)),
        "zero-inflated": (rng.exponential(size=300) * (rng.random(300) > 0.7), rng.exponential(size=150) * (rng.random(150) > 0.6)),
        "heaped integers": (heaped.astype(float), np.minimum(heaped[:150] + rng.integers(0, 2, 150), 11).astype(float)),
        "one outlier of a million": (rng.normal(size=300), np.append(rng.normal(1, 1, 199), 1e6)),
        "offset of a billion": (1e9 + rng.normal(size=200), 1e9 + 0.5 + rng.normal(size=200)),
        "nothing in common": (rng.normal(size=100), rng.normal(50, 1, 100)),
        "very unequal sizes": (rng.normal(size=2000), rng.normal(0.5, 1, 30)),
    }


def smoothed(counts):
    return (counts + 0.5) / (counts + 0.5).sum()


def shares(reference, current):
    r, c = smoothed(reference), smoothed(current)
    return {
        "psi": float(((r - c) * np.log(r / c)).sum()),
        "kl": float(stats.entropy(r, c)),
        "js": float(distance.jensenshannon(reference, current, base=2) ** 2),
    }


def numeric_drift():
    cases = []
    for name, (reference, current) in samples().items():
        edges = np.unique(np.quantile(reference, np.arange(1, 10) / 10))
        ten = [np.bincount(np.searchsorted(edges, side, side="right"), minlength=len(edges) + 1) for side in (reference, current)]
        ks = stats.ks_2samp(reference, current, method="asymp")
        cases.append(
            {
                "name": name,
                "reference": reference.tolist(),
                "current": current.tolist(),
                "deciles": edges.tolist(),
                "wasserstein": float(stats.wasserstein_distance(reference, current) / reference.std()),
                "ks": float(ks.statistic),
                "ks_p": float(ks.pvalue),
                # About the first value: numpy's mean of 1e9 + noise is right to seven digits only.
                "z": float(abs((reference - reference[0]).mean() - (current - reference[0]).mean()) / (reference - reference[0]).std()),
                **shares(*ten),
            }
        )
    write("numeric-drift.json", cases)


def categorical_drift():
    tables = {
        "five categories": ([400, 300, 200, 80, 20], [110, 60, 70, 40, 20]),
        "one vanished": ([500, 300, 200], [120, 80, 0]),
        "one unseen": ([500, 300, 0], [120, 80, 7]),
        "nothing in common": ([500, 300, 0, 0], [0, 0, 40, 60]),
        "two categories": ([900, 100], [40, 15]),
        "the same shares": ([500, 300, 200], [50, 30, 20]),
    }
    cases = []
    for name, (reference, current) in tables.items():
        reference, current = np.array(reference), np.array(current)
        chi2 = stats.chi2_contingency([reference, current], correction=False)
        cases.append(
            {
                "name": name,
                "reference": reference.tolist(),
                "current": current.tolist(),
                "cramers_v": float(stats.contingency.association(np.array([reference, current]), method="cramer")),
                "chi2_p": float(chi2.pvalue),
                **shares(reference, current),
            }
        )
    write("categorical-drift.json", cases)


def classification():
    rng = np.random.default_rng(7)
    cases = []
    for name, n, digits in (("scores of one decimal", 300, 1), ("scores of three decimals", 400, 3)):
        score = np.round(np.clip(rng.beta(2, 3, n), 0.001, 0.999), digits)
        actual = (rng.random(n) < score).astype(int)
        predicted = (score >= 0.5).astype(int)
        cases.append(
            {
                "name": name,
                "score": score.tolist(),
                "actual": actual.tolist(),
                "predicted": predicted.tolist(),
                "accuracy": metrics.accuracy_score(actual, predicted),
                "precision": metrics.precision_score(actual, predicted),
                "recall": metrics.recall_score(actual, predicted),
                "f1_score": metrics.f1_score(actual, predicted),
                "roc_auc": metrics.roc_auc_score(actual, score),
                "log_loss": metrics.log_loss(actual, score),
                "brier": metrics.brier_score_loss(actual, score),
            }
        )
    actual = rng.choice(["a", "b", "c"], 300, p=[0.6, 0.3, 0.1])
    predicted = np.where(rng.random(300) < 0.7, actual, rng.choice(["a", "b", "c"], 300))
    many = {"name": "three classes", "actual": actual.tolist(), "predicted": predicted.tolist()}
    many["accuracy"] = metrics.accuracy_score(actual, predicted)
    for key, function in (("precision", metrics.precision_score), ("recall", metrics.recall_score), ("f1_score", metrics.f1_score)):
        many[key] = function(actual, predicted, average="macro")
        for average in ("macro", "micro", "weighted"):
            many[f"{key}_{average}"] = function(actual, predicted, average=average)
    truth = rng.normal(10, 3, 200)
    guess = truth + rng.normal(0.2, 1, 200)
    regression = {
        "actual": truth.tolist(),
        "predicted": guess.tolist(),
        "mae": metrics.mean_absolute_error(truth, guess),
        "mse": metrics.mean_squared_error(truth, guess),
        "rmse": metrics.root_mean_squared_error(truth, guess),
        "r2": metrics.r2_score(truth, guess),
        "mape": metrics.mean_absolute_percentage_error(truth, guess),
    }
    write("performance.json", {"binary": cases, "many": many, "regression": regression})


distributions()
numeric_drift()
categorical_drift()
classification()
