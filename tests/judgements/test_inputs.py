"""What a report is made from, read once: areas, comparators, the first area; public data in place."""

from pathlib import Path

import pytest

from analysis.definitions.errors import InputError
from analysis.definitions.params import Folders, read_params
from analysis.definitions.targets import Agreed
from analysis.judgements import inputs
from analysis.judgements.inputs import Materials
from analysis.pages import workbook
from made_up_figures import AREA, a_count, a_report, figure, observed
from project import ROOT
from shared_data import shared_folder


def test_a_report_over_many_areas_speaks_of_its_own_and_its_comparators():
    found = observed(figure("outturn", "2011-12", 5), figure("outturn", "2011-12", 6, area="Other", row=3))
    made = Materials((), (), observations=found)
    assert [f.area for f in made.figures_for(a_report(areas="list.csv")).figures] == [AREA]
    assert made.figures_for(a_report()) is found


def test_a_target_without_an_area_is_of_every_area():
    line = Agreed(ref="THEFT", kind="value", value=5, set_by="board", where="plan")
    made = Materials((), (), agreed=(line,))
    assert made.agreed_for("A") == {("THEFT", "all", "A"): line}
    assert made.agreed_for("B") == {("THEFT", "all", "B"): line}


def test_a_report_that_names_no_area_shows_the_first(tmp_path):
    (tmp_path / "params" / "areas").mkdir(parents=True)
    (tmp_path / "params" / "areas" / "list.csv").write_text("code,name\nE1,First\nE2,Second\n")
    report, folders = a_report(area="", areas="list.csv"), Folders(tmp_path)
    assert inputs.of_first_area(report, folders).area == "First"
    assert inputs.of_first_area(a_report(area="Second", areas="list.csv"), folders).area == "Second"
    with pytest.raises(InputError, match=r"'Third' is not in list\.csv"):
        inputs.of_first_area(a_report(area="Third", areas="list.csv"), folders)


def of_quarter(area, period="2012-13 Q1-Q2"):
    """What was read of one figure of a place."""
    return Materials((), (), (a_count(),), observations=observed(figure("cumulative", period, 5, area=area)))


def test_an_area_of_many_needs_a_figure_of_the_quarter_of_its_own_or_of_its_parts():
    many = a_report(areas="list.csv")
    inputs.stop_if_nothing_is_of(of_quarter(AREA), many)
    inputs.stop_if_nothing_is_of(of_quarter("East Town"), many)
    inputs.stop_if_nothing_is_of(Materials((), ()), many)
    for other in (of_quarter("Neighbour"), of_quarter(AREA, "2011-12 Q1-Q2")):
        with pytest.raises(InputError, match=r"list\.csv.*no file has a figure for 'Made-up Place'"):
            inputs.stop_if_nothing_is_of(other, many)


def test_a_missing_folder_of_shared_data_is_a_plain_message(monkeypatch):
    monkeypatch.setenv("OUTTURN_SHARED", "nowhere")
    report = read_params(ROOT / "params" / "north-west-crime-2021-22.yaml")
    with pytest.raises(InputError, match=r"folder of shared data.*is missing.*OUTTURN_SHARED"):
        inputs.read_materials(report, Folders(ROOT))


needs_shared = pytest.mark.skipif(shared_folder() is None, reason="the public data are not there")


@pytest.fixture(scope="module")
def crime():
    given = workbook.params.read_yaml(Path(ROOT / "params" / "north-west-crime-2021-22.yaml"))
    return workbook.open_workbook({**given, "area": "Halton"}, ROOT).release


@needs_shared
def test_recorded_crime_of_29_districts_is_read_in_place(crime):
    """1,503 months were published of each kind; those after March 2022 are left out and counted."""
    police = crime.deliveries[0]
    assert len(police.rows) + police.left_out == 21_042
    assert {figure.area for figure in crime.materials.observations.figures} <= set(
        crime.materials.peers.lookups.names
    )
    assert (
        max(figure.period.label for figure in crime.observations.figures if figure.period.months == 1)
        == "2022-03"
    )


@needs_shared
def test_the_average_of_crime_says_29_of_39_its_share_and_who_is_missing(crime):
    burglary = next(judged for judged in crime.judgements if judged.indicator.ref == "BURGLARY")
    footing = burglary.among.figure.footing
    assert "pooled from 29 of 39 members with 61% of the population, our own area among them" in footing
    assert "left out (not available): Greater Manchester (10 members)" in footing
    assert "population of mid-2021" in footing and "for 6 of 39 members mid-2019" in footing
    assert len(burglary.among.members) == 29
    assert burglary.among.unit == "crimes per 1000 population"


@pytest.mark.slow
@needs_shared
def test_the_public_health_rate_of_the_region_is_the_published_one():
    """Under-18 alcohol-specific admissions of 2021/22 to 2023/24, from the 35 lower-tier councils: 25.57."""
    given = workbook.params.read_yaml(Path(ROOT / "params" / "north-west-health.yaml"))
    book = workbook.open_workbook({**given, "area": "Halton"}, ROOT)
    found = next(j for j in book.release.judgements if j.key == ("92904", "Persons", "Halton"))
    assert round(found.among.figure.value, 2) == 25.57
    assert found.measure.figure.window.in_words() == "April 2021 to March 2024"
    assert len(found.among.figure.used) == 35
    falls = next(j for j in book.release.judgements if j.key == ("22401", "Persons", "Halton"))
    assert falls.among.figure.how == "simple mean" and falls.recent.published


def test_steps_that_miss_the_target_stop_the_report_when_the_file_is_read(project_copy):
    """Named with file and line, before anything is judged."""
    path = project_copy / "params/targets/halton/2012-13.yaml"
    text = path.read_text("utf-8")
    line = (
        "- {ref: SH1, kind: value, value: 8065, steps: [2000, 2000, 2000, 2000], set_by: board, where: plan}"
    )
    path.write_text(f'year: "2012-13"\ntargets:\n  {line}\n', "utf-8")
    report = read_params(project_copy / "params/halton-2012-13-q2.yaml")
    with pytest.raises(
        InputError, match=r"targets 1 \(SH1\).*the agreed steps add up to 8,000, the target 8,065"
    ):
        inputs.read_materials(report, Folders(project_copy))
    path.write_text(text, "utf-8")
    assert inputs.read_materials(report, Folders(project_copy)).agreed
