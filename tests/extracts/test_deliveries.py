"""Deliveries: read as recorded or not at all; everything wrong with any file at once."""

import hashlib

import pytest
import yaml

from analysis.definitions import params
from analysis.definitions.errors import InputError
from analysis.definitions.params import RECORD, Folders
from analysis.extracts.deliveries import is_begun, not_come, read_deliveries, unknown_places
from analysis.extracts.readers.cells import COLUMNS
from analysis.pages import workbook
from made_up_figures import AREA, REGION, a_delivery, a_report, a_row

ROW = "SH1,SH1,all,Halton,2011-12,outturn,incidents,7434,"


CONTENT = f"{','.join(COLUMNS)}\n{ROW}\n"


def entry(folder, name, content=CONTENT, **changes):
    """A delivered file of the source of that name, and its line in the record."""
    path = folder / f"{name}.csv"
    path.write_text(content, encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    right = {"source": name, "title": name, "file": path.name, "format": "figures_csv", "sha256": digest}
    return {**right, "received": "2012-10", **changes}


def record(folder, *entries):
    (folder / RECORD).write_text(yaml.safe_dump({"deliveries": list(entries)}), encoding="utf-8")


def problems_of(folder, *sources):
    with pytest.raises(InputError) as stopped:
        read_deliveries(folder, sources)
    return [str(problem) for problem in stopped.value.problems]


def test_deliveries_come_in_order_of_trust_whatever_the_records_order(tmp_path):
    record(tmp_path, entry(tmp_path, "plan"), entry(tmp_path, "report"))
    read = read_deliveries(tmp_path, ("report", "plan"))
    assert [delivery.entry.source for delivery in read] == ["report", "plan"]
    assert all(len(delivery.rows) == 1 for delivery in read)


def test_one_source_may_deliver_several_files(tmp_path):
    second = entry(tmp_path, "report2", source="report")
    record(tmp_path, entry(tmp_path, "report"), second)
    files = [delivery.entry.file for delivery in read_deliveries(tmp_path, ("report",))]
    assert files == ["report.csv", "report2.csv"]


def test_reading_leaves_every_file_as_it_came(halton_params, project_copy):
    folder = Folders(project_copy).deliveries(halton_params)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(read_deliveries(folder, halton_params.source_order)) == 8
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("changes", "says", "remedy"),
    [
        ({"file": "lost.csv"}, "the file lost.csv of source 'report' is missing", "put it in"),
        ({"format": "pickle"}, "'pickle' is not a known format", "use one of figures_csv, figures_xlsx"),
        ({"file": "../report.csv"}, "'../report.csv' is not a plain file name", "name the file alone"),
        ({"file": "/etc/passwd"}, "'/etc/passwd' is not a plain file name", "name the file alone"),
        ({"file": "a/report.csv"}, "'a/report.csv' is not a plain file name", "name the file alone"),
        ({"file": ".."}, "is missing", "put it in"),
        ({"file": "report.csv\0"}, "is missing", "put it in"),
        ({"sha256": ""}, "its SHA-256 is not recorded", "record sha256: "),
        ({"sha256": "0" * 64}, "it has changed since it was recorded", "restore the file as received"),
        ({"sha256": 12}, "valid string (given: 12)", 'in quotation marks, such as sha256: "12"'),
        ({"shasum": "0"}, "deliveries 1 (report), shasum: 'shasum' is not a name", "did you mean 'sha256'"),
        ({"received": None}, "valid string", 'write a text, such as received: "2024-10-07"'),
    ],
)
def test_a_delivery_that_is_not_as_recorded_is_refused(tmp_path, changes, says, remedy):
    record(tmp_path, entry(tmp_path, "report", **changes))
    (problem,) = problems_of(tmp_path, "report")
    assert says in problem
    assert remedy in problem.partition("To fix it: ")[2]


