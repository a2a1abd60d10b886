"""Declared look-ups: a region's members by date, the areas of a report, and what is wrong with either."""

import pytest

from analysis.definitions.errors import InputError
from analysis.definitions.params import Folders
from analysis.definitions.periods import parse
from analysis.extracts import places
from made_up_figures import a_report
from project import ROOT


@pytest.fixture
def folders(tmp_path):
    for folder in ("regions", "areas"):
        (tmp_path / "params" / folder).mkdir(parents=True)
    return Folders(tmp_path)


def test_the_north_west_has_39_districts_before_april_2023_and_35_after():
    declared = places.read_lookups(a_report(region="North West"), Folders(ROOT))
    before, after = (declared.region.during(parse(label)) for label in ("2021-22", "2023-24"))
    assert (len(before), len(after)) == (39, 35)
    assert sum(m.group == "Cumbria" for m in before) == 6
    assert {m.name for m in after if m.group == "Cumbria"} == {"Cumberland", "Westmorland and Furness"}
    assert sum(m.group == "Greater Manchester" for m in before) == 10
    assert {m.within for m in after} == {"", "E10000017"}
    assert not {m.code for m in before} & {"E10000017", "E10000006"}, "districts, never their county"


@pytest.mark.parametrize(
    ("file", "areas"), [("north-west-districts-2021.csv", 29), ("north-west-councils.csv", 35)]
)
def test_the_areas_of_a_report_are_members_with_the_same_codes(file, areas):
    report = a_report(areas=file, region="North West")
    found = places.read_areas(report, Folders(ROOT))
    members = {m.code: m.name for m in places.read_lookups(report, Folders(ROOT)).region.members}
    assert len(found) == areas
    assert all(members[area.code] == area.name for area in found)


def test_a_region_without_a_file_has_no_members_and_one_area_no_list(folders):
    assert places.read_lookups(a_report(), folders) == places.Lookups()
    assert places.read_areas(a_report(), folders) == ()
    assert places.Lookups().names == ()


def test_all_regions_that_files_declare_are_known_by_name(folders):
    assert places.declared_regions(folders) == ()
    for name in ("Made-up Region", "Another Region"):
        folders.regions(name).write_text(f"name: {name}\nmembers: []\n", encoding="utf-8")
    assert places.declared_regions(folders) == ("Another Region", "Made-up Region")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: Made-up Region\nmembers:\n  - {code: E1}\n", r"members 1 \(E1\), name: it is missing"),
        (
            "name: R\nmembers:\n  - {code: E1, name: A, sinse: '2020-01-01'}\n",
            r"members 1 \(A\), sinse: .* did you mean 'since'",
        ),
        ("name: R\nmembers:\n  - {code: E1, name: A, since: soon}\n", "2023-03-31"),
    ],
)
def test_a_wrong_region_file_names_the_place(folders, text, words):
    folders.regions("Made-up Region").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        places.read_lookups(a_report(), folders)


def test_a_list_that_is_not_there_is_named(folders):
    with pytest.raises(InputError, match=r"places\.csv"):
        places.read_areas(a_report(areas="places.csv"), folders)


@pytest.mark.parametrize(
    ("areas", "remedy"),
    [("valley", "did you mean valley.csv"), ("hills.csv", "correct areas, or put the file there")],
)
def test_a_list_that_is_not_there_is_looked_for_by_its_name(folders, areas, remedy):
    (folders.root / "params/areas/valley.csv").write_text("code,name\n")
    report = a_report(area="", areas=areas)
    with pytest.raises(InputError) as stopped:
        places.read_areas(report, folders)
    (problem,) = stopped.value.problems
    assert (problem.file, problem.column, problem.remedy) == (f"{report.report}.yaml", "areas", remedy)


def test_a_list_that_is_a_link_is_not_followed(folders, tmp_path):
    (tmp_path / "elsewhere.csv").write_text("code,name\nE1,A\n")
    folders.areas(a_report(areas="places.csv")).symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(InputError, match=r"there is no file of areas places\.csv"):
        places.read_areas(a_report(areas="places.csv"), folders)


def test_areas_come_in_the_order_of_their_file_with_their_rows(folders):
    folders.areas(a_report(areas="places.csv")).write_text("code,name\nE2,B\n\nE1,A\n")
    found = places.read_areas(a_report(areas="places.csv"), folders)
    assert [(area.code, area.name, area.row, area.own) for area in found] == [
        ("E2", "B", 2, {}),
        ("E1", "A", 4, {}),
    ]


def read(tmp_path, text):
    path = tmp_path / "areas.csv"
    path.write_text(text, encoding="utf-8")
    return places.read(path)


def test_code_and_name_are_read_and_other_columns_stay(tmp_path):
    found = read(tmp_path, "code,name,neighbours\nE1,A,B\nE2,B,\n")
    assert found[["code", "name", "neighbours"]].values.tolist() == [["E1", "A", "B"], ["E2", "B", ""]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nA\n", "column 'code' is missing"),
        ("code,name\nE1,A\nE1,B\n", "row 3, column code: 'E1' is in it twice"),
        ("code,name\nE1,A\nE2,A\n", "'A' is in it twice"),
        ("code,name\nE1,\n", "row 2, column name: it is empty"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        read(tmp_path, text)
