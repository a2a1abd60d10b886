"""Figures in the millions, in thousandths, in pounds and pence and below zero go through every page as they are."""

import re
import warnings

import pytest

from analysis.definitions.indicators import Indicator
from analysis.definitions.targets import Agreed
from analysis.judgements.assessments import assess_area
from analysis.judgements.inputs import Materials
from analysis.pages import html, sections
from analysis.pages.workbook import Workbook
from made_up_figures import REGION, a_delivery, a_report, figure, observed

PAST = ("2011-12 Q1", "2011-12 Q2", "2011-12 Q3", "2011-12 Q4")
NOW = ("2012-13 Q1", "2012-13 Q2")
SERIES = {
    "MANY": ("count", "crimes", "sum", 4691360,
             ["1,172,840", "1,234,567", "1,100,000", "1,150,003", "1,172,841", "1,172,838"]),
    "FEW": ("rate", "calls per 1000 people", "sum", 0.0165, ["0.004", "0.005", "0.004", "0.003", "0.004", "0.003"]),
    "PENCE": ("money", "pounds", "sum", 5000.5, ["1234.50", "1190.25", "1300.10", "1250.00", "1210.05", "1199.95"]),
    "BILLS": ("money", "£ million", "sum", 5.5, ["1.4", "1.6", "1.1", "1.9", "1.3", "1.2"]),
    "BELOW": ("money", "£ million", "sum", -0.4, ["-0.3", "0.2", "-0.1", "0.1", "-0.2", "-0.1"]),
    "FROST": ("level", "degrees", "last", -1.5, ["-2.5", "-1.5", "0.5", "-0.5", "-2.0", "-1.0"]),
    "DAYS": ("level", "days", "last", 9, ["9.4", "9.6", "9.1", "8.9", "9.3", "9.2"]),
    "AIR": ("level", "µg/m3", "last", 19.5, ["24.1", "21.3", "20.0", "20.4", "20.1", "19.9"]),
    "SHARE": ("percentage", "percent", "ratio", 12.5, ["11.5", "12.25", "12.5", "13.0", "12.75", "12.2"]),
}  # fmt: skip


def an_indicator(ref: str) -> Indicator:
    kind, unit, how, _, _ = SERIES[ref]
    counts = {"numerator": "left", "denominator": "people"} if ref == "SHARE" else {}
    return Indicator(
        ref=ref, title=f"Made-up {ref.lower()}", theme="Magnitudes", polarity="lower", kind=kind, unit=unit,
        accumulates=how, direction_tolerance=5, breakdowns=({"name": "all", "total": True, **counts},),
    )  # fmt: skip


def figures_of(ref: str):
    _, unit, _, _, cells = SERIES[ref]
    for row, (period, cell) in enumerate(zip((*PAST, *NOW), cells, strict=True), start=2):
        value = float(cell.replace(",", ""))
        yield figure("in_quarter", period, value, ref=ref, section=ref, unit=unit, printed=cell, row=row)
    if ref == "SHARE":
        at = {"ref": ref, "section": ref}
        yield figure("numerator", NOW[1], 305, unit="left", **at)
        yield figure("denominator", NOW[1], 2500, unit="people", **at)
        yield figure("in_quarter", NOW[1], 14.75, unit="percent", area=REGION, **at)


def agreed(ref: str) -> Agreed:
    return Agreed(ref=ref, kind="value", value=SERIES[ref][3], set_by="board", where="plan")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The HTML of every page, made with every warning an error."""
    indicators = tuple(map(an_indicator, SERIES))
    observations = observed(*(found for ref in SERIES for found in figures_of(ref)))
    materials = Materials((a_delivery(),), (), indicators, tuple(map(agreed, SERIES)), observations)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Workbook(assess_area(materials, a_report(sources="report")), None)
        made = {page.name: page for page in sections.planned(book)}
        shown = {name: html.fragment(book.section(name)) for name in made}
        tables = {f"{name}.csv": book.table(name).text for name in made}
        return {**shown, **tables, "judgements.csv": book.judgements_csv()}


def words_of(page: str) -> str:
    """What a person reads of a page, alternative texts and drawings among it; no lines of a drawing."""
    return re.sub(r"<[^>]*>", " ", re.sub(r' (d|points|transform|style)="[^"]*"', "", page))


def test_no_number_has_an_exponent_or_a_minus_before_a_nought(pages):
    for name, page in pages.items():
        text = words_of(page)
        assert not re.search(r"\d[eE][+-]?\d", text), name
        assert not re.search(r"(?<![\d.])[−-]0(\.0+)?(?![\d.])", text), name


@pytest.mark.parametrize("ref", SERIES)
def test_every_delivered_figure_is_printed_as_delivered(ref, pages):
    unit, cells = SERIES[ref][1], SERIES[ref][4]
    text = words_of(pages["indicators-magnitudes"])
    for cell in cells:
        shown = cell.replace("-", "−")
        shown = f"{float(shown):,.2f}" if unit == "pounds" else shown
        assert re.search(rf"(?<![\d.,]){re.escape(shown)}(?![\d,]|\.\d)", text), cell


@pytest.mark.parametrize(
    ("ref", "target"),
    [
        ("MANY", "4,691,360 or fewer"), ("FEW", "0.0165 or less"), ("PENCE", "5,000.50 or less"),
        ("BILLS", "5.5 or less"), ("BELOW", "−0.4 or less"), ("FROST", "−1.5 or fewer"), ("DAYS", "9.0 or fewer"),
        ("AIR", "19.5 or less"), ("SHARE", "12.5% or less"),
    ],
)  # fmt: skip
def test_a_target_is_printed_as_agreed_wherever_it_stands(ref, target, pages):
    assert pages["indicators-magnitudes"].count(target) >= 2 and target in pages["scorecard"]


def test_sums_have_the_decimals_of_their_parts(pages):
    text = words_of(pages["indicators-magnitudes"])
    for so_far in ("2,345,679", "0.007", "2,410.00", "2.5", "−0.3"):
        assert re.search(rf"(?<![\d.,]){re.escape(so_far)}(?![\d,]|\.\d)", text), so_far


def test_one_interval_has_one_printed_form(pages):
    intervals = set(re.findall(r"95% interval ([\d.]+% to [\d.]+%)", pages["comparisons"]))
    table = set(re.findall(r"<td[^>]*>([\d.]+% to [\d.]+%) <small>Wilson", pages["comparisons"]))
    assert len(intervals) == 1 and intervals <= table


def test_a_symbol_keeps_its_case(pages):
    assert "\u039c" not in "".join(pages.values()) and "µg/m3" in pages["indicators-magnitudes"]
