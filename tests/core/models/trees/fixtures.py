"""Makes fixtures.json: small tables and what scikit-learn and XGBoost answer on them.

usage: /usr/bin/python3 tests/core/models/trees/fixtures.py > tests/core/models/trees/fixtures.json
made with scikit-learn 1.2.1 and XGBoost 1.7.4 (Debian's python3-sklearn and python3-xgboost)
"""
import json

import numpy as np
import xgboost
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

r = np.random.default_rng(7)
rows = 240
x = np.stack([r.integers(0, 40, rows), r.integers(0, 25, rows), np.round(r.normal(size=rows) * 8)], 1).astype(np.float32)
score = 0.08 * (x[:, 0] - 20) - 0.1 * (x[:, 1] - 12) + 0.12 * x[:, 2] * (x[:, 0] > 15)
y = (r.random(rows) < 1 / (1 + np.exp(-1.5 * score))).astype(int)
gaps = x.copy()
gaps[r.random(x.shape) < 0.15] = np.nan
weight = r.integers(1, 4, rows)

tree = DecisionTreeClassifier(max_depth=4, min_samples_leaf=10, random_state=0).fit(x, y)
weighted = DecisionTreeClassifier(max_depth=4, min_weight_fraction_leaf=20 / weight.sum(), random_state=0).fit(x, y, sample_weight=weight)
forest = RandomForestClassifier(400, min_samples_leaf=4, max_features=2, oob_score=True, random_state=0).fit(x, y)


def boosted(table, weights=None, **options):
    """Log-odds of gradient boosting with exact greedy splits."""
    given = dict(n_estimators=5, max_depth=3, learning_rate=0.4, reg_lambda=1.5, min_child_weight=2, tree_method="exact",
                 base_score=float(np.average(y, weights=weights)), n_jobs=1) | options
    model = xgboost.XGBClassifier(**given).fit(table, y, sample_weight=weights)
    return [round(float(v), 6) for v in model.predict(table, output_margin=True)]


def chances(model):
    return [round(float(v), 6) for v in model.predict_proba(x)[:, 1]]


def cells(table):
    return [[None if np.isnan(v) else float(v) for v in column] for column in table.T]


print(json.dumps({
    "columns": cells(x), "gaps": cells(gaps), "label": y.tolist(), "weight": weight.tolist(),
    "tree": chances(tree), "treeWeighted": chances(weighted), "forest": chances(forest),
    "outOfBag": [round(float(v), 6) for v in forest.oob_decision_function_[:, 1]],
    "boosted": boosted(x), "boostedGaps": boosted(gaps), "boostedWeighted": boosted(x, weight),
    "boostedPruned": boosted(x, gamma=1.0, max_depth=4, tree_method="hist"),
}))
