"""Validation: each kind of bad cell, named by file, row, column, value and remedy; all of them at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.definitions.errors import InputError
from analysis.extracts.readers import figures_csv
from analysis.extracts.validation import validate
from made_up_figures import a_count, a_delivery, a_percentage, a_report, a_row

INDICATORS = (a_count(), a_percentage())
SHARE = {"section": "SEEN", "ref": "SEEN", "unit": "percent"}


def checked(*deliveries, indicators=INDICATORS, **report):
    """The figures of deliveries of which no row is refused."""
    found = validate(deliveries, indicators, a_report(**report))
    assert found.refused == ()
    return found.observations


def problems_of(*deliveries, **report):
    """All problems, whether they stop the report or withhold an indicator."""
    try:
        return tuple(line.problem for line in validate(deliveries, INDICATORS, a_report(**report)).refused)
    except InputError as stopped:
        return stopped.problems


def value_of(**changes):
    """The one figure of a delivery beside which a figure of the quarter stands."""
    figures = checked(a_delivery(a_row(**changes), a_row(section="beside")), indicators=INDICATORS).figures
    return next(figure for figure in figures if figure.section != "beside")


def with_figures(assessment):
    """The deliveries that hold figures of indicators."""
    return tuple(delivery for delivery in assessment.deliveries if delivery.holds_figures)


BAD_CELLS = [
    # column, row, what the message says, what the remedy says
    ("value", {"value": "abc"}, "'abc' is not a number", "type the figure as printed"),
    ("value", {"value": "12 or so"}, "'12 or so' is not a number", "[c], [x] or [z] for none"),
    ("value", {"value": "1,23"}, "'1,23' is not a number", "type the figure as printed"),
    ("value", {"value": "1.2.3"}, "'1.2.3' is not a number", "type the figure as printed"),
    ("value", {"value": "1e5"}, "'1e5' is not a number", "type the figure in full"),
    ("value", {"value": "nan"}, "'nan' is not a number", "type the figure as printed"),
    ("value", {"value": "inf"}, "'inf' is not a number", "type the figure as printed"),
    ("value", {"value": "=1+1"}, "'=1+1' is not a number", "type the figure as printed"),
    ("value", {"value": "£12"}, "'£12' is in pounds, its unit is not", "type the number alone"),
    ("value", {"value": "2012-09-30"}, "'2012-09-30' is not a number", "type the figure as printed"),
    ("value", {"value": "[q]"}, "'[q]' is not a number", "type the figure as printed"),
    ("value", {"value": "-3"}, "'-3' is negative", "zero or more"),
    ("value", {"value": "3.5"}, "'3.5' is not a whole number", "a count is whole"),
    ("value", {"value": "12%"}, "'12%' is a percentage, its unit is not", "correct value or unit"),
    ("value", {**SHARE, "value": "100.1"}, "'100.1' is above 100 per cent", "ask the source for the right percentage"),
    ("value", {**SHARE, "value": "-0.1"}, "'-0.1' is negative", "zero or more"),
    (
        "value", {**SHARE, "measure": "numerator", "unit": "seen", "value": "1.5"},
        "'1.5' is not a whole number", "a count is whole",
    ),
    ("value", {"measure": "target", "period": "2012-13", "value": "-1"}, "'-1' is negative", "zero or more"),
    (
        "value", {"measure": "progress_rating", "unit": "word", "value": "grean"},
        "'grean' is not a rating", "green, amber, red",
    ),
    ("ref", {"ref": "THEFTS"}, "'THEFTS' is not a known indicator", "did you mean 'THEFT'"),
    ("ref", {"ref": ""}, "'' is not a known indicator", "add its definition to params/indicators"),
    ("ref", {"ref": "theft"}, "'theft' is not a known indicator", "add its definition"),
    ("area", {"area": "East Twon"}, "'East Twon' is not a known area", "did you mean 'East Town'"),
    ("area", {"area": "Elsewhere"}, "'Elsewhere' is not a known area", "name it in the params file"),
    ("area", {"area": ""}, "'' is not a known area", "name it in the params file"),
    ("breakdown", {"breakdown": "car"}, "'car' is not a known breakdown", "did you mean 'cars'"),
    ("breakdown", {"breakdown": "boats"}, "'boats' is not a known breakdown", "add it to the indicator"),
    ("measure", {"measure": "cumulativ"}, "'cumulativ' is not a known measure", "did you mean 'cumulative'"),
    ("measure", {"measure": "mean"}, "'mean' is not a known measure", "allowed are outturn, cumulative"),
    ("unit", {"unit": "offences"}, "'offences' is not a unit of THEFT", "allowed: crimes or crimes per 1000"),
    ("unit", {**SHARE, "measure": "numerator", "value": "3"}, "'percent' is not a unit", "allowed: seen"),
    ("unit", {**SHARE, "measure": "denominator", "value": "3"}, "'percent' is not a unit", "allowed: people"),
    (
        "unit", {"measure": "change_on_same_period", "unit": "points", "value": "-3"},
        "'points' is not a unit", "allowed: percent or crimes",
    ),
    ("period", {"period": "2012-14"}, "'2012-14' is not a period", "write a year (2012-13)"),
    ("period", {"period": "Q2"}, "'Q2' is not a period", "write a year (2012-13)"),
    ("period", {"period": ""}, "'' is not a period", "write a year (2012-13)"),
    ("period", {"period": "2012-13 Q2"}, "period that 'cumulative' can have", "give a to date period"),
    ("period", {"period": "2012-05 to 2012-09"}, "period that 'cumulative' can have", "give a to date"),
    ("period", {"measure": "outturn"}, "period that 'outturn' can have", "give a year period"),
    ("period", {"measure": "target"}, "period that 'target' can have", "give a year period"),
    ("period", {"measure": "in_quarter"}, "period that 'in_quarter' can have", "give a quarter period"),
    (
        "period", {"measure": "in_quarter", "period": "2012-05 to 2012-07"},
        "period that 'in_quarter' can have", "give a quarter period",
    ),
    (
        "period", {"measure": "in_month", "period": "2012-13 Q2"},
        "period that 'in_month' can have", "give a month period",
    ),
    (
        "period", {"period": "2012-13 Q1-Q3"},
        "'2012-13 Q1-Q3' ends after 30 September 2012", "check the period",
    ),
    (
        "period", {"measure": "in_month", "period": "2012-10"},
        "'2012-10' ends after 30 September 2012", "as_at of the params file",
    ),
    (
        "note", {**SHARE, "measure": "rolling_12_months", "period": "2012-13 Q2", "value": "12",
                 "note": "covers 0000-01 to 0000-12"},
        "is not a period", "such as 'covers 2021-01 to 2021-12'",
    ),
    (
        "note", {**SHARE, "measure": "rolling_12_months", "period": "2012-13 Q2", "value": "12",
                 "note": "rolling 12 months to Agust 2012"},
        "'Agust 2012' is not a month", "'rolling 12 months to August 2012'",
    ),
    (
        "note", {**SHARE, "measure": "rolling_12_months", "period": "2012-13 Q2", "value": "12",
                 "note": "rolling 12 months to December 2012"},
        "'December 2012' ends after 30 September 2012", "check the note",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("column", "row", "says", "remedy"), BAD_CELLS, ids=lambda case: str(case)[:50])
def test_a_bad_cell_is_named_by_file_row_column_value_and_remedy(column, row, says, remedy):
    (problem,) = problems_of(a_delivery(a_row(section="right"), a_row(**row)))
    assert (problem.file, problem.row, problem.column) == ("report.csv", 3, column)
    assert says in problem.what
    assert remedy in problem.remedy


def test_all_problems_of_all_rows_and_deliveries_come_at_once():
    rows = [a_row(**row) | {"section": str(number)} for number, (_, row, _, _) in enumerate(BAD_CELLS)]
    problems = problems_of(a_delivery(*rows), a_delivery(*rows, source="plan"))
    found = [(problem.file, problem.row, problem.column) for problem in problems]
    for file in ("report.csv", "plan.csv"):
        assert [place for place in found if place[0] == file] == [
            (file, number, column) for number, (column, *_) in enumerate(BAD_CELLS, start=2)
        ]


def test_all_bad_cells_of_one_row_come_at_once():
    row = a_row(ref="X", measure="mean", period="soon", area="Mars", value="abc")
    assert [problem.column for problem in problems_of(a_delivery(row))] == [
        "ref", "measure", "period", "area", "value",
    ]  # fmt: skip


@given(
    st.permutations([a_row(), a_row(breakdown="cars", value="70"), a_row(breakdown="bicycles", value="50")])
)
def test_the_order_of_rows_changes_no_figure(rows):
    facts = {(figure.key, figure.value) for figure in checked(a_delivery(*rows)).figures}
    assert len(facts) == 3
    assert {value for _, value in facts} == {120, 70, 50}


def test_nothing_is_dropped_every_row_delivered_is_one_figure(halton):
    deliveries = with_figures(halton)
    delivered = {(d.entry.file, row) for d in deliveries for row in d.rows["row"]}
    observed = [(figure.file, figure.row) for figure in halton.observations.figures]
    assert set(observed) == delivered
    assert len(observed) == sum(len(d.rows) for d in deliveries)


def test_every_figure_is_as_printed(halton):
    cells = {(d.entry.file, r.row): r for d in with_figures(halton) for r in d.rows.itertuples(index=False)}
    for figure in halton.observations.figures:
        cell = cells[figure.file, figure.row]
        assert figure.printed == cell.value
        assert figure.word == cell.value or float(cell.value) == figure.value


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("[c]", "suppressed"), ("[C]", "suppressed"), ("*", "suppressed"), ("<5", "suppressed"),
        ("< 10", "suppressed"), ("[z]", "not applicable"), ("n/a", "not applicable"),
        ("N/A", "not applicable"),
        ("[x]", "not received"), ("..", "not received"), ("-", "not received"), ("", "not received"),
    ],
)  # fmt: skip
def test_no_number_has_four_meanings_and_none_of_them_is_zero(cell, status):
    figure = value_of(value=cell)
    assert (figure.value, figure.status, figure.printed) == (None, status, cell)


@pytest.mark.parametrize(
    ("cell", "value", "decimals", "status"),
    [
        ("0", 0, 0, "final"), ("3710", 3710, 0, "final"), ("3,710", 3710, 0, "final"), ("007", 7, 0, "final"),
        ("1,234,567", 1234567, 0, "final"), ("120 [p]", 120, 0, "provisional"), ("120[r]", 120, 0, "revised"),
        ("+5", 5, 0, "final"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_printed(cell, value, decimals, status):
    figure = value_of(value=cell)
    assert (figure.value, figure.decimals, figure.status) == (value, decimals, status)


@pytest.mark.parametrize(
    ("cell", "value", "decimals"), [("13.10", 13.1, 2), ("14.9", 14.9, 1), ("12%", 12, 0), ("100", 100, 0)]
)
def test_printed_decimals_are_kept(cell, value, decimals):
    figure = value_of(**SHARE, value=cell)
    assert (figure.value, figure.decimals) == (value, decimals)


@pytest.mark.parametrize(
    "row",
    [
        {"measure": "target", "period": "2012-13", "value": "8065"},
        {"measure": "target", "period": "2015-16", "value": "8065"},
        {"measure": "target_to_date", "value": "4032.5"},
        {"measure": "outturn", "period": "2011-12", "value": "7434"},
        {"measure": "in_quarter", "period": "2012-13 Q2"},
        {"measure": "in_quarter", "period": "2012-Q3"},
        {"measure": "in_month", "period": "2012-09"},
        {"measure": "in_month", "period": "2011-12"},
        {"measure": "projected_outturn", "period": "2012-13", "value": "240"},
        {"measure": "change_on_same_period", "unit": "percent", "value": "-3.3"},
        {"measure": "change_since_2009_10", "period": "2011-12", "unit": "percent", "value": "-64"},
        {"measure": "progress_rating", "unit": "word", "value": "amber"},
        {"unit": "crimes per 1000 population", "value": "4.81"},
        {"area": "East Town"}, {"area": "Made-up Region"}, {"area": "England"}, {"area": "Neighbour"},
        {**SHARE, "measure": "rolling_12_months", "period": "2012-13 Q2", "value": "12"},
        {**SHARE, "measure": "numerator", "unit": "seen", "value": "30", "note": "Census 2011 is not used"},
    ],
    ids=lambda row: " ".join(map(str, row.values()))[:50],
)  # fmt: skip
def test_what_is_right_is_not_refused(row):
    assert value_of(**row).measure == row.get("measure", "cumulative")


def test_december_of_2011_is_a_month_where_a_monthly_figure_is_asked_for():
    assert value_of(measure="in_month", period="2011-12").period.in_words() == "December 2011"
    assert value_of(measure="outturn", period="2011-12").period.months == 12


@pytest.mark.parametrize(
    ("note", "window"),
    [
        ("", "2011-10 to 2012-09"),
        ("rolling 12 months to August 2012", "2011-09 to 2012-08"),
        ("August 2012", "2011-09 to 2012-08"),
        ("August 2012; printed without the length of the period", "2011-09 to 2012-08"),
        ("+17 to reach target; rolling 12 months to August 2012", "2011-09 to 2012-08"),
        ("a new provider from February 2012", "2011-10 to 2012-09"),
    ],
)
def test_a_note_moves_the_months_of_a_rolling_year(note, window):
    row = {**SHARE, "measure": "rolling_12_months", "period": "2012-13 Q2", "value": "12", "note": note}
    assert value_of(**row).window.label == window


def test_a_reduction_may_be_an_increase():
    reduction = a_percentage(ref="CUT", unit="percent reduction", accumulates="last", breakdowns=())
    row = a_row(ref="CUT", unit="percent reduction", value="-4.5")
    (figure,) = checked(a_delivery(row), indicators=(*INDICATORS, reduction)).figures
    assert figure.value == -4.5


def test_the_same_key_twice_in_one_delivery_is_an_error():
    (problem,) = problems_of(a_delivery(a_row(), a_row(breakdown="cars"), a_row(value="121")))
    assert (problem.file, problem.row) == ("report.csv", 4)
    assert "the same figure is in row 2 already" in problem.what
    assert "THEFT, THEFT, all, Made-up Place, 2012-13 Q1-Q2, cumulative, crimes" in problem.what
    assert "remove one of the two" in problem.remedy


def test_a_label_spelt_otherwise_is_the_same_period():
    quarter = {"measure": "in_quarter", "value": "60"}
    first, again = a_row(period="2012-13 Q2", **quarter), a_row(period="2012-Q3", **quarter)
    assert "is in row 2 already" in problems_of(a_delivery(first, again))[0].what


@pytest.mark.parametrize(
    "other",
    [
        {"section": "THEFT commentary"}, {"breakdown": "cars"}, {"area": "East Town"},
        {"period": "2011-12 Q1-Q2"}, {"unit": "crimes per 1000 population"},
        {"measure": "target_to_date"},
    ],
    ids=str,
)  # fmt: skip
def test_another_key_in_one_delivery_is_not_an_error(other):
    assert len(checked(a_delivery(a_row(), a_row(**other))).figures) == 2


def test_the_same_fact_in_two_deliveries_is_not_an_error_and_both_are_kept():
    figures = checked(a_delivery(a_row(value="122"), source="plan"), a_delivery(a_row())).figures
    assert [(figure.source, figure.value) for figure in figures] == [("report", 120), ("plan", 122)]


def counts(top, bottom, **changes):
    return (
        a_row(**SHARE | {"unit": "seen"}, measure="numerator", value=top, **changes),
        a_row(**SHARE | {"unit": "people"}, measure="denominator", value=bottom, **changes),
    )


def test_a_numerator_above_its_denominator_is_named_with_both():
    (problem,) = problems_of(a_delivery(a_row(), *counts("35", "34")))
    assert (problem.file, problem.row, problem.column) == ("report.csv", 3, "value")
    assert problem.what == "numerator 35 is above its denominator 34 in row 4"


@pytest.mark.parametrize(
    ("top", "bottom"), [("34", "34"), ("0", "34"), ("0", "0"), ("[c]", "34"), ("35", "[x]")]
)
def test_a_numerator_up_to_its_denominator_is_right(top, bottom):
    assert len(checked(a_delivery(a_row(), *counts(top, bottom))).figures) == 3


def test_counts_of_other_quarters_are_not_each_others():
    early, late = counts("20", "25", period="2012-13 Q1"), counts("30", "40", period="2012-13 Q2")
    assert len(checked(a_delivery(*early, *late, a_row())).figures) == 5


@pytest.mark.parametrize(
    "rows", [[{"period": "2012-13 Q1"}], [{"period": "2012-13 Q1"}, {"period": "2011-12"}]]
)
def test_last_quarters_file_sent_again_is_refused_by_its_latest_figure(rows):
    measures = {"2012-13 Q1": "in_quarter", "2011-12": "outturn"}
    again = a_delivery(*(a_row(**row, measure=measures[row["period"]]) for row in rows), source="plan")
    (problem,) = problems_of(a_delivery(a_row()), again)
    assert (problem.file, problem.column) == ("plan.csv", "period")
    assert problem.what == "its latest figure is for 2012-13 Q1, the report is for 2012-13 Q2"
    assert "receive the right file" in problem.remedy


def test_a_delivery_without_figures_of_this_year_need_not_reach_the_quarter():
    plan = a_delivery(a_row(measure="outturn", period="2011-12"), source="plan")
    assert len(checked(a_delivery(a_row()), plan).figures) == 2


def test_a_delivery_in_arrears_reaches_the_quarter_with_the_latest_that_is_due():
    late = a_count(ref="LATE", arrears=1)
    row = a_row(ref="LATE", measure="in_quarter", period="2012-13 Q1")
    assert len(checked(a_delivery(row), indicators=(*INDICATORS, late)).figures) == 1
    with pytest.raises(InputError, match="its latest figure is for 2012-13 Q1"):
        checked(a_delivery(row), indicators=(*INDICATORS, late), quarter=3, as_at="2012-12-31")


def test_a_report_for_which_nothing_was_delivered_is_refused():
    plan = a_delivery(a_row(measure="outturn", period="2011-12"))
    (problem,) = problems_of(plan)
    assert problem.what == "no file has a figure in 2012-13 Q2"
    assert "correct year and quarter in the params file" in problem.remedy


def test_the_next_quarters_parameters_over_this_quarters_files_are_refused(halton, halton_params):
    late = halton_params.model_copy(update={"quarter": 3, "as_at": "2012-12-31"})
    with pytest.raises(InputError) as stopped:
        validate(with_figures(halton), halton.indicators, late)
    assert {problem.file for problem in stopped.value.problems} == {
        "scs_midyear.csv",
        "q2_priority_report.xlsx",
    }


def test_figures_known_later_than_the_reports_day_are_refused(halton, halton_params):
    early = halton_params.model_copy(update={"quarter": 1, "as_at": "2012-06-30"})
    with pytest.raises(InputError) as stopped:
        validate(with_figures(halton), halton.indicators, early)
    assert len(stopped.value.problems) > 50
    assert all("ends after 30 June 2012" in problem.what for problem in stopped.value.problems)


def test_a_blank_section_is_the_reference():
    assert value_of(section="").section == "THEFT"


def test_hostile_text_is_text():
    note = "<script>alert(1)</script>"
    assert value_of(note=note).note == note


def test_a_planted_fault_in_the_real_delivery_is_found_and_nothing_else(halton, halton_params, tmp_path):
    text = tmp_path / "scs_midyear.csv"
    delivery, *others = with_figures(halton)
    lines = delivery.rows.drop(columns="row")
    lines.loc[3, "value"] = "37l0"
    lines.to_csv(text, index=False)
    broken = type(delivery)(delivery.entry, figures_csv.read(text))
    found = validate((broken, *others), halton.indicators, halton_params)
    (line,) = found.refused
    assert (line.ref, line.rule) == ("SH1", "is not a number")
    assert found.observations.figures == tuple(f for f in halton.observations.figures if f.ref != "SH1")
    assert str(line.problem) == (
        "scs_midyear.csv, row 5, column value: '37l0' is not a number. "
        "To fix it: type the figure as printed, or [c], [x] or [z] for none."
    )
