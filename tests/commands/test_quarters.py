"""The quarters to come: prepared, checked, and the newest one that is due."""

import hashlib
import os
from datetime import date

import pytest
import yaml

from analysis.commands import main, quarters
from analysis.commands.quarters import Quarter, changed
from analysis.definitions import params
from analysis.definitions.errors import InputError
from analysis.definitions.params import Folders, read_params
from benchmarks import run_scale
from forking import needs_forks
from second_deliveries import REPORT, another_report

RECORD = "data/halton/2012-13-q2/deliveries.yaml"


@pytest.fixture
def project(project_copy, monkeypatch):
    monkeypatch.chdir(project_copy)
    return project_copy


def test_quarters_follow_each_other_over_the_year():
    assert Quarter("2012-13", 2).following == Quarter("2012-13", 3)
    assert Quarter("1999-00", 4).following == Quarter("2000-01", 1)
    assert Quarter("2012-13", 4).end == date(2013, 3, 31)


def test_the_next_quarter_is_the_same_report_a_quarter_later(project, capsys):
    assert main.main(["next", f"params/{REPORT}.yaml"]) == 0
    old, new = (read_params(project / f"params/halton-2012-13-q{n}.yaml") for n in (2, 3))
    assert (new.quarter, new.as_at, new.report) == (3, "2012-12-31", "halton-2012-13-q3")
    same = new.model_copy(update={"quarter": 2, "as_at": old.as_at, "report": old.report})
    assert same == old
    record = Folders(project).deliveries(new) / "deliveries.yaml"
    assert yaml.safe_load(record.read_text()) == {"deliveries": []}
    said = capsys.readouterr().out
    assert "targets" not in said and "extract from scs_midyear, due by 2013-01-30" in said


def test_after_the_fourth_quarter_the_targets_are_to_be_set(project):
    path = project / f"params/{REPORT}.yaml"
    for _ in range(3):
        path, to_do = quarters.prepare_next(path)
    assert path.name == "halton-2013-14-q1.yaml"
    assert to_do[0] == "write the targets of 2013-14 in 2013-14.yaml, and who agreed them"


def test_what_is_there_is_kept(project):
    path, _ = quarters.prepare_next(project / f"params/{REPORT}.yaml")
    path.write_text(path.read_text() + "# ours\n")
    assert quarters.prepare_next(project / f"params/{REPORT}.yaml")[0].read_text().endswith("# ours\n")


def test_check_names_every_source_that_has_not_come(project, capsys):
    assert main.main(["check", f"params/{REPORT}.yaml"]) == 0
    assert "All 4 sources" in capsys.readouterr().out
    (project / "data/halton/2012-13-q2/scs_midyear.csv").unlink()
    assert main.main(["check", f"params/{REPORT}.yaml"]) == 2
    said = capsys.readouterr().err
    assert "the file scs_midyear.csv of source 'scs_midyear' is missing. To fix it: put it in" in said
    path, _ = quarters.prepare_next(project / f"params/{REPORT}.yaml")
    report = read_params(path)
    assert len(quarters.missing(report, project)) == len(report.source_order)


def test_every_file_of_a_source_must_be_there_and_be_the_one_recorded(project):
    """Two sources of this quarter have several files each."""
    report = read_params(project / "params/halton-2012-13-q2.yaml")
    assert quarters.missing(report, project) == ()
    for name in ("q2_priority_report.xlsx", "business_plan.csv", "revenue_2.csv", "costings.yaml"):
        path = Folders(project).deliveries(report) / name
        content = path.read_bytes()
        path.unlink()
        (gone,) = quarters.missing(report, project)
        path.write_bytes(content + b"\n")
        (altered,) = quarters.missing(report, project)
        assert name in str(gone) and gone.what.endswith("is missing")
        assert altered.file == name and "changed since it was recorded" in altered.what
        path.write_bytes(content)


