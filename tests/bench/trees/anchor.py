"""What a data scientist would run instead: scikit-learn and XGBoost on a seeded multi-label table.

usage: anchor.py tables FOLDER SHAPE...        writes FOLDER/X_{rows}.bin (float32) and Y_{rows}.bin (uint8), row-major
       anchor.py sklearn|xgboost FOLDER SHAPE  prints one JSON object
needs: Debian's python3-sklearn and python3-xgboost. The first 80 % of the rows train, the rest test.
"""
import glob
import json
import os
import resource
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
SHAPES = {"small": (793, 8, 17, 100), "medium": (10_000, 12, 20, 100), "large": (50_000, 12, 50, 50)}


def table(rows, features, labels, seed=0):
    """Gamma features; labels from a linear and an absolute part of their logarithms, about one in ten positive."""
    r = np.random.default_rng(seed)
    x = r.gamma(2.0, 1.0, (rows, features)).astype(np.float32)
    z = np.log1p(x)
    z = z - z.mean(0)
    w, v = r.normal(size=(features, labels)) * 0.8, r.normal(size=(features, labels)) * 0.5
    s = z @ w + np.abs(z) @ v
    p = 1 / (1 + np.exp(-(s - np.quantile(s, 0.9, axis=0)) * 2))
    return x, (r.random((rows, labels)) < p).astype(np.uint8)


def cpu_seconds():
    """Of this process and of the children that it started and that still run."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    total = used.ru_utime + used.ru_stime
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path) as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def run(kind, folder, shape):
    from sklearn.metrics import average_precision_score, roc_auc_score

    n, f, k, trees = SHAPES[shape]
    x = np.fromfile(os.path.join(folder, f"X_{n}.bin"), np.float32).reshape(n, f)
    y = np.fromfile(os.path.join(folder, f"Y_{n}.bin"), np.uint8).reshape(n, k)
    m = int(n * 0.8)
    extra = {}
    start = time.perf_counter()
    cpu = cpu_seconds()
    if kind == "xgboost":
        import xgboost
        options = dict(n_estimators=60, max_depth=4, learning_rate=0.15, tree_method="hist", n_jobs=2, verbosity=0)
        models = [xgboost.XGBClassifier(**options).fit(x[:m], y[:m, j]) for j in range(k)]
        fitted, spent = time.perf_counter(), cpu_seconds() - cpu
        p = np.stack([c.predict_proba(x[m:])[:, 1] for c in models], 1)
        predicted = time.perf_counter()
        booster = models[0].get_booster()
        booster.set_param({"nthread": 1})
        rows = min(2000, n - m)
        matrix = xgboost.DMatrix(x[m:m + rows], nthread=1)
        booster.predict(matrix, pred_contribs=True)
        shap, shap_cpu = time.perf_counter(), cpu_seconds()
        booster.predict(matrix, pred_contribs=True)
        extra = {"path_shap_us_per_row": round((time.perf_counter() - shap) / rows * 1e6, 2),
                 "path_shap_cpu_us_per_row": round((cpu_seconds() - shap_cpu) / rows * 1e6, 2)}
    else:
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.multioutput import MultiOutputClassifier
        forest = RandomForestClassifier(trees, n_jobs=2, random_state=0)
        model = MultiOutputClassifier(forest).fit(x[:m], y[:m])
        fitted, spent = time.perf_counter(), cpu_seconds() - cpu
        p = np.stack([q[:, 1] for q in model.predict_proba(x[m:])], 1)
        predicted = time.perf_counter()
    print(json.dumps({"fit_s": round(fitted - start, 3), "fit_cpu_s": round(spent, 3), "predict_s": round(predicted - fitted, 3),
                      "ap": round(average_precision_score(y[m:], p), 4), "auc": round(roc_auc_score(y[m:], p), 4),
                      **extra}))


kind, folder, *shapes = sys.argv[1:]
if kind == "tables":
    for shape in shapes:
        n, f, k, _ = SHAPES[shape]
        x, y = table(n, f, k)
        x.tofile(os.path.join(folder, f"X_{n}.bin"))
        y.tofile(os.path.join(folder, f"Y_{n}.bin"))
else:
    run(kind, folder, shapes[0])
