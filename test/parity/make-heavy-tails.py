"""Permutation p-values of the Wasserstein distance of few values with heavy tails: scipy 1.17.1, numpy seed 5."""
import json
from pathlib import Path

import numpy as np
from scipy.stats import permutation_test, wasserstein_distance

SIZES = (300, 30)
OUTLIERS = {
    "the largest two of a window among five": ([137, 94, 31], [297, 86]),
    "two of a window above all of the reference": ([115, 83, 28], [231, 137]),
    "the same below": ([-137, -94, -31], [-297, -86]),
}


def draw(size, outliers):
    """Quantiles of an exponential law, and the outliers."""
    bulk = size - len(outliers)
    return [-float(np.log(1 - (i + 0.5) / bulk)) for i in range(bulk)] + outliers


rng = np.random.default_rng(5)
cases = []
for name, outliers in OUTLIERS.items():
    reference, current = (draw(size, found) for size, found in zip(SIZES, outliers))
    found = permutation_test(
        (reference, current), wasserstein_distance, alternative="greater", n_resamples=39_999, rng=rng
    )
    cases.append(
        {"name": name, "reference": reference, "current": current, "distance": found.statistic, "p": found.pvalue}
    )
Path(__file__).with_name("heavy-tails.json").write_text(json.dumps(cases) + "\n")
