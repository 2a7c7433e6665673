"""Binomial probabilities: scipy 1.17.1."""
import json
from pathlib import Path

import numpy as np
from scipy.stats import binom

DRAWS = {
    "few of few": (20, 0.2),
    "few of many": (1_000_000, 0.000_004),
    "some of many": (20_000, 0.005),
    "just below the normal": (1_000, 0.4),
    "more than half": (200, 0.9),
    "as a normal": (100_000, 0.02),
}


def probabilities(n, p):
    """The counts from the 0.001 to the 0.999 quantile in at most 16 ranges: first count of each, and its probability."""
    law = binom(n, p)
    low, high = int(law.ppf(0.001)), int(law.ppf(0.999))
    starts = sorted({round(at) for at in np.linspace(low, high, min(16, high - low + 1))})
    ends = [*starts[1:], high + 1]
    return [[start, float(law.cdf(end - 1) - law.cdf(start - 1))] for start, end in zip(starts, ends)], high


draws = []
for name, (n, p) in DRAWS.items():
    ranges, last = probabilities(n, p)
    draws.append({"name": name, "n": n, "p": p, "ranges": ranges, "last": last})
Path(__file__).with_name("binomial.json").write_text(json.dumps(draws, indent=1) + "\n")
