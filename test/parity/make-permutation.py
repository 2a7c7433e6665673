"""Permutation p-values of chi-square on small tables, and hypergeometric probabilities: scipy 1.17.1, numpy seed 5."""
import json
from pathlib import Path

import numpy as np
from scipy.stats import PermutationMethod, chi2_contingency, hypergeom

TABLES = {
    "a rare category that grows": ([500, 300, 180, 15, 5], [24, 15, 8, 0, 3]),
    "two of six change places": ([200, 180, 160, 140, 120, 100], [30, 18, 26, 14, 12, 10]),
    "many categories, few rows": ([40, 22, 15, 11, 9, 8, 6, 5, 5, 4, 3, 3, 2, 2, 1, 1, 1], [9, 8, 1, 4, 0, 3, 0, 2, 1, 0, 2, 0, 0, 1, 0, 0, 2]),
    "as chance has it": ([100, 60, 30, 10], [19, 13, 6, 2]),
}
DRAWS = {
    "by inversion": (30, 970, 60),
    "by rejection": (400, 900, 500),
    "more good than bad": (800, 300, 200),
    "more taken than left": (90, 160, 200),
    "as a normal": (40_000, 60_000, 30_000),
}

rng = np.random.default_rng(5)


def p_value(reference, current):
    method = PermutationMethod(n_resamples=99_999, rng=rng)
    return float(chi2_contingency([reference, current], correction=False, method=method).pvalue)


def probabilities(good, bad, sample):
    """The counts from the 0.001 to the 0.999 quantile in at most 16 ranges: first count of each, and its probability."""
    law = hypergeom(good + bad, good, sample)
    low, high = int(law.ppf(0.001)), int(law.ppf(0.999))
    starts = sorted({round(at) for at in np.linspace(low, high, min(16, high - low + 1))})
    ends = [*starts[1:], high + 1]
    return [[start, float(law.cdf(end - 1) - law.cdf(start - 1))] for start, end in zip(starts, ends)], high


tables = [{"name": name, "reference": a, "current": b, "p": p_value(a, b)} for name, (a, b) in TABLES.items()]
draws = []
for name, (good, bad, sample) in DRAWS.items():
    ranges, last = probabilities(good, bad, sample)
    draws.append({"name": name, "good": good, "bad": bad, "sample": sample, "ranges": ranges, "last": last})
Path(__file__).with_name("permutation.json").write_text(json.dumps({"tables": tables, "draws": draws}, indent=1) + "\n")
