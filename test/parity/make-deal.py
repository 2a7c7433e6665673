"""Golden values of the multivariate hypergeometric law: python3 test/parity/make-deal.py (numpy and scipy of test/peers/requirements.txt)."""
import itertools
import json
import pathlib

import numpy as np
from scipy.stats import hypergeom, multivariate_hypergeom

SMALL = [
    ("three kinds", [3, 2, 4], 4),
    ("one common kind and many single ones", [6, 1, 1, 1, 1], 4),
    ("equal kinds", [5, 5, 5], 7),
]
LARGE = [
    ("a few common kinds and many rare ones", [round(60_000 / (i + 1) ** 1.3) + 1 for i in range(200)], 9_000, [0, 1, 5, 40, 199]),
    ("equal kinds", [40] * 60, 1_000, [0, 30, 59]),
    ("kinds too large for a table, and one rare", [3_000_000, 2_000_000, 900_000, 12], 1_000_000, [1, 2, 3]),
]


def small(name, totals, sample):
    law = multivariate_hypergeom(totals, sample)
    outcomes = [c for c in itertools.product(*(range(t + 1) for t in totals)) if sum(c) == sample]
    return {"name": name, "totals": totals, "sample": sample,
            "outcomes": [{"counts": list(c), "probability": float(law.pmf(c))} for c in outcomes]}


def kind_of(totals, sample, kind):
    law = hypergeom(sum(totals), totals[kind], sample)
    starts = sorted({int(law.ppf(q)) for q in np.linspace(0.05, 0.95, 10)})
    # The first range begins at the least count.
    bounds = [0, *[s for s in starts if s > 0], totals[kind] + 1]
    ranges = [(a, float(law.cdf(b - 1) - law.cdf(a - 1))) for a, b in zip(bounds, bounds[1:])]
    return {"kind": kind, "mean": float(law.mean()), "ranges": ranges}


def large(name, totals, sample, kinds):
    both = hypergeom(sum(totals), sum(totals[k] for k in kinds), sample)
    return {"name": name, "totals": totals, "sample": sample, "variance": float(both.var()),
            "kinds": [kind_of(totals, sample, k) for k in kinds]}


golden = {"small": [small(*case) for case in SMALL], "large": [large(*case) for case in LARGE]}
file = pathlib.Path(__file__).with_name("deal.json")
file.write_text(json.dumps(golden, indent=1) + "\n")
