"""Makes estimated-classes.json: what NannyML's CBPE says about windows of several classes without labels.

pip install nannyml==0.13.1 statsmodels 'pandas<3' scipy==1.17.1 scikit-learn==1.9.1
python test/parity/make-estimated-classes.py
"""
import json
import os
import pathlib

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import numpy as np
import pandas as pd
from nannyml import CBPE
from nannyml.calibration import IsotonicCalibrator

from estimated_cases import cells, estimate

LABELS = ["a", "b", "c", "d"]
METRICS = {"accuracy": "accuracy", "precision": "precision", "recall": "recall", "f1": "f1_score", "roc_auc": "roc_auc"}


def draw(rng, rows, sharpness, shift, spread):
    """Whole percents that add up to 100, and outcomes of these chances, or of sharper (or duller) ones."""
    logit = rng.normal(0, spread, (rows, len(LABELS))) + np.array([shift, 0.3, 0, -0.7])
    share = lambda x: np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    percents = np.floor(100 * share(logit))
    percents[np.arange(rows), percents.argmax(axis=1)] += 100 - percents.sum(axis=1)
    chances = percents / 100 if sharpness == 1 else share(sharpness * logit)
    actual = np.array([rng.choice(len(LABELS), p=p) for p in chances])
    return percents / 100, percents.argmax(axis=1), actual


def frame(scores, predicted, actual):
    found = pd.DataFrame({f"p_{name}": scores[:, k] for k, name in enumerate(LABELS)})
    return found.assign(predicted=np.array(LABELS)[predicted], actual=np.array(LABELS)[actual])


def run_cbpe(reference, current):
    estimator = CBPE(
        problem_type="classification_multiclass",
        y_pred_proba={name: f"p_{name}" for name in LABELS},
        y_pred="predicted",
        y_true="actual",
        metrics=list(METRICS),
        chunk_size=len(current),
    )
    estimator.fit(reference)
    found = estimator.estimate(current.drop(columns="actual")).filter(period="analysis").to_df()
    part = lambda name: {ours: float(found[(theirs, name)].iloc[0]) for theirs, ours in METRICS.items()}
    return {"value": part("value"), "standard_error": part("sampling_error")}


def judge_class(k, reference, current):
    """The class against the rest by NannyML's own functions, with its calibration and without."""
    score, predicted = current[0][:, k], (current[1] == k).astype(int)
    calibrator = IsotonicCalibrator()
    calibrator.fit(reference[0][:, k], (reference[2] == k).astype(int))
    found = {}
    for name, probability in (("raw", score), ("calibrated", calibrator.calibrate(score))):
        found[name] = {**estimate(score, predicted, probability), "hits": float(probability[predicted == 1].sum())}
    return found


def make_case(name, seed, sharpness, shift=(0.0, 0.8), rows=(5000, 1500), spread=1.3):
    rng = np.random.default_rng(seed)
    reference, current = (draw(rng, n, sharpness, by, spread) for n, by in zip(rows, shift))
    classes = []
    for k, label in enumerate(LABELS):
        edges = np.unique(np.concatenate([reference[0][:, k], current[0][:, k]]))
        of = lambda side: (side[0][:, k], (side[1] == k).astype(int))
        classes.append({
            "label": label,
            "edges": edges.tolist(),
            "reference": cells(*of(reference), (reference[2] == k).astype(int), edges),
            "current": cells(*of(current), None, edges),
            "nannyml": judge_class(k, reference, current),
        })
    pairs = pd.DataFrame({"predicted": reference[1], "actual": reference[2]}).value_counts()
    return {
        "name": name,
        "confusion": [[LABELS[p], LABELS[a], int(n)] for (p, a), n in pairs.items()],
        "classes": classes,
        "nannyml": run_cbpe(frame(*reference), frame(*current)),
    }


CASES = [
    make_case("calibrated scores", 1, 1.0),
    make_case("scores that leave hardly a doubt, which nobody calibrates", 4, 1.0, spread=40),
    make_case("overconfident scores", 2, 0.5),
    make_case("underconfident scores", 3, 2.0),
]

(pathlib.Path(__file__).parent / "estimated-classes.json").write_text(json.dumps(CASES, separators=(",", ":")) + "\n")
