"""The peers, in an environment of their own, since they hold pandas back.

The environment is made once in a cache folder with the interpreter at hand and pip as it is set up. What a
peer said of the same windows is kept beside it, so that a second run costs nothing.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PEERS = ("autoets", "autoces", "autoarima", "autotheta")
PATHS = 1000


@dataclass(frozen=True, eq=False)
class PeerForecasts:
    """What a peer said of the periods ahead, added up or the last: `point` (n), `draws` (n x paths), seconds
    (n).
    """

    point: np.ndarray
    draws: np.ndarray
    fit_seconds: np.ndarray
    simulate_seconds: np.ndarray


def cache_folder() -> Path:
    """Where environment and answers are kept: OUTTURN_PEERS, else a folder among temporary files."""
    folder = Path(os.environ.get("OUTTURN_PEERS", Path(tempfile.gettempdir()) / "outturn-peers"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def environment() -> Path:
    """The Python of the peers' environment, made if need be. Takes half a minute the first time."""
    home = cache_folder() / "environment"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (home / "ready").is_file():
        print("making the peers' environment", file=sys.stderr, flush=True)
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "statsforecast"], check=True)
        frozen = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True)
        (home / "ready").write_text(frozen.stdout, encoding="utf-8")
    return python


def ask(
    name: str,
    windows: np.ndarray,
    season: int,
    horizon: int,
    added_up: bool,
    paths: int = PATHS,
    keep: bool = True,
) -> PeerForecasts:
    """What peer `name` says of each window's next `horizon` periods."""
    python = environment()
    task = {"name": name, "windows": windows, "season": season, "horizon": horizon}
    task |= {"added_up": added_up, "paths": paths}
    key = hashlib.sha256(repr((name, windows.shape, season, horizon, added_up, paths)).encode())
    key.update(np.ascontiguousarray(windows).tobytes())
    answer = cache_folder() / f"{name}-{key.hexdigest()[:20]}.npz"
    if not (keep and answer.is_file()):
        given = answer.with_suffix(f".{os.getpid()}.in.npz")
        np.savez(given, **task)
        half = answer.with_suffix(".half.npz")
        worker = Path(__file__).with_name("peer_worker.py")
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        subprocess.run([python, worker, given, half], check=True, env=os.environ | one_thread)
        given.unlink()
        half.replace(answer)
    with np.load(answer) as said:
        return PeerForecasts(**{field: said[field] for field in PeerForecasts.__dataclass_fields__})