@pytest.mark.parametrize(
    "record", ["deliveries: 5\n", "deliveries: [5]\n", "deliveries: {a: 1}\n", "deliveries:\n", "[", "5\n"]
)
def test_check_bears_a_record_of_any_shape(project, capsys, record):
    (project / RECORD).write_text(record)
    assert main.main(["check", f"params/{REPORT}.yaml"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("deliveries.yaml") and "To fix it: " in said


@pytest.fixture
def region(tmp_path, monkeypatch):
    """A made-up region of three places, each an organisation of its own, whose report ends with its quarter."""
    run_scale.make_region(tmp_path, 3)
    text = (tmp_path / f"params/{run_scale.REPORT}.yaml").read_text()
    named = text.replace(f"report: {run_scale.REPORT}", "report: region-2024-25-q2")
    (tmp_path / "params/region-2024-25-q2.yaml").write_text(named)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_looks_at_what_every_area_needs(region, capsys):
    assert main.main(["check", "params/region-2024-25-q2.yaml"]) == 0
    assert "for each of 3 organisations" in capsys.readouterr().out
    (region / "data/place-001/2024-25-q2/police.csv").write_text("something else")
    assert main.main(["check", "params/region-2024-25-q2.yaml"]) == 2
    assert "place-001/2024-25-q2/police.csv, column sha256" in capsys.readouterr().err


def test_next_makes_a_delivery_folder_for_every_organisation_of_the_areas(region):
    path, to_do = quarters.prepare_next(region / "params/region-2024-25-q2.yaml")
    assert path.name == "region-2024-25-q3.yaml"
    for place in ("place-000", "place-001", "place-002"):
        assert (region / f"data/{place}/2024-25-q3/deliveries.yaml").is_file()
        assert f"receive the extract from police for {place}, due by 2025-01-30" in to_do


def test_next_keeps_comments_and_odd_spacing(project):
    path = project / f"params/{REPORT}.yaml"
    text = path.read_text()
    given = text.replace("quarter: 2\n", "quarter : 2   # of four\r\n").replace(
        "area: Halton", "'area': Halton"
    )
    path.write_bytes(given.encode())
    written, _ = quarters.prepare_next(path)
    expected = given.replace("quarter : 2 ", "quarter : 3 ").replace(
        'as_at: "2012-09-30"', 'as_at: "2012-12-31"'
    )
    expected = expected.replace(f"report: {REPORT}", 'report: "halton-2012-13-q3"')
    assert written.read_bytes().decode() == expected


def test_where_next_would_change_something_else_nothing_is_written(project, capsys):
    path = project / f"params/{REPORT}.yaml"
    path.write_text(path.read_text().replace("report: ", "report: >-\n  "))
    before = sorted(project.rglob("*"))
    assert main.main(["next", f"params/{REPORT}.yaml"]) == 2
    assert 'copy the file and type report: "halton-2012-13-q3"; year: "2012-13"' in capsys.readouterr().err
    assert sorted(project.rglob("*")) == before


def latest(project, today, organisation="halton"):
    return [path.stem for path in quarters.latest_due(project, organisation, today).files]


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2012, 10, 31), REPORT),
        (date(2013, 1, 30), REPORT),
        (date(2013, 1, 31), "halton-2012-13-q3"),
    ],
)
def test_the_newest_quarter_that_is_due_is_made_if_need_be(project, today, name):
    """Due from the day after its extracts are: Quarter 2 ends on 30 September, its 30 days on 30 October."""
    assert latest(project, today) == [name]
    assert (project / "params" / f"{name}.yaml").is_file()


@needs_forks
def test_a_pipe_among_the_params_files_is_not_waited_for(project):
    os.mkfifo(project / "params" / "halton-x.yaml")
    assert latest(project, date(2012, 11, 1)) == ["halton-2012-13-q2"]


@pytest.mark.parametrize(
    ("today", "which"),
    [
        (date(2013, 5, 1), "2012-13 Q3 and 2012-13 Q4"),
        (date(2026, 11, 25), "56 from 2012-13 Q3 to 2026-27 Q2"),
        (date(9999, 12, 31), "from 2012-13 Q3 to 9999-00 Q2"),
    ],
)
def test_a_chain_of_quarters_is_not_written(project, today, which):
    before = sorted(project.rglob("*"))
    with pytest.raises(InputError) as stopped:
        quarters.latest_due(project, "halton", today)
    (problem,) = stopped.value.problems
    assert problem.file == f"{REPORT}.yaml" and which in problem.what and "outturn next" in problem.remedy
    assert sorted(project.rglob("*")) == before


def test_no_quarter_is_written_after_one_that_nothing_came_for(project):
    """However long nobody looks after a schedule, it writes one empty quarter and no more."""
    assert latest(project, date(2013, 1, 31)) == ["halton-2012-13-q3"]
    assert latest(project, date(2013, 4, 30)) == ["halton-2012-13-q3"]
    with pytest.raises(InputError, match=r"nothing was received for 2012-13 Q3, and 2012-13 Q4 is now due"):
        quarters.latest_due(project, "halton", date(2013, 5, 1))
    record = project / "data/halton/2012-13-q3/deliveries.yaml"
    record.write_bytes((project / RECORD).read_bytes())
    assert latest(project, date(2013, 5, 1)) == ["halton-2012-13-q4"]


