"""The project's own report, read once, and copies of it in which a test may break something."""

import os
import shutil
import tempfile
from pathlib import Path

# Before pyarrow is imported, as `outturn` does it: tests fork too.
os.environ["JE_ARROW_MALLOC_CONF"] = "background_thread:false"

import pytest
from hypothesis import HealthCheck, settings

import small_place
from analysis.definitions.params import Folders, Params, read_params
from analysis.judgements.assessments import Assessment, assess
from benchmarks import run_scale
from project import MADE_UP_PLACE, ROOT

_GENERATED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "make.py")

settings.register_profile(
    "project",
    deadline=None,  # shared machines pause
    derandomize=True,  # the same cases on every machine
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))


@pytest.fixture(scope="session", autouse=True)
def _passing_files_lie_with_the_tests_own(tmp_path_factory: pytest.TempPathFactory):
    """Those of processes that tests start and kill too: nothing is left in the system's own folder."""
    folder = str(tmp_path_factory.mktemp("passing"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(scope="session")
def halton_params() -> Params:
    """The parameters of the real report."""
    return read_params(ROOT / "params" / "halton-2012-13-q2.yaml")


@pytest.fixture(scope="session")
def halton(halton_params: Params) -> Assessment:
    """Halton's Quarter 2 of 2012-13, read, checked, forecast and judged once for all tests."""
    return assess(halton_params, Folders(ROOT))


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """A copy of the project's parameters, deliveries and notebooks, to break things in."""
    return _copied(tmp_path / "project", ROOT)


@pytest.fixture
def made_up_root(tmp_path: Path) -> Path:
    """A copy of the made-up place with the project's notebooks beside it."""
    return _copied(tmp_path / "made_up_place", MADE_UP_PLACE)


@pytest.fixture
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a made-up region of three places, each with an extract of its own."""
    run_scale.make_region(tmp_path, 3)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: the root of a small place whose draft stands."""
    small_place.make(tmp_path)
    monkeypatch.chdir(tmp_path)
    small_place.draft(tmp_path)
    return tmp_path


def _copied(target: Path, place: Path) -> Path:
    for folder in ("params", "data"):
        shutil.copytree(place / folder, target / folder, ignore=_GENERATED)
    shutil.copytree(ROOT / "notebooks", target / "notebooks", ignore=_GENERATED)
    return target


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; tests that need it are skipped where none is installed."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()
