"""Parameters and definitions: everything wrong with a file at once, with its place and the nearest name."""

import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions import params
from analysis.definitions.errors import InputError
from analysis.definitions.params import (
    Folders,
    Params,
    listed,
    natural,
    read_indicators,
    read_params,
    read_yaml,
)
from forking import needs_forks
from made_up_figures import a_report

NAME = "made-up.yaml"
QUARTER = "give a number at least 1 and at most 4"
DUE = "give a number at least 0 and at most 366"
YEAR = 'write it such as year: "2024-25"'
DAY = 'write it such as as_at: "2024-09-30"'
ORGANISATION = 'write it such as organisation: "mytown"'
REPORT = 'write it such as report: "mytown-2024-25-q2"'
PLAIN = "correct the value"
AREA = 'write a text in quotation marks, such as area: "Mytown"'


def written(folder: Path, name: str = NAME, **changes) -> Path:
    """A params file that is right but for the changes; None takes a line out."""
    values = {**a_report().model_dump(), **changes}
    path = folder / name
    path.write_text(yaml.safe_dump({k: v for k, v in values.items() if v is not None}), encoding="utf-8")
    return path


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as stopped:
        read_params(path)
    return [str(problem) for problem in stopped.value.problems]


def test_a_params_file_is_read_as_it_stands(tmp_path):
    assert read_params(written(tmp_path)) == a_report()


@pytest.mark.parametrize(
    ("changes", "column", "says", "remedy"),
    [
        ({"quater": 2}, "quater", "'quater' is not a name that is known here", "did you mean 'quarter'"),
        ({"xyzzy": 2}, "xyzzy", "'xyzzy' is not a name", "remove the line"),
        ({"quarter": None}, "quarter", "it is missing", "add a line quarter: 2"),
        ({"quarter": 5}, "quarter", "less than or equal to 4 (given: 5)", QUARTER),
        ({"quarter": 0}, "quarter", "greater than or equal to 1 (given: 0)", QUARTER),
        (
            {"quarter": "2"},
            "quarter",
            "valid integer (given: '2')",
            "write it without quotation marks: quarter: 2",
        ),
        ({"quarter": True}, "quarter", "valid integer (given: True)", QUARTER),
        (
            {"year": 2012},
            "year",
            "valid string (given: 2012)",
            'write a text in quotation marks, such as year: "2024-25"',
        ),
        ({"year": "2012-14"}, "year", "'2012-14' is not a period", YEAR),
        ({"year": "2012-13 Q1"}, "year", "is not a financial year", YEAR),
        ({"as_at": "2012-09-31"}, "as_at", "'2012-09-31' is not a day such as 2024-09-30", DAY),
        ({"as_at": "30 September 2012"}, "as_at", "'30 September 2012' is not a day", DAY),
        (
            {"as_at": date(2024, 9, 30)},
            "as_at",
            "(given: 2024-09-30)",
            'put it in quotation marks: as_at: "2024-09-30"',
        ),
        ({"organisation": "../made-up"}, "organisation", "given: '../made-up'", ORGANISATION),
        ({"organisation": "/etc"}, "organisation", "given: '/etc'", ORGANISATION),
        ({"report": "Made Up"}, "report", "given: 'Made Up'", 'write it such as report: "mytown-2024-25-q2"'),
        ({"title": "  "}, "title", "at least 1 character", 'write it such as title: "Safer Mytown"'),
        (
            {"sources": ["report", "plan"]},
            "sources",
            "valid string",
            'write one text with commas, without brackets: sources: "report, plan"',
        ),
        (
            {"on_track_from": 0.5},
            "on_track_from",
            "greater than 0.5",
            "give a number above 0.5 and at most 1",
        ),
        ({"off_track_to": 0.5}, "off_track_to", "less than 0.5", "give a number at least 0 and below 0.5"),
        ({"hidden_below": 5}, "hidden_below", "cannot be hidden yet", "correct the value"),
        ({"hidden_below": -1}, "hidden_below", "greater than or equal to 0", "give a number at least 0"),
        ({"area": False}, "area", "valid string (given: False)", AREA),
        ({"due_days": -1}, "due_days", "greater than or equal to 0 (given: -1)", DUE),
        ({"due_days": 367}, "due_days", "less than or equal to 366 (given: 367)", DUE),
        ({"due_days": 10**12}, "due_days", "less than or equal to 366", DUE),
        ({"areas": "a\0.csv"}, "areas", "a character that cannot be seen", "correct the value"),
        ({"region": "../targets/x"}, "region", "not the name of a file in params/regions", PLAIN),
        ({"region": "a\\b"}, "region", "not the name of a file in params/regions", PLAIN),
        ({"region": "/etc/x"}, "region", "not the name of a file in params/regions", PLAIN),
        ({"region": "n" * 300}, "region", "not the name of a file in params/regions", PLAIN),
        ({"region": "North\u202eWest"}, "region", "a character that cannot be seen", PLAIN),
        ({"neighbours": "A\0, B"}, "neighbours", "'A\\x00, B' has a character that cannot be seen", PLAIN),
        ({"report": "n" * 300}, "report", "match pattern", REPORT),
        ({"year": "２０２４-２５"}, "year", "is not a period", YEAR),
        ({"as_at": "２０２４-09-30"}, "as_at", "is not a day", DAY),
        ({"region": "North West, England"}, "region", "'North West, England' is more than one place", PLAIN),
        ({"nation": "England, Wales"}, "nation", "name the others under benchmarks", PLAIN),
        ({"neighbours": "A, B, A"}, "neighbours", "'A' is in 'A, B, A' twice", PLAIN),
        (
            {"sources": "a, a"},
            "sources",
            "'a' is in 'a, a' twice",
            'write it such as sources: "police, council"',
        ),
        ({"sources": " , "}, "sources", "it names no source", 'write it such as sources: "police, council"'),
        ({"areas": "../a.csv"}, "areas", "not the name of a file", "correct the value"),
        ({"areas": "a\\b.csv"}, "areas", "not the name of a file", "correct the value"),
    ],
)
def test_a_wrong_parameter_is_named_with_its_value_and_remedy(tmp_path, changes, column, says, remedy):
    (problem,) = problems_of(written(tmp_path, **changes))
    assert problem.startswith(f"{NAME}, column {column}: ")
    assert says in problem
    assert problem.endswith(f"To fix it: {remedy}.")


