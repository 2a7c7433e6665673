"""Makes correlation.json: what pandas and scipy say about correlations, and numpy about summaries, of columns with gaps.

pip install pandas==2.3.3 scipy==1.17.1 numpy && python test/parity/make-correlation.py
"""
import json
import pathlib

import numpy as np
import pandas as pd
from scipy import stats

HERE = pathlib.Path(__file__).parent
ROWS = 240


def columns():
    rng = np.random.default_rng(11)
    base = rng.normal(size=ROWS)
    heavy = rng.lognormal(0, 1.5, ROWS)
    frame = pd.DataFrame(
        {
            "base": base,
            "near": 0.8 * base + 0.6 * rng.normal(size=ROWS),
            "against": 5 - 3 * base,
            "heavy": heavy,
            "heavier": heavy * rng.lognormal(0, 0.5, ROWS),
            "offset": 1e9 + base + rng.normal(size=ROWS),
            "whole": rng.integers(0, 6, ROWS).astype(float),
            "flag": (base > 0.5).astype(float),
            "constant": np.full(ROWS, 7.5),
        }
    )
    frame.loc[rng.random(ROWS) < 0.2, "near"] = np.nan
    frame.loc[rng.random(ROWS) < 0.3, "heavy"] = np.nan
    frame.loc[rng.random(ROWS) < 0.01, "offset"] = np.nan
    return frame


def number(value):
    return None if np.isnan(value) else float(value)


def describe(column):
    values = column.dropna().to_numpy()
    return {
        "count": len(values),
        "mean": float(np.mean(values)),
        "median": float(np.median(values)),
        "std": float(np.std(values, ddof=1)),
        "min": float(np.min(values)),
        "max": float(np.max(values)),
        **{f"q{round(100 * p):02d}": float(np.quantile(values, p)) for p in (0.05, 0.25, 0.75, 0.95)},
    }


def pearson(frame, x, y):
    both = frame[[x, y]].dropna()
    return float(stats.pearsonr(both[x], both[y]).statistic)


def noise(frame, x, y):
    """The influence function of Pearson's r (Devlin, Gnanadesikan and Kettenring 1975): E f^2, and its kurtosis."""
    z = (frame[[x, y]] - frame[[x, y]].mean()) / frame[[x, y]].std(ddof=0)
    f = z[x] * z[y] - (z[x] * z[y]).mean() / 2 * (z[x] ** 2 + z[y] ** 2)
    return {"spread": float((f**2).mean()), "tail": float((f**4).mean() / (f**2).mean() ** 2)}


frame = columns()
complete = ["base", "heavier", "whole", "flag"]
varied = [name for name in frame if name != "constant"]
golden = {
    "rows": [[number(value) for value in row] for row in frame.to_numpy()],
    "columns": list(frame),
    "pandas": [[number(value) for value in row] for row in frame.corr().to_numpy()],
    "scipy": {f"{x} {y}": pearson(frame, x, y) for i, x in enumerate(varied) for y in varied[i + 1 :]},
    "noise": {f"{x} {y}": noise(frame, x, y) for i, x in enumerate(complete) for y in complete[i + 1 :]},
    "summary": {name: describe(frame[name]) for name in frame},
}
(HERE / "correlation.json").write_text(json.dumps(golden) + "\n")
