"""Another quarter's files: last quarter's by its latest figure, the next one's by most of its indicators."""

import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.validation import validate
from made_up_figures import a_count, a_delivery, a_percentage, a_report, a_row

INDICATORS = (a_count(), a_percentage(), a_count(ref="ARSON"), a_count(ref="NOISE"))
LATE = {"measure": "in_month", "period": "2012-10"}


def arson(**changes):
    return a_row(ref="ARSON", **changes)


def noise(**changes):
    return a_row(ref="NOISE", **changes)


def checked(*deliveries, **report):
    return validate(deliveries, INDICATORS, a_report(**report))


def test_most_indicators_late_is_another_quarters_file():
    with pytest.raises(InputError) as stopped:
        checked(a_delivery(a_row(**LATE), arson(**LATE), noise()))
    *rows, file = stopped.value.problems
    assert [problem.row for problem in rows] == [2, 3]
    assert (file.file, file.row, file.column) == ("report.csv", None, "period")
    assert file.what == (
        "2 of its 3 indicators have a figure that ends after 30 September 2012, the last day of this report"
    )
    assert "correct year, quarter and as_at" in file.remedy


@pytest.mark.parametrize("rest", [(arson(), noise()), (arson(),), ()])
def test_one_late_indicator_is_withheld(rest):
    found = checked(a_delivery(a_row(**LATE), *rest), a_delivery(noise(section="x"), source="plan"))
    assert [line.ref for line in found.refused] == ["THEFT"]


def test_last_quarters_file_is_known_by_the_figures_that_are_left():
    """A row that is refused does not count for its file: what is left must reach the quarter."""
    early = {"measure": "in_quarter", "period": "2012-13 Q1"}
    files = a_delivery(a_row(value="many"), arson(**early)), a_delivery(noise(), source="plan")
    with pytest.raises(InputError) as stopped:
        checked(*files)
    assert [problem.row for problem in stopped.value.problems] == [2, None]
    assert "its latest figure is for 2012-13 Q1" in stopped.value.problems[1].what


def test_a_file_of_which_nothing_is_left_is_not_of_another_quarter():
    early = a_row(measure="in_quarter", period="2012-13 Q1", section="early")
    found = checked(a_delivery(a_row(value="many"), early), a_delivery(noise(), source="plan"))
    assert {line.ref for line in found.refused} == {"THEFT"}
    assert [figure.ref for figure in found.observations.figures] == ["NOISE"]


def test_what_is_left_must_have_a_figure_of_the_quarter():
    old = noise(measure="outturn", period="2011-12")
    with pytest.raises(InputError) as stopped:
        checked(a_delivery(a_row(value="many")), a_delivery(old, source="plan"))
    assert [problem.column for problem in stopped.value.problems] == ["value", "quarter"]
    assert stopped.value.problems[1].file == f"{a_report().report}.yaml"


def test_another_places_figure_of_the_quarter_is_none_of_the_reports_own():
    old, regions = a_row(measure="outturn", period="2011-12"), a_row(area="Made-up Region")
    with pytest.raises(InputError, match="no file has a figure for 'Made-up Place' in 2012-13 Q2"):
        checked(a_delivery(old, regions))
    assert checked(a_delivery(old, regions, a_row(area="East Town"))).refused == ()
    assert checked(a_delivery(old, regions), areas="list.csv").refused == ()