def test_everything_wrong_with_a_file_comes_at_once(tmp_path):
    problems = problems_of(written(tmp_path, quarter=7, quater=2, year="2012", title=None))
    assert {p.partition(": ")[0] for p in problems} == {
        f"{NAME}, column {column}" for column in ("quarter", "quater", "year", "title")
    }


@pytest.mark.parametrize(
    ("quarter", "as_at", "right"),
    [(2, "2012-09-30", True), (2, "2012-12-31", True), (2, "2012-09-29", False), (3, "2012-09-30", False)],
)
def test_a_report_cannot_be_of_a_day_before_its_quarter_ends(tmp_path, quarter, as_at, right):
    path = written(tmp_path, quarter=quarter, as_at=as_at)
    if right:
        assert read_params(path).quarter == quarter
    else:
        assert f"as_at {as_at} is before the end of 2012-13 Q{quarter}" in problems_of(path)[0]


def test_a_reports_id_is_the_name_of_its_file(tmp_path):
    (problem,) = problems_of(written(tmp_path, "other.yaml"))
    assert "report is 'made-up' but the file is named 'other'" in problem


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"quarter: [2", "not readable as YAML"),
        (b"- 2\n- 3\n", "no names with values"),
        (b"", "no names with values"),
        (b"title: Caf\xe9\n", "not readable as YAML"),
        (b"title: !!python/object/apply:os.getcwd []\n", "not readable as YAML"),
        (b"as_at: 2012-09-31\n", "a value is wrong (day is out of range for month)"),
        (b"[" * 20_000, "it nests too deeply"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused_in_words(tmp_path, content, says):
    path = tmp_path / NAME
    path.write_bytes(content)
    (problem,) = problems_of(path)
    assert NAME in problem
    assert says in problem


def test_broken_syntax_is_named_by_its_line(tmp_path):
    path = tmp_path / NAME
    path.write_text("report: made-up\ntitle: a: b\n", encoding="utf-8")
    assert problems_of(path)[0].startswith(f"{NAME}, row 2: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "quarter: 2\n# of four\n'quarter': 3\n",
            "row 3, column quarter: it is there twice, here and in row 1",
        ),
        ("a: {b: 1, c: 2, b: 3}\n", "row 1, column b: it is there twice, here and in row 1"),
        ("a:\n - b: 1\n - c: 2\n   c: 3\n", "row 4, column c: it is there twice, here and in row 3"),
    ],
)
def test_a_name_that_stands_twice_is_refused_with_both_places(tmp_path, text, says):
    path = tmp_path / NAME
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"^{NAME}, {says}.*To fix it: keep the line that is right"):
        read_yaml(path)


def test_the_same_name_in_two_mappings_is_no_duplicate():
    assert params.parsed_yaml("one: {a: 2}\ntwo: {a: 3}\n", NAME)["two"] == {"a": 3}


def test_a_folder_is_no_params_file(tmp_path):
    assert "it is a folder. To fix it: name a file" in problems_of(tmp_path)[0]


@needs_forks
def test_what_is_no_plain_file_is_refused_in_words_and_not_waited_for(tmp_path):
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    found = {name: problems_of(tmp_path / f"{name}.yaml")[0] for name in ("loop", "pipe", "n" * 300)}
    assert "loop.yaml: it cannot be read (Too many levels of symbolic links)" in found["loop"]
    assert "pipe.yaml: it is not a regular file" in found["pipe"]
    assert "it cannot be read (File name too long)" in found["n" * 300]


def test_a_misspelt_file_name_gets_the_nearest(tmp_path):
    written(tmp_path)
    (problem,) = problems_of(tmp_path / "made-upp.yaml")
    assert "there is no file made-upp.yaml" in problem
    assert "did you mean made-up.yaml" in problem
    (tmp_path / "north-west-health.yaml").touch()
    (problem,) = problems_of(tmp_path / "nope.yaml")
    assert problem.endswith("To fix it: check the name and the folder.")


