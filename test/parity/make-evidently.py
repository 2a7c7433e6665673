"""Makes evidently.json: the default test of Evidently for columns of every sort, with the exact quantities that it rests on.

pip install evidently==0.7.23 'pandas<3' scipy==1.17.1 && python test/parity/make-evidently.py
"""
import json
import pathlib

import numpy as np
import pandas as pd
from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.core import ColumnType
from scipy import stats


def describe(kind, reference, current):
    """The column as exact quantities, and Evidently's answer."""
    before, now = pd.Series(reference), pd.Series(current)
    values = sorted(set(before) | set(now))
    counts = [{"reference": int((before == value).sum()), "current": int((now == value).sum())} for value in values[:21]]
    numbers = None
    if kind == "numeric":
        numbers = {
            "ks": float(stats.ks_2samp(before, now).statistic),
            "distance": float(stats.wasserstein_distance(before, now)),
            "deviation": float(np.std(before)),
        }
    column_type = ColumnType.Numerical if kind == "numeric" else ColumnType.Categorical
    test = get_stattest(before, now, column_type, None)
    result = test(before, now, column_type, None)
    return {
        "column": {
            "kind": kind,
            "reference": len(before),
            "current": len(now),
            "distinct": len(values),
            "values": counts if len(values) <= 20 else None,
            "numbers": numbers,
        },
        "evidently": {
            "test": test.name,
            "value": float(result.drift_score),
            "threshold": result.actual_threshold,
            "drifted": bool(result.drifted),
        },
    }


def cases(rng):
    for before, now in ((2000, 300), (1001, 40), (1000, 1000), (500, 333), (90, 60), (300, 10_001)):
        yield "numeric", rng.normal(size=before), rng.normal(0.1, 1, now)
        yield "numeric", rng.normal(size=before), rng.normal(0.4, 1, now)
        yield "numeric", 1e-5 * rng.normal(size=before), 1e-4 * rng.normal(size=now)
        yield "numeric", rng.integers(0, 12, before), rng.integers(0, 13, now)
        yield "numeric", rng.integers(0, 4, before), rng.integers(1, 5, now)
        yield "numeric", np.ones(before), np.ones(now)
        yield "categorical", rng.choice(list("abcde"), before), rng.choice(list("abcd"), now)
        yield "categorical", rng.choice(list("abc"), before), rng.choice(list("abcd"), now)
        yield "categorical", rng.choice(list("ab"), before), rng.choice(list("ab"), now, p=[0.6, 0.4])


found = [describe(*case) for case in cases(np.random.default_rng(3))]
lines = ",\n".join(json.dumps(one) for one in found)
(pathlib.Path(__file__).parent / "evidently.json").write_text(f"[\n{lines}\n]\n")
