"""What Evidently takes for the same two files: `bare` runs the default test of every column, `preset` its DataDriftPreset
with every default, plots included. Prints seconds after imports and loading, and what the whole process cost."""

import json
import logging
import os
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def run_bare(reference, current):
    import numpy as np
    from evidently.legacy.calculations.stattests import get_stattest
    from evidently.legacy.core import ColumnType

    drifted = 0
    for name in reference.columns:
        kind = ColumnType.Numerical if reference[name].dtype.kind == "f" else ColumnType.Categorical
        sides = [side[name].replace([-np.inf, np.inf], np.nan).dropna() for side in (reference, current)]
        test = get_stattest(*sides, kind, None)
        drifted += bool(test(*sides, kind, None).drifted)
    return drifted


def run_preset(reference, current):
    from evidently import Report
    from evidently.presets import DataDriftPreset

    snapshot = Report([DataDriftPreset()]).run(current, reference)
    return len(snapshot.dict()["metrics"])


def main(mode, folder):
    import evidently
    import pandas

    sides = [pandas.read_parquet(os.path.join(folder, f"{side}.parquet")) for side in ("reference", "current")]
    reference, current = (side.drop(columns="event_at") for side in sides)
    started = time.perf_counter()
    found = {"bare": run_bare, "preset": run_preset}[mode](reference, current)
    work = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    cost = {"userS": used.ru_utime, "systemS": used.ru_stime, "peakMb": used.ru_maxrss / 1024}
    print(json.dumps({"workS": work, "found": found, "version": evidently.__version__, **cost}))


main(*sys.argv[1:])