def test_a_missing_folder_is_a_sentence_too(tmp_path):
    with pytest.raises(
        InputError, match=r"there is no file x\.yaml in nowhere/.*check the name and the folder"
    ):
        read_yaml(tmp_path / "nowhere" / "x.yaml")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", ()), (" , ,", ()), ("Runcorn", ("Runcorn",)), ("Runcorn, Widnes", ("Runcorn", "Widnes")),
        (" Runcorn ,St Helens,", ("Runcorn", "St Helens")),
    ],
)  # fmt: skip
def test_a_list_is_a_text_with_commas(text, items):
    assert listed(text) == items


@given(st.permutations(["SH1", "SH2", "SH7a", "SH7b", "SH10", "PA8", "PA25a", "PA25b", "7", "CCC35"]))
def test_references_sort_with_numbers_as_numbers(refs):
    expected = ["CCC35", "PA8", "PA25a", "PA25b", "SH1", "SH2", "SH7a", "SH7b", "SH10"]
    assert [ref for ref in sorted(refs, key=natural) if ref != "7"] == expected


def test_places_come_own_area_first_and_without_blanks():
    report = a_report(nation="", benchmarks="areas of this size")
    assert report.places[0] == report.area
    assert report.places[1:] == (
        "East Town",
        "West Town",
        "Made-up Region",
        "Neighbour",
        "areas of this size",
    )


def test_the_real_report(halton_params):
    assert halton_params.source_order == (
        "scs_midyear",
        "q2_priority_report",
        "business_plan",
        "board_papers",
    )
    assert halton_params.period.label == "2012-13 Q1-Q2"
    assert halton_params.delivery == "2012-13-q2"
    assert halton_params.places == (
        "Halton", "Runcorn", "Widnes", "North West", "England", "St Helens", "areas of this size",
    )  # fmt: skip


def test_the_four_made_up_reports_are_right(made_up_root):
    reports = [read_params(path) for path in sorted((made_up_root / "params").glob("*.yaml"))]
    assert [report.quarter for report in reports] == [1, 2, 3, 4]


def test_definitions_come_in_natural_order(halton_params, project_copy):
    refs = [i.ref for i in read_indicators(Folders(project_copy).indicators(halton_params))]
    assert refs[-4:] == ["SH14", "SH15", "SH16", "SH17"]
    assert refs.index("SH2") < refs.index("SH10")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("ref: SH1", "ref: SH99", "ref is 'SH99' but the file is named 'SH1'"),
        ("polarity: lower", "polarity: down", "SH1.yaml, column polarity: "),
        ("polarity: lower", "polarty: lower", "did you mean 'polarity'"),
        ("{ref: NI 17, years: [2011-12]}", "{ref: NI 17, years: [2011-13]}", "'2011-13' is not a period"),
    ],
)
def test_a_broken_definition_is_named_by_file_and_key(halton_params, project_copy, old, new, says):
    path = Folders(project_copy).indicators(halton_params) / "SH1.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as stopped:
        read_indicators(path.parent)
    assert says in str(stopped.value)
    assert "SH1.yaml" in str(stopped.value)


def test_broken_definitions_of_several_files_come_at_once(halton_params, project_copy):
    folder = Folders(project_copy).indicators(halton_params)
    for ref in ("SH1", "SH2"):
        (folder / f"{ref}.yaml").write_text("ref: wrong\n", encoding="utf-8")
    with pytest.raises(InputError) as stopped:
        read_indicators(folder)
    assert {problem.file for problem in stopped.value.problems} == {"SH1.yaml", "SH2.yaml"}


def test_definitions_of_nobody_are_a_sentence(tmp_path):
    with pytest.raises(InputError, match="there is no folder of definitions"):
        read_indicators(tmp_path / "indicators" / "nobody")


def test_the_projects_folder_is_found_from_inside_it(project_copy, tmp_path):
    inside = project_copy / "params" / "targets"
    assert params.find_root(inside) == project_copy.resolve()
    with pytest.raises(InputError, match="start from the project's folder"):
        params.find_root(tmp_path)


def test_papermill_may_inject_whatever_a_report_asks_for():
    """Strings and numbers only: dates and lists as parameters crash or change on the way."""
    assert {type(value) for value in a_report().model_dump().values()} <= {str, int, float}
    assert set(Params.model_fields) == set(a_report().model_dump())


@pytest.mark.parametrize("report", ["published", "reproduced", "schedule", "register-halton"])
def test_a_report_is_not_called_like_a_folder_of_our_own(report):
    with pytest.raises(ValueError, match="folder of Outturn's own"):
        a_report(report=report)


def test_a_name_longer_than_a_file_may_be_called_is_refused_in_words(tmp_path):
    (problem,) = problems_of(written(tmp_path, NAME, organisation="n" * 300))
    assert "column organisation: " in problem and "To fix it: write it such as" in problem
