"""Verdicts of Evidently and NannyML, each by its own default rule for a column.

Reads one JSON request a line and answers each with one line:
{"kind": "numeric" | "categorical", "references": [file], "windows": file, "rows": n, "count": windows}
-> {"evidently": [bool], "nannyml": [bool] | null}
Files hold 64-bit floats; window i is compared with reference i modulo the number of references.
The functions are those that a full report and a full calculator call for each column.
"""
import json
import os
import sys
import warnings
from functools import lru_cache

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
os.environ["DO_NOT_TRACK"] = "1"

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
from importlib.metadata import version

from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.core import ColumnType
from nannyml.chunk import SizeBasedChunker
from nannyml.drift.univariate.calculator import DEFAULT_THRESHOLDS
from nannyml.drift.univariate.methods import FeatureType, MethodFactory

EVIDENTLY_TYPES = {"numeric": ColumnType.Numerical, "categorical": ColumnType.Categorical}
NANNYML_TYPES = {"numeric": FeatureType.CONTINUOUS, "categorical": FeatureType.CATEGORICAL}


def to_series(values, kind):
    if kind == "numeric":
        return pd.Series(values, name="x")
    return pd.Series([f"v{int(value)}" for value in values], name="x")


@lru_cache(maxsize=256)
def read_reference(file, kind):
    return to_series(np.fromfile(file), kind)


@lru_cache(maxsize=256)
def fit_nannyml(file, kind, rows):
    """None where the reference does not hold two chunks of this size: then there is no deviation to take three of."""
    reference = read_reference(file, kind)
    if len(reference) < 2 * rows:
        return None
    method = MethodFactory.create(
        key="jensen_shannon",
        feature_type=NANNYML_TYPES[kind],
        chunker=SizeBasedChunker(rows),
        threshold=DEFAULT_THRESHOLDS["jensen_shannon"],
    )
    return method.fit(reference)


def is_drift_to_evidently(reference, window, kind):
    test = get_stattest(reference, window, EVIDENTLY_TYPES[kind], None)
    return bool(test(reference, window, EVIDENTLY_TYPES[kind], None).drifted)


def answer(request):
    kind, rows, files = request["kind"], request["rows"], request["references"]
    windows = np.fromfile(request["windows"]).reshape(request["count"], rows)
    evidently, nannyml = [], []
    for index, values in enumerate(windows):
        file = files[index % len(files)]
        window = to_series(values, kind)
        evidently.append(is_drift_to_evidently(read_reference(file, kind), window, kind))
        method = fit_nannyml(file, kind, rows)
        nannyml.append(None if method is None else bool(method.alert(method.calculate(window))))
    return {"evidently": evidently, "nannyml": None if None in nannyml else nannyml}


names = ["evidently", "nannyml", "scipy", "pandas"]
print(json.dumps({name: version(name) for name in names}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
