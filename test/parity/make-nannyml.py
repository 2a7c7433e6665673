"""Makes nannyml.json: NannyML's calculator with its default chunks and limits, over data that test/runs/nannyml.test.ts makes alike.

pip install nannyml==0.13.1 statsmodels 'pandas<3' scipy==1.17.1 && python test/parity/make-nannyml.py
"""
import json
import os
import pathlib
import warnings

import numpy as np
import pandas as pd

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")

import nannyml  # noqa: E402
from nannyml.chunk import SizeBasedChunker  # noqa: E402

METHODS = {
    "numeric": ["jensen_shannon", "kolmogorov_smirnov", "wasserstein"],
    "categorical": ["jensen_shannon", "chi2"],
}
NUMBERS = ["bell", "moved", "skewed", "zeros", "whole", "constant", "holes"]


def make(rows, side):
    """Columns out of whole numbers, products and quotients alone, so that every language makes the same ones."""
    i = np.arange(rows, dtype=np.int64)
    u = lambda salt: (((i * i % 9973) * (7919 + salt) + i * 271 + (salt + 7 * side) * 104729) % 10007 + 0.5) / 10008.0
    text = lambda numbers: pd.Series([f"c{int(one)}" for one in numbers])
    return pd.DataFrame(
        {
            "bell": u(1) + u(2) * u(3) + u(4),
            "moved": u(1) + u(2) + 0.25 * side,
            "skewed": u(1) * u(1) * u(1) * u(1),
            "zeros": np.where(u(1) < 0.7, 0.0, u(2)),
            "whole": np.floor(12 * u(1)).astype(np.int64),
            "constant": np.full(rows, 0.1),
            "holes": np.where(i % 10 == 0, np.nan, u(3) * u(2)),
            "five": text(np.floor(5 * u(1) * u(2))),
            "unseen": text(np.floor((4 + 2 * side) * u(3))),
            "gaps": text(np.floor(3 * u(1))).where(pd.Series(i % 6 > 0), None),
            "flag": u(1) < 0.5 + 0.06 * side,
            "at_time": pd.Timestamp("2026-02-01") + pd.to_timedelta(i * 701 % rows, unit="s"),
        }
    )


def answer(before, now, timestamp):
    found = {}
    for name in before.columns.drop("at_time"):
        kind = "numeric" if name in NUMBERS else "categorical"
        calculator = nannyml.UnivariateDriftCalculator(
            column_names=[name],
            timestamp_column_name=timestamp,
            continuous_methods=METHODS["numeric"],
            categorical_methods=METHODS["categorical"],
        )
        calculator.fit(before)
        calculator.chunker = SizeBasedChunker(chunk_size=len(now), timestamp_column_name=timestamp)
        frame = calculator.calculate(now).filter(period="analysis").to_df()
        for method in METHODS[kind]:
            value, upper, alert = (frame[(name, method, part)].iloc[0] for part in ("value", "upper_threshold", "alert"))
            upper = None if upper is None or np.isnan(upper) else float(upper)
            found[f"{name} {method}"] = {"value": float(value), "upper": upper, "alert": bool(alert)}
    return found


cases = []
for before, now, timestamp in ((1003, 500, None), (1003, 500, "at_time"), (12_007, 700, None), (12_007, 700, "at_time")):
    found = answer(make(before, 0), make(now, 1), timestamp)
    cases.append({"before": before, "now": now, "timestamp": timestamp, "found": found})
lines = ",\n".join(json.dumps(one) for one in cases)
(pathlib.Path(__file__).parent / "nannyml.json").write_text(f"[\n{lines}\n]\n")
