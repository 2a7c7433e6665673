"""Answers questions about Parquet files with the real packages: one JSON list of questions in, one of answers out."""
import contextlib
import json
import logging
import math
import os
import sys
import warnings

import duckdb
import numpy as np

# NannyML tells its makers of every call, and waits for the network meanwhile.
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def read(path):
    return duckdb.sql(f"SELECT * FROM read_parquet('{path}')").df()


def ask_sklearn(data):
    """Every performance metric of a file with actual, predicted and perhaps score, or p_<class> of every class."""
    from sklearn import metrics

    frame = read(data)
    actual, predicted = frame["actual"], frame["predicted"]
    if frame["predicted"].dtype.kind == "f":
        return {
            "mae": metrics.mean_absolute_error(actual, predicted),
            "mse": metrics.mean_squared_error(actual, predicted),
            "rmse": metrics.root_mean_squared_error(actual, predicted),
            "r2": metrics.r2_score(actual, predicted),
            "mape": metrics.mean_absolute_percentage_error(actual, predicted),
        }
    found = {"accuracy": metrics.accuracy_score(actual, predicted)}
    rates = {"precision": metrics.precision_score, "recall": metrics.recall_score, "f1_score": metrics.f1_score}
    for name, function in rates.items():
        for average in ("macro", "micro", "weighted"):
            found[f"{name}_{average}"] = function(actual, predicted, average=average, zero_division=0)
        found[name] = found[f"{name}_macro"]
    labels = sorted(name[2:] for name in frame if name.startswith("p_"))
    if labels:
        scores = frame[[f"p_{label}" for label in labels]].to_numpy()
        areas = {a: metrics.roc_auc_score(actual, scores, multi_class="ovr", average=a, labels=labels) for a in ("macro", "weighted")}
        found.update({f"roc_auc_{average}": area for average, area in areas.items()})
        found["roc_auc"] = areas["macro"]
        found["log_loss"] = metrics.log_loss(actual, scores, labels=labels)
        found["brier"] = metrics.brier_score_loss(actual, scores, labels=labels)
    if "score" in frame:
        for name, function in rates.items():
            found[name] = function(actual, predicted)
        found["roc_auc"] = metrics.roc_auc_score(actual, frame["score"])
        found["log_loss"] = metrics.log_loss(actual, frame["score"])
        found["brier"] = metrics.brier_score_loss(actual, frame["score"])
    return found


def ask_cbpe(reference, current):
    """NannyML's estimator itself: decision, estimates and standard errors of one window as one chunk."""
    import nannyml

    before, now = read(reference), read(current).drop(columns="actual")
    names = ["accuracy", "precision", "recall", "f1", "roc_auc"]
    classes = {name[2:]: name for name in now if name.startswith("p_")}
    estimator = nannyml.CBPE(
        problem_type="classification_multiclass" if classes else "classification_binary",
        y_pred_proba=classes or "score",
        y_pred="predicted",
        y_true="actual",
        metrics=names,
        chunk_size=len(now),
    )
    estimator.fit(before)
    frame = estimator.estimate(now).filter(period="analysis").to_df()
    key = lambda name: "f1_score" if name == "f1" else name
    return {
        "is_calibrated": bool(estimator.needs_calibration),
        "calibrated_classes": sum(type(one).__name__ != "NoopCalibrator" for one in estimator._calibrators.values()),
        "value": {key(name): float(frame[(name, "value")].iloc[0]) for name in names},
        "standard_error": {key(name): float(frame[(name, "sampling_error")].iloc[0]) for name in names},
    }