def test_all_reports_of_an_organisation_are_due_together(project):
    another_report(project, "crime-2012-13-q2", 2)
    assert latest(project, date(2012, 12, 1)) == ["crime-2012-13-q2", REPORT]
    assert latest(project, date(2013, 2, 1)) == ["crime-2012-13-q3", "halton-2012-13-q3"]
    assert (project / "params/crime-2012-13-q3.yaml").is_file()


def test_a_report_that_is_far_behind_is_left_out_with_the_reason(project):
    another_report(project, "crime-2010-11-q2", 2, year="2010-11")
    another_report(project, "special", 2)
    due = quarters.latest_due(project, "halton", date(2012, 12, 1))
    assert [path.stem for path in due.files] == [REPORT]
    (unnamed,), (behind,) = due.left_out, due.behind
    assert "special.yaml: its name does not end with its quarter" in unnamed
    assert behind.file == "crime-2010-11-q2.yaml" and "more than one quarter has become due" in behind.what


def test_nothing_due_and_nobody_known_are_said(project, capsys):
    with pytest.raises(InputError, match="no quarter of halton is due before 2012-10-31"):
        quarters.latest_due(project, "halton", date(2012, 10, 30))
    with pytest.raises(InputError, match="there is no params file for the organisation 'haltn'"):
        quarters.latest_due(project, "haltn", date(2012, 11, 1))
    with pytest.raises(InputError, match=r"north-west-health\.yaml: its name does not end with its quarter"):
        quarters.latest_due(project, "north-west-health", date(2012, 11, 1))
    assert main.main(["run"]) == 2 and "needs a params file or --latest" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "stops"),
    [
        ("leeds-2012-13-q2", "organisation: leeds\nquarter: [", False),
        ("leeds-2012-13-q2", "{quarter: [, 'organisation': 'leeds'", False),
        ("leeds-2012-13-q2", "quarter: [", False),
        ("any", "organisation: halton\nquarter: [", True),
        ("any", "quarter: 2\nquarter: 3\norganisation: halton\n", True),
        ("halton-2012-13-q3", "quarter: [", True),
        ("any", "quarter: [\nnote: caf\xe9\norganisation: halton", True),
    ],
)
def test_a_broken_params_file_stops_only_those_it_may_be_of(project, name, text, stops):
    (project / f"params/{name}.yaml").write_bytes(text.encode("latin-1"))
    if stops:
        with pytest.raises(InputError, match=rf"{name}\.yaml"):
            latest(project, date(2012, 12, 1))
    else:
        assert latest(project, date(2012, 12, 1)) == [REPORT]


def test_what_was_taken_in_first_is_kept_by_next(project):
    """A delivery that comes before anybody has called `next`."""
    folder = project / "data/halton/2012-13-q3"
    folder.mkdir()
    (folder / "deliveries.yaml").write_bytes((project / RECORD).read_bytes())
    quarters.prepare_next(project / f"params/{REPORT}.yaml")
    digest = hashlib.sha256((folder / "deliveries.yaml").read_bytes()).hexdigest()
    assert digest == hashlib.sha256((project / RECORD).read_bytes()).hexdigest()


NEW = {"year": "2013-14", "quarter": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year: 2012-13 # the year\nquarter: 4\n", 'year: "2013-14" # the year\nquarter: 1\n'),
        ("'quarter' : 4\r\n# year: 1\r\nyear: '2012-13'", "'quarter' : 1\r\n# year: 1\r\nyear: \"2013-14\""),
        ("{quarter: 4, year: 2012-13, a: {quarter: 4}}", '{quarter: 1, year: "2013-14", a: {quarter: 4}}'),
        ("a:\n  quarter: 4\nquarter:\n  4\nyear: x", 'a:\n  quarter: 4\nquarter:\n  1\nyear: "2013-14"'),
        ("note: |\n  quarter: 4\nquarter: 4\nyear: x", 'note: |\n  quarter: 4\nquarter: 1\nyear: "2013-14"'),
        ("\ufeffyear: x\nquarter: 4", '\ufeffyear: "2013-14"\nquarter: 1'),
    ],
)
def test_only_the_values_of_the_outermost_names_change(text, expected):
    assert changed(text, NEW, "p.yaml") == expected
    assert params.parsed_yaml(expected, "p.yaml").items() >= NEW.items()


@pytest.mark.parametrize(
    "text",
    [
        "year: 2012-13\n",
        "year: x\nquarter: [4]\n",
        "year: >-\n  2012-13\nquarter: 4\n",
    ],
)
def test_what_cannot_be_changed_alone_is_left_to_a_person(text):
    with pytest.raises(InputError, match='copy the file and type year: "2013-14"; quarter: 1'):
        changed(text, NEW, "p.yaml")
