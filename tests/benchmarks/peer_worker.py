"""Runs inside the peers' own environment: fits one peer to every window and simulates the rest of the year.

    python peer_worker.py IN.npz OUT.npz

IN holds `windows` (origins x periods), `season`, `horizon`, `name`, `added_up`, `paths`. OUT gets `point`
(origins), `draws` (origins x paths) of the periods ahead, added up or the last one, and seconds for fits and
simulations.
"""

import sys
import time
import warnings

import numpy as np
from statsforecast import models

PEERS = {"autoets": "AutoETS", "autoces": "AutoCES", "autoarima": "AutoARIMA", "autotheta": "AutoTheta"}


def one(make, window, season, horizon, paths, added_up):
    """Point forecast and draws of one window, at the peer's defaults; NaN where it fails."""
    join = (lambda ahead: ahead.sum(axis=-1)) if added_up else (lambda ahead: ahead[..., -1])
    try:
        began = time.perf_counter()
        fitted = make(season_length=season).fit(window)
        point = join(np.asarray(fitted.predict(horizon)["mean"]))
        between = time.perf_counter()
        draws = join(fitted.simulate(horizon, paths, seed=1)) if paths else np.zeros(0)
        return point, draws, between - began, time.perf_counter() - between
    except Exception as error:
        print(f"  failed: {type(error).__name__}: {error}", file=sys.stderr)
        return np.nan, np.full(paths, np.nan), 0.0, 0.0


def main(given, made):
    """Read, run all windows after one that is not counted (it compiles and loads), write."""
    warnings.simplefilter("ignore")
    task = np.load(given)
    make = getattr(models, PEERS[str(task["name"])])
    rest = (int(task["season"]), int(task["horizon"]), int(task["paths"]), bool(task["added_up"]))
    windows = task["windows"].astype(float)
    one(make, windows[0], *rest)
    done = []
    for i, window in enumerate(windows):
        done.append(one(make, window, *rest))
        if i % 500 == 499:
            print(f"  {task['name']}: {i + 1} of {len(windows)}", file=sys.stderr, flush=True)
    point, draws, fit, simulate = zip(*done, strict=True)
    seconds = {"fit_seconds": np.array(fit), "simulate_seconds": np.array(simulate)}
    np.savez(made, point=np.array(point), draws=np.array(draws, dtype=np.float32), **seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
