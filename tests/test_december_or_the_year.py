"""Labels such as 2011-12, which may be December 2011 or the year: refused by row where the file has months."""

import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.validation import validate
from made_up_figures import a_count, a_delivery, a_percentage, a_report, a_row

COUNTS = {"section": "SEEN", "ref": "SEEN", "measure": "numerator", "unit": "seen"}


def checked(delivery):
    """The figures of a delivery of which no row is refused."""
    found = validate((delivery,), (a_count(), a_percentage()), a_report())
    assert found.refused == ()
    return found.observations


def test_a_label_that_may_be_december_or_the_year_is_refused_by_its_row():
    months = [{**COUNTS, "period": label, "value": "10"} for label in ("2011-11", "2011-12")]
    with pytest.raises(InputError) as raised:
        checked(a_delivery(*(a_row(**row) for row in months)))
    said = str(raised.value)
    assert "row 3" in said and "may be the year or December 2011" in said
    assert "write 'December 2011' for the month, '2011-12 Q1-Q4' for the year" in said


@pytest.mark.parametrize(("label", "months"), [("December 2011", 1), ("2011-12 Q1-Q4", 12)])
def test_the_ways_out_of_a_label_that_may_be_either_are_read(label, months):
    november = a_row(**COUNTS, period="2011-11", value="10")
    figures = checked(a_delivery(november, a_row(**COUNTS, period=label, value="10"), a_row())).figures
    assert sorted(f.period.months for f in figures if f.ref == "SEEN") == sorted((1, months))


def test_without_months_in_the_file_a_year_stays_a_year():
    figures = checked(a_delivery(a_row(**COUNTS, period="2011-12", value="10"), a_row())).figures
    assert [f.period.months for f in figures if f.ref == "SEEN"] == [12]
