"""One cell means the same in every table that is delivered: each text of a cell in each kind of table."""

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds import (
    budgets,
    capital_programmes,
    populations,
    printed_tables,
    projects,
    three_year_targets,
)
from analysis.extracts.readers import cells, table_csv
from analysis.extracts.validation import validate
from document_files import entry
from made_up_figures import a_count, a_delivery, a_percentage, a_report, a_row

NUMBERS = {
    "5": (5, "final"), "0": (0, "final"), "+5": (5, "final"), "007": (7, "final"), "1,234": (1234, "final"),
    "1,234,567": (1234567, "final"), "12.50": (12.5, "final"), "5 [p]": (5, "provisional"),
    "12 [r]": (12, "revised"), "12[R]": (12, "revised"), "999999999999999": (999999999999999, "final"),
}  # fmt: skip
NONE = {
    "": "not received", "-": "not received", "–": "not received", "—": "not received", "−": "not received",
    "..": "not received", ":": "not received", "[x]": "not received", "[c]": "suppressed", "[C]": "suppressed",
    "*": "suppressed", "<5": "suppressed", "< 5": "suppressed", ">95": "suppressed", "≤ 5": "suppressed",
    "<5%": "suppressed", "[z]": "not applicable", "n/a": "not applicable", "N/A": "not applicable",
    "illegible": "illegible", "Illegible": "illegible",
}  # fmt: skip
REFUSED = {
    "5 [e]": "[e] (an estimate)", "5 [u]": "[u] (of low reliability)", "0 [low]": "[low] (so low",
    "[low]": "[low] (so low", "5 [b]": "[b] (a break", "5 [note 1]": "[note] (a note)", "5 [f]": "[f] (a forecast)",
    "5 [c]": "has a figure and a mark that says there is none", "[p]": "is not a number",
    "£5": "is in pounds, its unit is not", "5%": "is a percentage, its unit is not",
    "５": "is not a number in the digits 0 to 9",
    "٥": "is not a number in the digits 0 to 9", "–5": "it begins with a dash",
    "9" * 400: "has more than 15 digits", "1000000000000000": "has more than 15 digits",
    "1e300": "written in full", "1e-05": "written in full", "1.2m": "written in full",
    "5k": "written in full", "#DIV/0!": "is an error of a spreadsheet", "1,23": "is not a number",
    "1.2.3": "is not a number", "+-5": "is not a number", "1 234": "is not a number", "5-10": "is not a number",
    "5 [p] [r]": "is not a number", "5?": "is not a number", "[q]": "is not a number",
}  # fmt: skip
WORDS = ("nan", "inf", "abc", "5 or so")
"""No numbers; a plan alone may say a target in words, and is taken at its word."""


def table_of(*rows):
    """Lists of cells under a heading, as the reader of tables hands them on."""
    heading, *lines = rows
    return cells.frame_of(
        heading, [(n, [str(cell) for cell in line]) for n, line in enumerate(lines, 2)], "t"
    )


def of_indicators(text, unit="crimes"):
    row = a_row(measure="projected_outturn", period="2012-13", unit=unit, value=text)
    found = validate([a_delivery(row, a_row(section="beside"))], (a_count(),), a_report())
    if found.refused:
        raise InputError([line.problem for line in found.refused])
    figure = next(f for f in found.observations.figures if f.section != "beside")
    return figure.value, figure.status


def said(figure):
    """Value and status of a printed figure."""
    words = {"hidden by its source": "suppressed", "not printed": "not received", "nothing printed": "not received",
             "illegible in the source": "illegible"}  # fmt: skip
    return figure.value, words.get(figure.why_none, figure.why_none) or figure.status


def of_budgets(text):
    heading = ("department", "block", "line", *budgets.FIGURES)
    rows = (("D", "B", "Staff", text, 1, 1, 0), ("D", "B", "Rent", "illegible", 1, 1, 0),
            ("D", "B", "Total B", 9, 2, 2, 0))  # fmt: skip
    return said(budgets.make(table_of(heading, *rows), entry()).lines[0].annual)


def of_capital(text):
    rows = (("Road", text, 1, 1, 1), ("Total", 9, 1, 1, 1))
    table = table_of(("scheme", *capital_programmes.FIGURES), *rows)
    return said(capital_programmes.make(table, entry()).schemes[0].figures[0])


def of_printed_tables(text):
    rows = (("T", "a", "part", text, "people", "", ""), ("T", "b", "part", "illegible", "people", "", ""),
            ("T", "all", "total", 9, "people", "", ""))  # fmt: skip
    table = table_of(printed_tables.COLUMNS, *rows)
    return said(printed_tables.make(table, entry()).tables[0].lines[0].figure)


HEAD = ("ref", "formerly", "title", "unit", "polarity", "actual_2011_12", "target_2012_13")


def of_actuals(text):
    table = table_of(HEAD, ("A", "", "t", "visits", "lower", text, 9))
    return said(three_year_targets.make(table, entry()).rows[0].actual)


def of_projects(text):
    table = table_of(projects.COLUMNS, ("summary", "", "green", 9, "", ""), ("summary", "", "", text, "", ""))
    return said(projects.make(table, entry()).total)


def of_populations(text):
    table = table_of(populations.COLUMNS, ("E1", "A", "2021", text, "estimates"))
    return populations.make(table, entry()).estimates[0].people, "final"


