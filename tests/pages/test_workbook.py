"""What a notebook calls: opening by parameters, showing, checks, tables; a run's forks read nothing twice."""

import pytest

from analysis.definitions import params
from analysis.definitions.errors import InputError
from analysis.definitions.params import Params
from analysis.judgements import inputs
from analysis.pages import sections, workbook
from project import MADE_UP_PLACE

GIVEN = params.read_yaml(MADE_UP_PLACE / "params" / "made-up-place-2023-24-q2.yaml")


@pytest.fixture
def book():
    return workbook.open_workbook({**GIVEN, "something_else": 1}, MADE_UP_PLACE)


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    workbook._kept.clear()
    workbook._read.clear()


def test_names_that_are_no_parameter_are_passed_over_and_none_is_an_error(book):
    assert book.params.area == "Made-up Place"
    with pytest.raises(InputError, match="no parameter of a report"):
        workbook.open_workbook({"something_else": 1}, MADE_UP_PLACE)


def test_it_shows_the_section_with_its_name_and_its_csv(book):
    data, about = book.show("scorecard")._repr_mimebundle_()
    assert about["outturn"]["section"] == "scorecard" and "<h1>" in data["text/html"]
    assert book.table("scorecard").text.startswith("ref,indicator")
    assert set(book.judgements("scorecard").index.names) == {"ref", "breakdown", "area"}
    assert book.judgements_csv().startswith("ref,breakdown,area")


def test_each_step_is_a_small_table_that_agrees_with_the_section(book):
    judged, forecast = book.judgements("scorecard"), book.forecasts("scorecard")
    assert len(judged) == len(forecast) > 1 and list(forecast) == list(workbook.FORECAST_COLUMNS)
    assert book.deliveries["rows"].sum() == sum(
        len(d.rows) for d in book.release.deliveries if d.holds_figures
    )
    assert list(book.findings["finding"]) == [found.words for found in book.release.findings]


def test_a_report_is_opened_by_its_name_too(monkeypatch):
    opened = workbook.open_workbook("made-up-place-2023-24-q2", MADE_UP_PLACE)
    assert opened.params == workbook.open_workbook(GIVEN, MADE_UP_PLACE).params
    with pytest.raises(InputError, match=r"made-up-place-2023-24-q9"):
        workbook.open_workbook("made-up-place-2023-24-q9", MADE_UP_PLACE)


def test_a_kept_report_is_not_read_again_whatever_its_theme(book, monkeypatch):
    workbook.keep(book)
    monkeypatch.setattr(inputs, "read_materials", None)
    again = workbook.open_workbook({**GIVEN, "theme": "Another"}, MADE_UP_PLACE)
    assert again.release.judgements is book.release.judgements and again.params.theme == "Another"


@pytest.mark.parametrize(
    ("theme", "remedy"),
    [
        ("Mad-up Theme", "did you mean 'Made-up Theme'"),
        ("xyz", "use one of Made-up Theme, Second Made-up Theme"),
    ],
)
def test_a_theme_that_no_indicator_has_is_refused(theme, remedy):
    with pytest.raises(InputError) as stopped:
        workbook.open_workbook({**GIVEN, "theme": theme}, MADE_UP_PLACE)
    (problem,) = stopped.value.problems
    assert (problem.file, problem.column) == ("made-up-place-2023-24-q2.yaml", "theme")
    assert problem.remedy == remedy


@pytest.mark.parametrize("theme", ["", "made-up theme"])
def test_no_theme_and_another_spelling_of_its_page_are_fine(theme):
    assert workbook.open_workbook({**GIVEN, "theme": theme}, MADE_UP_PLACE).params.theme == theme


def test_a_report_of_documents_has_no_theme_to_miss(book):
    sections.stop_if_no_such_theme(book.params.model_copy(update={"theme": "whatever"}), ())


def test_what_is_wrong_for_every_area_is_said_when_they_are_read_ahead(monkeypatch):
    monkeypatch.chdir(MADE_UP_PLACE.parent)
    monkeypatch.setattr(params, "find_root", lambda start: MADE_UP_PLACE)
    with pytest.raises(InputError, match="no indicator has the theme 'Mad-up Theme'"):
        workbook.read_ahead(Params(**{**GIVEN, "theme": "Mad-up Theme"}))


def test_what_was_read_for_one_area_serves_the_others(made_up_root, monkeypatch):
    (made_up_root / "params" / "areas").mkdir()
    (made_up_root / "params" / "areas" / "two.csv").write_text(
        "code,name\nE1,Made-up Place\nE2,Made-up Region\n"
    )
    given = {**GIVEN, "areas": "two.csv", "area": ""}
    first = workbook.open_workbook(given, made_up_root)
    assert first.params.area == "Made-up Place"
    workbook.keep(first)
    monkeypatch.setattr(inputs, "read_materials", None)
    second = workbook.open_workbook({**given, "area": "Made-up Region"}, made_up_root)
    assert second.params.area == "Made-up Region"
    assert second.release.materials is first.release.materials
