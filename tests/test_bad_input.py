"""Bad input ends with sentences that name place and remedy, status 2, and the last report untouched."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.commands import main
from analysis.definitions import params
from analysis.pages import workbook
from project import ROOT

REPORT = "halton-2012-13-q2"
DELIVERY = "scs_midyear.csv"


@pytest.fixture
def project(project_copy, monkeypatch):
    """A copy of the project with a report that was published before."""
    published = project_copy / "outputs" / REPORT / "index.html"
    published.parent.mkdir(parents=True)
    published.write_text("the last report")
    monkeypatch.chdir(project_copy)
    return project_copy


def in_params(old: str, new: str):
    """Something else in the params file."""

    def spoil(project: Path) -> None:
        path = project / "params" / f"{REPORT}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def in_delivery(old: str, new: str):
    """Something else in a delivered file, recorded as if it had come so."""

    def spoil(project: Path) -> None:
        path = project / "data" / "halton" / "2012-13-q2" / DELIVERY
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        record = path.with_name("deliveries.yaml")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        entries = record.read_text(encoding="utf-8")
        at = entries.index(DELIVERY)
        record.write_text(
            entries[:at] + re.sub(r"[0-9a-f]{64}", digest, entries[at:], count=1), encoding="utf-8"
        )

    return spoil


def without_delivery(project: Path) -> None:
    """A file that is recorded and not there."""
    (project / "data" / "halton" / "2012-13-q2" / DELIVERY).unlink()


FACT = "SH1,SH1,all,Halton,2012-13 Q1-Q2,cumulative,incidents,3710"
TO_DATE = "SH1,SH1,all,Halton,2012-13 Q1-Q2,cumulative,incidents,3710,April to September 2012"
LAST = (ROOT / "data/halton/2012-13-q2" / DELIVERY).read_text(encoding="utf-8").rstrip().rpartition("\n")[2]
BAD = {
    "missing file": (without_delivery, r"scs_midyear\.csv: the file .* is missing"),
    "missing column": (in_delivery(",unit,", ",units,"), r"scs_midyear\.csv.*unit"),
    "unknown parameter": (in_params("quarter: 2", "quarter: 2\nquartr: 2"), r"'quartr' is not .*'quarter'"),
    "misspelt key": (in_params("sources:", "source:"), r"'source' is not a name.*'sources'"),
    "wrong quarter": (in_params("quarter: 2", "quarter: 3"), r"quarter"),
    "unknown indicator": (in_delivery(FACT, FACT.replace("SH1,SH1", "SH1,SX1")), r"row 4.*SX1"),
}  # fmt: skip
"""What stops the whole report."""

WITHHELD = {
    "duplicate key": (in_delivery(LAST, f"{LAST}\n{TO_DATE}"), "SH1", r"midyear\.csv, row \d{3}:.*row 4"),
    "text for a number": (in_delivery(",3710,", ",many,"), "SH1", r"scs_midyear\.csv, row 4.*'many'"),
    "unknown area": (in_delivery(TO_DATE, TO_DATE.replace("Halton", "Hamilton")), "SH1", r"row 4.*Hamilton"),
    "negative count": (in_delivery(",3710,", ",-3710,"), "SH1", r"row 4.*-3710"),
    "numerator above denominator": (None, "SH7a", r"row 51.*99999"),
    "a period that is not one": (in_delivery(FACT, FACT.replace("13 Q1-Q2", "14")), "SH1", r"row 4.*2012-14"),
}  # fmt: skip
"""What withholds one indicator: which, and what the analyst reads."""


def test_there_are_twelve():
    assert len(BAD | WITHHELD) == 12


@pytest.mark.parametrize("name", BAD)
def test_it_is_said_plainly_and_nothing_is_published(project, capsys, name):
    spoil, message = BAD[name]
    spoil(project)
    before = sorted(path.relative_to(project) for path in (project / "outputs").rglob("*"))
    assert main.main(["run", f"params/{REPORT}.yaml"]) == 2
    said = capsys.readouterr().err
    assert re.search(message, said), said
    assert "To fix it: " in said and "Traceback" not in said
    assert sorted(path.relative_to(project) for path in (project / "outputs").rglob("*")) == before
    assert (project / "outputs" / REPORT / "index.html").read_text() == "the last report"


@pytest.mark.parametrize("name", WITHHELD)
def test_a_bad_row_withholds_its_indicator_and_no_other(project, halton, name):
    spoil, ref, message = WITHHELD[name]
    (spoil or numerator_above_denominator)(project)
    path = project / "params" / f"{REPORT}.yaml"
    book = workbook.open_workbook(params.read_yaml(path), project)
    (withheld,) = book.release.withheld
    said = "\n".join(str(line.problem) for line in withheld.rows)
    assert withheld.ref == ref and re.search(message, said) and "To fix it: " in said
    others = [judged for judged in book.release.judgements if judged.indicator.ref != ref]
    assert others == [judged for judged in halton.judgements if judged.indicator.ref != ref]


def numerator_above_denominator(project: Path) -> None:
    """One more successful than there were."""
    path = project / "data" / "halton" / "2012-13-q2" / DELIVERY
    lines = path.read_text(encoding="utf-8").splitlines()
    old = next(line for line in lines if ",numerator," in line)
    fields = old.split(",")
    in_delivery(old, ",".join([*fields[:7], "99999", *fields[8:]]))(project)


def test_all_that_is_wrong_is_said_at_once(project, capsys):
    in_delivery(",3710,", ",many,")(project)
    in_delivery(",3836,", ",few,")(project)
    in_delivery("SH12,SH12,", "SH12,SX12,")(project)
    assert main.main(["run", f"params/{REPORT}.yaml"]) == 2
    said = capsys.readouterr().err
    assert "'many'" in said and "'few'" in said and "'SX12'" in said


def test_a_params_file_that_is_not_there(project, capsys):
    assert main.main(["run", "params/halton-2012-13-q1.yaml"]) == 2
    assert "halton-2012-13-q2.yaml" in capsys.readouterr().err


def test_the_command_itself_ends_with_status_2_and_no_traceback(project):
    without_delivery(project)
    outturn = Path(sys.executable).with_name("outturn")
    done = subprocess.run([outturn, "run", f"params/{REPORT}.yaml"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is missing" in done.stderr and "Traceback" not in done.stderr