def ask_scipy(reference, current, column, kind):
    """Distances of one column by scipy's own functions."""
    from scipy import stats
    from scipy.spatial import distance

    before, now = read(reference)[column].dropna(), read(current)[column].dropna()
    if kind == "numeric":
        before, now = (side[np.isfinite(side)] for side in (before, now))
        ks = stats.ks_2samp(before, now, method="asymp")
        return {
            "wasserstein": stats.wasserstein_distance(before, now) / np.std(before),
            "ks": ks.statistic,
            "ks_p": ks.pvalue,
        }
    values = sorted(set(before) | set(now))
    counts = np.array([[(side == value).sum() for value in values] for side in (before, now)])
    table = stats.chi2_contingency(counts, correction=False)
    return {
        "js_distance": distance.jensenshannon(counts[0], counts[1], base=2),
        "cramers_v": stats.contingency.association(counts, method="cramer"),
        "chi2_p": table.pvalue,
    }


def ask_evidently(reference, current, columns):
    """Evidently's default test of each column: its name, number, limit and verdict."""
    from evidently.legacy.calculations.stattests import get_stattest
    from evidently.legacy.core import ColumnType

    before, now = read(reference), read(current)
    found = {}
    for name, kind in columns.items():
        column_type = ColumnType.Numerical if kind == "numeric" else ColumnType.Categorical
        sides = [side[name].replace([-np.inf, np.inf], np.nan).dropna() for side in (before, now)]
        test = get_stattest(*sides, column_type, None)
        result = test(*sides, column_type, None)
        found[name] = {
            "test": test.name,
            "value": float(result.drift_score),
            "threshold": result.actual_threshold,
            "drifted": bool(result.drifted),
        }
    return found


def ask_nannyml(reference, current, columns, timestamp):
    """NannyML's calculator itself with its default chunks and limits, the current file as one chunk; null where it fails."""
    import nannyml
    from nannyml.chunk import SizeBasedChunker
    from nannyml.exceptions import CalculatorException

    before, now = read(reference), read(current)
    methods = {
        "numeric": ["jensen_shannon", "kolmogorov_smirnov", "wasserstein"],
        "categorical": ["jensen_shannon", "chi2"],
    }

    def answer(name, kind, method):
        calculator = nannyml.UnivariateDriftCalculator(
            column_names=[name],
            treat_as_numerical=[name] if kind == "numeric" else [],
            treat_as_categorical=[name] if kind == "categorical" else [],
            timestamp_column_name=timestamp,
            continuous_methods=[method] if kind == "numeric" else None,
            categorical_methods=[method] if kind == "categorical" else None,
        )
        try:
            calculator.fit(before)
        except CalculatorException:
            return None
        calculator.chunker = SizeBasedChunker(chunk_size=len(now), timestamp_column_name=timestamp)
        frame = calculator.calculate(now).filter(period="analysis").to_df()
        return {part: frame[(name, method, part)].iloc[0] for part in ("value", "upper_threshold", "alert")}

    return {name: {method: answer(name, kind, method) for method in methods[kind]} for name, kind in columns.items()}


def ask_pandas(data):
    """Correlations over pairwise complete rows, infinities left out, and the plain numbers of every column."""
    frame = read(data).astype(float).replace([np.inf, -np.inf], np.nan)
    numbers = frame.agg(["count", "mean", "median", "std", "min", "max"])
    quantiles = frame.quantile([0.05, 0.25, 0.75, 0.95])
    return {
        "correlations": frame.corr().to_dict(),
        "summary": {name: numbers[name].to_dict() for name in frame},
        "quantiles": {name: {f"{p:g}": value for p, value in quantiles[name].items()} for name in frame},
    }


QUESTIONS = {
    "pandas": ask_pandas,
    "sklearn": ask_sklearn,
    "cbpe": ask_cbpe,
    "scipy": ask_scipy,
    "evidently": ask_evidently,
    "nannyml": ask_nannyml,
}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, (bool, str)) or value is None:
        return value
    return float(value) if math.isfinite(value) else None


with contextlib.redirect_stdout(sys.stderr):
    answers = [plain(QUESTIONS[question.pop("ask")](**question)) for question in json.load(sys.stdin)]
print(json.dumps(answers))
