"""The quarters to come: prepared, checked, and the newest one that is due."""

from datetime import date

import pytest
import yaml

from analysis import run, schedules
from analysis.errors import InputError
from analysis.params import Folders, read_params
from analysis.schedules import Quarter

REPORT = "halton-2012-13-q2"


@pytest.fixture
def project(project_copy, monkeypatch):
    monkeypatch.chdir(project_copy)
    return project_copy


def test_quarters_follow_each_other_over_the_year():
    assert Quarter("2012-13", 2).following == Quarter("2012-13", 3)
    assert Quarter("1999-00", 4).following == Quarter("2000-01", 1)
    assert Quarter("2012-13", 4).end == date(2013, 3, 31)


def test_the_next_quarter_is_the_same_report_a_quarter_later(project, capsys):
    assert run.main(["next", f"params/{REPORT}.yaml"]) == 0
    old, new = (read_params(project / f"params/halton-2012-13-q{n}.yaml") for n in (2, 3))
    assert (new.quarter, new.as_at, new.report) == (3, "2012-12-31", "halton-2012-13-q3")
    same = new.model_copy(update={"quarter": 2, "as_at": old.as_at, "report": old.report})
    assert same == old
    record = Folders(project).deliveries(new) / "deliveries.yaml"
    assert yaml.safe_load(record.read_text()) == {"deliveries": []}
    said = capsys.readouterr().out
    assert "targets" not in said and "extract of scs_midyear, due by 2013-01-30" in said


def test_after_the_fourth_quarter_the_targets_are_to_be_set(project):
    path = project / f"params/{REPORT}.yaml"
    for _ in range(3):
        path, to_do = schedules.prepare_next(path)
    assert path.name == "halton-2013-14-q1.yaml"
    assert to_do[0] == "set the targets of 2013-14 in 2013-14.yaml, with who agreed them"


def test_what_is_there_is_kept(project):
    path, _ = schedules.prepare_next(project / f"params/{REPORT}.yaml")
    path.write_text(path.read_text() + "# ours\n")
    assert schedules.prepare_next(project / f"params/{REPORT}.yaml")[0].read_text().endswith("# ours\n")


def test_check_names_every_source_that_has_not_come(project, capsys):
    assert run.main(["check", f"params/{REPORT}.yaml"]) == 0
    (project / "data/halton/2012-13-q2/scs_midyear.csv").unlink()
    assert run.main(["check", f"params/{REPORT}.yaml"]) == 2
    assert "scs_midyear.csv of scs_midyear is recorded but not there. To mend it" in capsys.readouterr().err
    path, _ = schedules.prepare_next(project / f"params/{REPORT}.yaml")
    report = read_params(path)
    assert len(schedules.missing(report, Folders(project))) == len(report.source_order)


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2012, 10, 30), REPORT),
        (date(2013, 1, 29), REPORT),
        (date(2013, 1, 30), "halton-2012-13-q3"),
        (date(2013, 7, 30), "halton-2013-14-q1"),
    ],
)
def test_the_newest_quarter_that_is_due_is_made_if_need_be(project, today, name):
    assert schedules.latest_due(project, "halton", today).stem == name
    assert (project / "params" / f"{name}.yaml").is_file()


def test_nothing_due_and_nobody_known_are_said(project, capsys):
    with pytest.raises(InputError, match="no quarter of halton is due before 2012-10-30"):
        schedules.latest_due(project, "halton", date(2012, 10, 29))
    with pytest.raises(InputError, match="no params file is of the organisation 'haltn'"):
        schedules.latest_due(project, "haltn", date(2012, 11, 1))
    assert run.main(["run"]) == 2 and "needs a params file or --latest" in capsys.readouterr().err


def test_the_latest_run_of_a_quarter_whose_extracts_are_missing_is_bad_input(project, capsys):
    assert run.main(["run", "--latest", "halton", "--today", "2013-02-01"]) == 2
    assert "'scs_midyear'" in capsys.readouterr().err


def test_every_file_of_a_source_must_be_there(project_copy):
    """Two sources of this quarter have several files each."""
    report = read_params(project_copy / "params/halton-2012-13-q2.yaml")
    folders = Folders(project_copy)
    assert schedules.missing(report, folders) == ()
    for name in ("q2_priority_report.xlsx", "business_plan.csv", "revenue.csv", "costings.yaml"):
        path = folders.deliveries(report) / name
        content = path.read_bytes()
        path.unlink()
        (said,) = schedules.missing(report, folders)
        assert name in said
        path.write_bytes(content)
