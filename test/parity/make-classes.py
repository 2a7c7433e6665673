"""Makes classes.json: what scikit-learn says about models that give a probability for each of several classes.

pip install scikit-learn==1.9.1 numpy && python test/parity/make-classes.py
"""
import json
import pathlib

import numpy as np
from sklearn import metrics

LABELS = ["bronze", "gold", "iron", "silver"]


def draw(rng, rows, labels, spread, absent=()):
    """Whole percents that add up to 100, and outcomes drawn from them."""
    weights = np.exp(rng.normal(0, spread, (rows, len(labels))))
    percents = np.floor(100 * weights / weights.sum(axis=1, keepdims=True))
    percents[np.arange(rows), percents.argmax(axis=1)] += 100 - percents.sum(axis=1)
    scores = percents / 100
    chances = scores.copy()
    chances[:, [labels.index(name) for name in absent]] = 0
    chances = (chances + 1e-9) / (chances + 1e-9).sum(axis=1, keepdims=True)
    actual = np.array([rng.choice(labels, p=chance) for chance in chances])
    return scores, np.array(labels)[scores.argmax(axis=1)], actual


def judge(labels, scores, actual):
    is_class = np.array([actual == name for name in labels]).T
    present = is_class.any(axis=0)
    if present.all():
        auc = {a: metrics.roc_auc_score(actual, scores, multi_class="ovr", average=a, labels=labels) for a in ("macro", "weighted")}
    else:
        # It refuses a class that no row is: the same mean over the others.
        each = [metrics.roc_auc_score(is_class[:, k], scores[:, k]) for k in np.flatnonzero(present)]
        auc = {"macro": np.mean(each), "weighted": np.average(each, weights=is_class.sum(axis=0)[present])}
    return {
        "log_loss": metrics.log_loss(actual, scores, labels=labels),
        "brier": metrics.brier_score_loss(actual, scores, labels=labels),
        "roc_auc": auc["macro"],
        "roc_auc_macro": auc["macro"],
        "roc_auc_weighted": auc["weighted"],
    }


def make_case(name, seed, rows, labels, spread, absent=()):
    scores, predicted, actual = draw(np.random.default_rng(seed), rows, labels, spread, absent)
    found = {key: float(value) for key, value in judge(labels, scores, actual).items()}
    return {
        "name": name,
        "labels": labels,
        "scores": scores.tolist(),
        "predicted": predicted.tolist(),
        "actual": actual.tolist(),
        "sklearn": found,
    }


CASES = [
    make_case("four classes", 1, 120, LABELS, 1.2),
    make_case("three classes called by numbers, sharp scores", 2, 80, ["0", "1", "2"], 3.0),
    make_case("a class that no row is", 3, 60, LABELS, 1.0, absent=("iron",)),
]

(pathlib.Path(__file__).parent / "classes.json").write_text(json.dumps(CASES, separators=(",", ":")) + "\n")