NEEDS_A_NUMBER = (of_projects, of_populations)
TABLES = (of_indicators, of_budgets, of_capital, of_printed_tables, of_actuals, of_projects, of_populations)


def outcome(table, text):
    """What the table makes of the cell: value and status, or the words of its refusal."""
    try:
        return table(text)
    except InputError as refused:
        assert all(problem.remedy and problem.row for problem in refused.problems)
        return str(refused)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
@pytest.mark.parametrize("text", [*NUMBERS, *NONE, *REFUSED, *WORDS], ids=lambda text: text[:20] or "empty")
def test_a_cell_means_the_same_in_every_table(text, table):
    found = outcome(table, text)
    if text in NUMBERS:
        value, status = NUMBERS[text]
        if table is of_populations:
            assert found == (value, "final") or (value == 0 and "is not a population" in found)
        elif table is of_projects and (value != int(value) or value == 0):
            assert "is not a number of projects" in found or "a summary of no project" in found
        else:
            assert found == (value, status)
    elif text in NONE:
        assert isinstance(found, str) if table in NEEDS_A_NUMBER else found == (None, NONE[text])
    elif text in WORDS and table is of_actuals:
        assert found == (None, text)
    else:
        assert isinstance(found, str) and REFUSED.get(text, "is not a number") in found


@pytest.mark.parametrize("text", [text for text, status in NONE.items() if status == "suppressed"])
def test_nothing_is_worked_out_in_place_of_what_a_source_suppresses(text):
    heading = ("department", "block", "line", *budgets.FIGURES)
    rows = (("D", "B", "Staff", text, 1, 1, 0), ("D", "B", "Total B", 9, 1, 1, 0))
    budget = budgets.make(table_of(heading, *rows), entry())
    assert budget.lines[0].annual.value is None and budget.together == ()
    rows = (("T", "a", "part", text, "people", "", ""), ("T", "all", "total", 9, "people", "", ""))
    table = printed_tables.make(table_of(printed_tables.COLUMNS, *rows), entry()).tables[0]
    assert table.lines[0].figure.value is None


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("£5", "pounds", 5), ("-£5", "pounds", -5), ("£-5.25", "pounds per head", -5.25), ("(£1,234)", "pounds", -1234),
        ("(5)", "thousand pounds", -5), ("(1,234.5)", "million pounds", -1234.5), ("5%", "percent", 5),
        ("−5", "thousand pounds", -5), ("−1.5%", "percent reduction", -1.5), ("-0", "pounds", 0),
    ],
)  # fmt: skip
def test_signs_of_money_and_percentages_are_read_in_their_units(text, unit, value):
    found = cells.figure_of(text, unit)
    assert found.value == value and str(found.value) != "-0.0"


def test_brackets_are_less_than_zero_in_tables_of_money_alone():
    found = [outcome(table, "(5)") for table in TABLES]
    assert found[1:3] == [(-5, "final")] * 2
    assert all("is in brackets" in words for words in (found[0], *found[3:]))


@pytest.mark.parametrize(
    ("text", "unit"),
    [("£5", "thousand pounds"), ("(5%)", "percent"), ("(-5)", "pounds"), ("((5))", "pounds")],
)
def test_signs_in_another_unit_are_refused(text, unit):
    with pytest.raises(cells.NoFigureError):
        cells.figure_of(text, unit)


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("5 [p]", 5, ""), ("<5", None, "hidden by its source"), ("illegible", None, "illegible in the source"),
        ("79 (to be confirmed)", 79, ""), ("to be set", None, "to be set"), ("[x]", None, "nothing printed"),
    ],
)  # fmt: skip
def test_targets_of_a_plan_are_read_by_the_same_parser(text, value, words):
    found = three_year_targets.planned("2013-14", text, "percent")
    assert (found.value, found.words) == (value, words)


@pytest.mark.parametrize("text", [*REFUSED, "1.2.3 (to be confirmed)"])
def test_a_target_that_is_a_number_typed_wrong_is_refused_and_not_taken_for_words(text):
    with pytest.raises(InputError, match=r"row 2, column target_2012_13: "):
        three_year_targets.make(table_of(HEAD, ("A", "", "t", "visits", "lower", 9, text)), entry())


def test_an_error_of_a_spreadsheet_is_refused_in_any_column_of_any_csv(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("table,note\nT,#REF!\n,Err:502\nT,# of people\n", encoding="utf-8")
    with pytest.raises(InputError) as stopped:
        table_csv.read(path)
    assert [(p.row, p.column) for p in stopped.value.problems] == [(2, "note"), (3, "note")]


def test_marks_of_documents_are_shown():
    heading = ("department", "block", "line", *budgets.FIGURES)
    rows = (("D", "B", "Staff", "5 [p]", 1, 1, 0), ("D", "B", "Total B", 5, 1, 1, 0))
    annual = budgets.make(table_of(heading, *rows), entry()).lines[0].annual
    assert (annual.value, annual.status, annual.is_final) == (5, "provisional", False)


def test_a_share_of_indicators_takes_the_sign_of_its_unit():
    row = a_row(section="SEEN", ref="SEEN", unit="percent", value="12%")
    found = validate([a_delivery(row)], (a_percentage(),), a_report()).observations.figures
    assert [figure.value for figure in found] == [12]