def test_an_altered_file_is_refused_and_the_hash_of_a_new_delivery_is_given(halton_params, project_copy):
    folder = Folders(project_copy).deliveries(halton_params)
    path = folder / "scs_midyear.csv"
    path.write_text(path.read_text("utf-8").replace(",3710,", ",3711,"), encoding="utf-8")
    (problem,) = problems_of(folder, *halton_params.source_order)
    assert problem.startswith("scs_midyear.csv, column sha256: it has changed since it was recorded")
    assert hashlib.sha256(path.read_bytes()).hexdigest() in problem


def test_a_link_is_not_followed(tmp_path):
    line = entry(tmp_path, "report")
    (tmp_path / "report.csv").rename(tmp_path / "elsewhere.csv")
    (tmp_path / "report.csv").symlink_to(tmp_path / "elsewhere.csv")
    record(tmp_path, line)
    assert "the file report.csv of source 'report' is missing" in problems_of(tmp_path, "report")[0]


def test_a_folder_is_no_file(tmp_path):
    record(tmp_path, entry(tmp_path, "report", file="folder"))
    (tmp_path / "folder").mkdir()
    assert "is missing" in problems_of(tmp_path, "report")[0]


def test_sources_and_record_must_name_the_same(tmp_path):
    record(tmp_path, entry(tmp_path, "report"), entry(tmp_path, "extra"))
    problems = problems_of(tmp_path, "report", "plan")
    assert any("no file is recorded for source 'plan'" in problem for problem in problems)
    assert any("source 'extra' has files but is not in sources" in problem for problem in problems)


def test_everything_wrong_with_any_file_comes_at_once(tmp_path):
    record(
        tmp_path,
        entry(tmp_path, "report", sha256="0" * 64),
        entry(tmp_path, "plan", content="section,ref\n"),
        entry(tmp_path, "survey", file="lost.csv"),
    )
    problems = problems_of(tmp_path, "report", "plan", "survey", "census")
    assert any("census" in problem for problem in problems)
    assert any("lost.csv" in problem for problem in problems)
    assert any("it has changed since it was recorded" in problem for problem in problems)
    missing = [p for p in problems if p.startswith("plan.csv, row 1, column")]
    assert len(missing) == len(COLUMNS) - 2


@pytest.mark.parametrize(
    ("organisation", "remedy"),
    [
        ("mytwn", "if you mean mytown, correct organisation in the params file"),
        ("elsewhere", "check organisation, year and quarter in the params file"),
        ("mytown", "check year and quarter in the params file"),
    ],
)
def test_a_quarter_that_nothing_came_for_says_how_the_first_is_taken_in(tmp_path, organisation, remedy):
    (tmp_path / "mytown").mkdir()
    (problem,) = problems_of(tmp_path / organisation / "2024-25-q2", "report")
    assert f"receive the quarter's first file with outturn receive, or {remedy}." in problem


def test_a_quarter_without_a_record_is_a_sentence(tmp_path):
    (problem,) = problems_of(tmp_path / "2012-13-q3", "report")
    assert "there is no record deliveries.yaml in" in problem
    assert "outturn receive, or check year and quarter in the params file" in problem


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("deliveries: [", "not readable as YAML"),
        ("[]", "no names with values"),
        ("delivered: []", "did you mean 'deliveries'"),
        ("deliveries: report", "column deliveries"),
    ],
)
def test_a_broken_record_is_named(tmp_path, text, says):
    (tmp_path / RECORD).write_text(text, encoding="utf-8")
    problems = problems_of(tmp_path, "report")
    assert any(says in problem for problem in problems)
    assert all(problem.startswith(RECORD) for problem in problems)


def test_what_has_not_come_is_what_reading_would_stop_at(tmp_path):
    record(
        tmp_path,
        entry(tmp_path, "report", sha256="0" * 64),
        entry(tmp_path, "survey", file="lost.csv"),
        entry(tmp_path, "plan", format="pickle"),
    )
    said = [str(problem) for problem in not_come(tmp_path, ("report", "survey", "plan", "census"))]
    assert sorted(said) == sorted(problems_of(tmp_path, "report", "survey", "plan", "census"))
    assert len(said) == 4


