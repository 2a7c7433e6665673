"""Windows with and without labels as joint counts, and what NannyML's CBPE says about their rows."""
import numpy as np
from nannyml.calibration import IsotonicCalibrator, needs_calibration
from nannyml.performance_estimation.confidence_based import metrics as cbpe
from nannyml.sampling_error import binary_classification as errors
import pandas as pd


def draw(rng, n, sharpness, shift, digits, threshold=0.5):
    """Scores of a model whose true probabilities are sharper (or duller) than its scores say."""
    logit = rng.normal(shift, 1.5, n)
    score = 1 / (1 + np.exp(-logit))
    if digits is not None:
        score = np.round(score, digits)
    truth = 1 / (1 + np.exp(-sharpness * logit))
    return score, (score >= threshold).astype(int), (rng.random(n) < truth).astype(int)


def cells(score, predicted, actual, edges):
    """Rows [cell, score sum, predicted, actual, count] as a profile holds them; actual None: no label."""
    frame = pd.DataFrame({"cell": np.searchsorted(edges, score, side="right"), "score": score, "predicted": predicted})
    frame["actual"] = -1 if actual is None else actual
    grouped = frame.groupby(["cell", "predicted", "actual"])["score"].agg(["sum", "count"]).reset_index()
    return [
        [int(c), float(s), str(int(p)), None if a == -1 else str(int(a)), int(n)]
        for c, p, a, s, n in grouped[["cell", "predicted", "actual", "sum", "count"]].itertuples(index=False)
    ]


def standard_errors(reference, rows):
    score, predicted, actual = (pd.Series(one) for one in reference)
    found = {
        "accuracy": errors.accuracy_sampling_error(errors.accuracy_sampling_error_components(actual, predicted), rows),
        "precision": errors.precision_sampling_error(errors.precision_sampling_error_components(actual, predicted), rows),
        "recall": errors.recall_sampling_error(errors.recall_sampling_error_components(actual, predicted), rows),
        "f1_score": errors.f1_sampling_error(errors.f1_sampling_error_components(actual, predicted), rows),
        "roc_auc": errors.auroc_sampling_error(errors.auroc_sampling_error_components(actual, score), rows),
    }
    return {name: float(value) for name, value in found.items()}


def estimate(score, predicted, probability):
    return {
        "accuracy": float(cbpe.estimate_accuracy(predicted, probability)),
        "precision": float(cbpe.estimate_precision(predicted, probability)),
        "recall": float(cbpe.estimate_recall(predicted, probability)),
        "f1_score": float(cbpe.estimate_f1(predicted, probability)),
        "roc_auc": float(cbpe.estimate_roc_auc(probability, score)),
    }


def judge(reference, current):
    """NannyML's decision, its estimates with and without calibration, and its standard errors, for raw rows."""
    score, predicted = current[0], current[1]
    calibrator = IsotonicCalibrator()
    is_needed = bool(needs_calibration(reference[2], reference[0], IsotonicCalibrator()))
    calibrator.fit(reference[0], reference[2])
    return {
        "is_calibrated": is_needed,
        "calibrated": estimate(score, predicted, calibrator.calibrate(score)),
        "raw": estimate(score, predicted, score),
        "standard_errors": standard_errors(reference, score),
    }


def make_case(name, seed, sharpness, digits, rows=(6000, 2500), shift=(0.0, 0.5), cells_wanted=128, threshold=0.5):
    rng = np.random.default_rng(seed)
    reference = draw(rng, rows[0], sharpness, shift[0], digits, threshold)
    current = draw(rng, rows[1], sharpness, shift[1], digits, threshold)
    if digits is None:
        edges = np.unique(np.quantile(reference[0], np.arange(1, cells_wanted) / cells_wanted))
    else:
        edges = np.unique(np.concatenate([reference[0], current[0]]))
    return {
        "name": name,
        "is_score_exact": digits is not None,
        "edges": edges.tolist(),
        "reference": cells(*reference, edges),
        "current": cells(current[0], current[1], None, edges),
        "nannyml": judge(reference, current),
    }
