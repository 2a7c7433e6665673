"""Makes estimated.json: what NannyML's CBPE says about windows without labels.

pip install nannyml==0.13.1 statsmodels 'pandas<3' scipy==1.17.1 scikit-learn==1.9.1
python test/parity/make-estimated.py
"""
import json
import pathlib

from estimated_cases import make_case

CASES = [
    make_case("calibrated scores of two decimals", 1, 1.0, 2),
    make_case("overconfident scores of two decimals", 2, 0.5, 2),
    make_case("underconfident scores, another threshold", 3, 2.0, 2, threshold=0.7),
    make_case("rare positives", 4, 0.6, 2, shift=(-2.0, -1.5)),
    make_case("continuous scores, calibrated", 5, 1.0, None),
    make_case("continuous scores, overconfident", 6, 0.5, None),
]

(pathlib.Path(__file__).parent / "estimated.json").write_text(json.dumps(CASES, separators=(",", ":")) + "\n")