def test_what_has_come_need_not_be_readable_to_have_come(tmp_path):
    record(tmp_path, entry(tmp_path, "report", content="section,ref\n"))
    assert not_come(tmp_path, ("report",)) == ()
    assert len(problems_of(tmp_path, "report")) > 1


def test_a_quarter_has_begun_when_its_record_names_a_file(tmp_path):
    assert not is_begun(tmp_path)
    record(tmp_path)
    assert not is_begun(tmp_path)
    record(tmp_path, entry(tmp_path, "report"))
    assert is_begun(tmp_path)
    (tmp_path / RECORD).write_text("deliveries: 5\n")
    with pytest.raises(InputError, match="column deliveries"):
        is_begun(tmp_path)


@pytest.mark.parametrize("replaces", ["second.csv", "third.csv", "nothing.csv"])
def test_an_entry_replaces_only_what_is_recorded_above_it(tmp_path, replaces):
    lines = [{"file": "first.csv"}, {"file": "second.csv", "replaces": replaces}, {"file": "third.csv"}]
    same = {"source": "police", "title": "t", "format": "figures_csv", "received": "2012-07-01"}
    (tmp_path / RECORD).write_text(yaml.safe_dump({"deliveries": [same | line for line in lines]}))
    assert (
        f"second.csv replaces {replaces}, which no line above it records"
        in problems_of(tmp_path, "police")[0]
    )


OURS = a_delivery(a_row(), a_row(area=REGION), a_row(area="England"))


def problems(*deliveries, declared=False, regions=tuple, **report):
    return unknown_places(deliveries or (OURS,), a_report(**report), declared, regions)


def test_places_of_the_deliveries_are_fine():
    assert problems() == []
    assert problems(a_delivery(a_row(area="East Town"), a_row(area=REGION))) == []
    assert problems(region="") == []


def test_an_area_typed_wrongly_is_named_with_the_places_that_there_are():
    (problem,) = problems(area="Made-up Plaec")
    assert (problem.file, problem.column) == ("made-up.yaml", "area")
    assert problem.what == f"the files have no figure for 'Made-up Plaec'; they have {AREA}"
    assert problem.remedy == f"did you mean {AREA!r}"


def test_of_many_places_the_first_are_named():
    rows = [a_row(area=f"District {number:02d}") for number in range(12)]
    (problem,) = problems(a_delivery(*rows, a_row(area=REGION)))
    assert "District 09 and 2 more" in problem.what
    assert problem.remedy.startswith("write area as the files spell it")


def test_of_a_report_over_areas_each_area_says_so_itself():
    assert problems(area="Another", areas="list.csv") == []


@pytest.mark.parametrize("region", ["Made-up Regoin", "Nroth West"])
def test_a_region_that_nothing_knows_is_named_with_the_nearest(region):
    (problem,) = problems(region=region, regions=lambda: ("North West",))
    assert (problem.file, problem.column) == ("made-up.yaml", "region")
    assert f"the files have no figure for the region {region!r}" in problem.what
    assert problem.remedy == f"did you mean {(REGION if 'Made' in region else 'North West')!r}"
    assert problems(region="North West", declared=True) == []


def test_a_report_with_a_wrong_place_ends_with_one_line(project_copy):
    path = project_copy / "params" / "halton-2012-13-q2.yaml"
    for name, wrong, remedy in (("area", "Haltn", "'Halton'"), ("region", "North Wset", "'North West'")):
        given = {**params.read_yaml(path), name: wrong}
        with pytest.raises(InputError) as stopped:
            workbook.open_workbook(given, project_copy)
        assert [problem.column for problem in stopped.value.problems] == [name]
        assert remedy in str(stopped.value)
