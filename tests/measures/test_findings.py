"""Findings: each rule fires on a minimal case and keeps still beside it, unit by unit, digit by digit."""

import random
from dataclasses import replace

import pytest

from analysis.definitions import periods
from analysis.measures.findings import CHANGE, CONFLICT, PARTS, PROJECTION, RATE, SHARE, check, same_figure
from made_up_figures import a_count, a_percentage, a_report, figure, observed, share

RATE_UNIT = "crimes per 1000 population"


def found(*figures, indicators=None):
    return check(observed(*figures), indicators or (a_count(), a_percentage()), a_report())


def kinds(*figures, **more):
    return [finding.kind for finding in found(*figures, **more)]


def to_date(value, printed="", **more):
    more |= {"printed": printed} if printed else {}
    return figure("cumulative", "2012-13 Q1-Q2", value, **more)


def last_year(value, **more):
    return figure("cumulative", "2011-12 Q1-Q2", value, row=3, **more)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3.2", "3.18", True), ("3.2", "3.25", True), ("3.2", "3.26", False), ("3.2", "3.15", True),
        ("13.1", "13.10", True), ("85.2", "85.52", False), ("12", "12.4", True), ("12", "12.6", False),
        ("3710", "3710", True), ("3710", "3711", False), ("559", "568", False), ("0", "0", True),
    ],
)  # fmt: skip
def test_two_printings_are_the_same_within_half_the_coarser_digit(one, other, same):
    pair = to_date(float(one), one), to_date(float(other), other)
    assert same_figure(*pair) is same_figure(*reversed(pair)) is same


def test_a_fact_printed_differently_in_two_places_names_both():
    (finding,) = found(to_date(559), to_date(568, source="plan", section="CCC36"))
    assert (finding.kind, finding.ref) == (CONFLICT, "THEFT")
    assert "is 559 in report, THEFT (used here), but 568 in plan, CCC36" in finding.words
    assert [place.value for place in finding.places] == [559, 568]


def test_three_printings_are_one_finding_that_names_those_that_differ():
    table, text = to_date(85.2), to_date(85.52, section="THEFT commentary")
    (finding,) = found(table, text, to_date(85.52, source="plan"), to_date(85.2, source="plan", row=9))
    assert [place.value for place in finding.places] == [85.2, 85.52, 85.52]


@pytest.mark.parametrize(
    "other",
    [
        to_date(559, source="plan"),
        to_date(4.71, "4.71", unit=RATE_UNIT, source="plan"),
        to_date(200, breakdown="cars", source="plan"),
        to_date(200, area="East Town", source="plan"),
        figure("target", "2012-13", 600, source="plan"),
        to_date(None, source="plan", status="suppressed"),
        last_year(761, source="plan"),
    ],
    ids=["equal", "another unit", "a part", "a town", "a target", "suppressed", "another year"],
)
def test_what_is_no_conflict(other):
    assert kinds(to_date(559), other) == []


def change(value, printed="", **more):
    more |= {"printed": printed} if printed else {}
    return figure("change_on_same_period", "2012-13 Q1-Q2", value, **{"unit": "percent", "row": 4, **more})


@pytest.mark.parametrize(
    ("now", "before", "printed", "follows"),
    [
        (3710, 3836, "-3.3", True), (3710, 3836, "-3.28", True), (3710, 3836, "-3", True),
        (3710, 3836, "3.3", False), (3710, 3836, "-3.4", False), (105, 81, "29", False),
        (105, 81, "30", True),
        (36, 34, "5.9", True), (36, 34, "6", True), (36, 34, "5", False), (0, 34, "-100", True),
    ],
)  # fmt: skip
def test_a_printed_change_of_counts_follows_to_its_printed_digit(now, before, printed, follows):
    findings = kinds(to_date(now), last_year(before), change(float(printed), printed))
    assert findings == ([] if follows else [CHANGE])


@pytest.mark.parametrize(
    ("now", "before", "printed", "follows"),
    [("2.9", "3.1", "-4", True), ("2.9", "3.1", "-6.5", True), ("2.9", "3.1", "-12", False)],
)
def test_a_printed_change_of_rounded_figures_may_follow_from_the_unrounded(now, before, printed, follows):
    rate = a_count(kind="rate", unit=RATE_UNIT, second_units=())
    figures = (
        to_date(float(now), now, unit=RATE_UNIT),
        last_year(float(before), printed=before, unit=RATE_UNIT),
        change(float(printed), printed),
    )
    assert kinds(*figures, indicators=(rate,)) == ([] if follows else [CHANGE])


@pytest.mark.parametrize(("printed", "follows"), [(-126, True), (-125, False)])
def test_a_change_in_the_unit_is_a_difference(printed, follows):
    findings = kinds(to_date(3710), last_year(3836), change(printed, unit="crimes"))
    assert findings == ([] if follows else [CHANGE])


def test_a_change_finding_gives_both_figures_and_what_they_make():
    (finding,) = found(to_date(105), last_year(81), change(29))
    assert "is printed as 29 in report, THEFT, but 105 against 81 gives +29.6" in finding.words


@pytest.mark.parametrize("figures", [(to_date(105),), (last_year(81),), (to_date(105), last_year(0)), ()])
def test_a_change_without_both_its_figures_cannot_be_checked(figures):
    assert kinds(*figures, change(29)) == []


def test_a_change_is_held_against_its_own_documents_figures():
    plan = {"source": "plan"}
    figures = to_date(378, **plan), last_year(439, **plan), change(-13.9, **plan)
    assert CHANGE not in kinds(to_date(382), last_year(405), *figures)


def parts(cars, bicycles, **more):
    return to_date(cars, breakdown="cars", row=5, **more), to_date(
        bicycles, breakdown="bicycles", row=6, **more
    )


@pytest.mark.parametrize(("cars", "bicycles", "adds_up"), [(70, 50, True), (70, 49, False), (0, 120, True)])
def test_parts_add_up_to_their_total(cars, bicycles, adds_up):
    assert kinds(to_date(120), *parts(cars, bicycles)) == ([] if adds_up else [PARTS])


def test_a_parts_finding_names_every_part_and_their_sum():
    (finding,) = found(to_date(120), *parts(70, 49))
    assert "is 120 in report, THEFT, but 70 (cars) + 49 (bicycles) make 119" in finding.words


@pytest.mark.parametrize(
    ("total", "of", "adds_up"),
    [("22.18", ("3.18", "19"), True), ("22.1", ("3.2", "18.9"), True), ("23", ("3.2", "18.9"), False)],
)
def test_rounded_parts_add_up_within_their_printed_digits(total, of, adds_up):
    figures = [
        to_date(float(p), p, breakdown=b)
        for p, b in zip((total, *of), ("all", "cars", "bicycles"), strict=True)
    ]
    assert kinds(*figures) == ([] if adds_up else [PARTS])


@pytest.mark.parametrize(
    "figures",
    [
        (to_date(120), parts(70, 49)[0]),
        (to_date(120), *parts(70, 49, source="plan")),
        (
            to_date(120),
            *(figure("target", "2012-13", v, breakdown=b) for v, b in ((7, "cars"), (4, "bicycles"))),
        ),
        (
            to_date(120),
            to_date(70, breakdown="cars"),
            to_date(None, breakdown="bicycles", status="suppressed"),
        ),
    ],
    ids=["a part is not printed", "another document", "another measure", "suppressed"],
)
def test_what_need_not_add_up(figures):
    assert kinds(*figures) == []


def towns(east, west, make=to_date, **more):
    return make(east, area="East Town", row=7, **more), make(west, area="West Town", row=8, **more)


@pytest.mark.parametrize(("east", "west", "adds_up"), [(340, 228, True), (340, 219, False)])
def test_towns_add_up_to_the_area(east, west, adds_up):
    assert kinds(to_date(568), *towns(east, west)) == ([] if adds_up else [PARTS])


def test_towns_of_another_document_are_not_held_against_this_one():
    assert kinds(to_date(559), *towns(340, 228, source="plan")) == []


def test_rates_percentages_and_levels_of_towns_do_not_add_up_and_need_not():
    def seen(value, **more):
        return share("cumulative", "2012-13 Q1-Q2", value, **more)

    level = a_count(kind="level", unit="crimes")
    assert kinds(to_date(4.8, unit=RATE_UNIT), *towns(4.4, 5.2, unit=RATE_UNIT)) == []
    assert kinds(seen(82), *towns(80, 84, make=seen)) == []
    assert kinds(to_date(50), *towns(48, 52), indicators=(level,)) == []


def pair(period, count, rate, **more):
    """A count and the rate printed for it; 118,000 people make 559 a rate of 4.74."""
    measure = "cumulative" if "Q" in period else "outturn"
    printed = f"{rate:.2f}"
    return (
        figure(measure, period, count, **more),
        figure(measure, period, rate, printed=printed, unit=RATE_UNIT, **more),
    )


USUAL = (*pair("2011-12", 1548, 13.10), *pair("2010-11", 1600, 13.60))


@pytest.mark.parametrize(("rate", "follows"), [(4.74, True), (4.76, True), (4.81, False), (4.60, False)])
def test_a_rate_follows_from_its_count_and_the_population_of_the_others(rate, follows):
    assert kinds(*USUAL, *pair("2012-13 Q1-Q2", 559, rate)) == ([] if follows else [RATE])


def test_a_rate_finding_says_what_the_rate_would_be():
    (finding,) = found(*USUAL, *pair("2012-13 Q1-Q2", 559, 4.81))
    assert "is 4.81 in report, THEFT, but 559 crimes on the 117,907 people" in finding.words
    assert "the document's other 2 rates imply would be 4.74" in finding.words


@pytest.mark.parametrize(
    "figures",
    [
        (*USUAL[:2], *pair("2012-13 Q1-Q2", 559, 4.81)),
        (*USUAL, *pair("2012-13 Q1-Q2", 559, 4.81, source="plan")),
        (*USUAL, *pair("2012-13 Q1-Q2", 559, 4.81, area="East Town")),
        (*USUAL, pair("2012-13 Q1-Q2", 559, 4.81)[1]),
        (*USUAL, *pair("2012-13 Q1-Q2", 0, 0.0)),
    ],
    ids=["two rates could both be right", "another document", "another place", "no count", "no crime"],
)
def test_a_rate_that_cannot_be_checked_is_not_found(figures):
    assert kinds(*figures) == []


def test_places_that_take_turns_in_a_document_are_still_one_group_each():
    region = [
        figure(f.measure, f.period.label, 60 * f.value, unit=f.unit, area="Made-up Region")
        for f in USUAL[::2]
    ]
    mixed = [f for together in zip(USUAL[::2], region, USUAL[1::2], strict=True) for f in together]
    assert kinds(*mixed, *pair("2012-13 Q1-Q2", 559, 4.81)) == [RATE]


def percentage(printed, top, bottom, measure="rolling_12_months", **more):
    period = "2012-13 Q2"
    more = {"window": periods.parse("2011-10 to 2012-09"), **more}
    return (
        share(measure, period, float(printed), printed=printed, window=more["window"]),
        share("numerator", period, top, row=3, **more),
        share("denominator", period, bottom, row=4, **more),
    )


@pytest.mark.parametrize(
    ("printed", "top", "bottom", "follows"),
    [
        ("12", 68, 568, True), ("11.97", 68, 568, True), ("12.1", 68, 568, False),
        ("5.9", 2, 34, True), ("6.9", 2, 34, False),
        ("8.50391021050616", 11994, 141041, True), ("8.5039102106", 11994, 141041, False),
    ],
)  # fmt: skip
def test_a_percentage_follows_from_its_counts_to_its_printed_digit(printed, top, bottom, follows):
    assert kinds(*percentage(printed, top, bottom)) == ([] if follows else [SHARE])


def test_both_counts_are_printed_alike():
    (finding,) = found(*percentage("9.9", 11994, 141041))
    assert "but 11,994 of 141,041 is 8.50%" in finding.words


@pytest.mark.parametrize(("printed", "follows"), [("8.8", True), ("5.9", False)])
def test_one_more_case_is_one_more_in_the_numerator(printed, follows):
    findings = kinds(*percentage(printed, 2, 34, measure="one_more_case"))
    assert findings == ([] if follows else [SHARE])


def test_counts_of_other_months_or_of_nobody_cannot_be_checked():
    printed, top, bottom = percentage("6.9", 2, 34)
    of_august = replace(top, window=periods.parse("2011-09 to 2012-08"))
    assert kinds(printed, top, bottom) == [SHARE]
    assert kinds(printed, of_august, bottom) == []
    assert kinds(*percentage("6.9", 0, 0)) == []


def projected(value, **more):
    return figure("projected_outturn", "2012-13", value, row=9, **more)


@pytest.mark.parametrize(("value", "follows"), [(1118, True), (1117, False), (559, False)])
def test_a_printed_projection_is_the_half_year_doubled(value, follows):
    assert kinds(to_date(559), projected(value)) == ([] if follows else [PROJECTION])


def test_a_projection_without_its_figure_of_a_percentage_or_of_another_year_is_not_checked():
    seen = share("cumulative", "2012-13 Q1-Q2", 82), share("projected_outturn", "2012-13", 82, row=9)
    other = figure("projected_outturn", "2011-12", 900, row=9)
    assert kinds(projected(1118)) == kinds(*seen) == kinds(to_date(559), other) == []


def test_a_clean_document_has_no_findings(made_up_root):
    clean = to_date(120), last_year(130), change(-7.7), *parts(70, 50), projected(240)
    assert kinds(*clean) == []


def test_findings_come_in_the_order_of_rules_whatever_the_order_of_figures():
    figures = [
        to_date(559),
        to_date(568, source="plan"),
        last_year(761),
        change(9),
        *parts(1, 2),
        projected(7),
    ]
    expected = [CONFLICT, CHANGE, PARTS, PROJECTION]
    for seed in range(5):
        assert kinds(*random.Random(seed).sample(figures, len(figures))) == expected


def test_figures_of_unlike_months_are_held_against_nothing():
    moved = {"window": periods.parse("2011-09 to 2012-08")}
    rolling = figure("rolling_12_months", "2012-13 Q2", 120)
    assert kinds(rolling, figure("rolling_12_months", "2012-13 Q2", 130, source="plan", **moved)) == []
    cars = figure("rolling_12_months", "2012-13 Q2", 60, breakdown="cars", **moved)
    bicycles = figure("rolling_12_months", "2012-13 Q2", 50, breakdown="bicycles")
    assert kinds(rolling, cars, bicycles) == []
    rise = figure("change_on_same_period", "2012-13 Q2", 50, unit="percent", row=9)
    before = figure("rolling_12_months", "2011-12 Q2", 100, window=periods.parse("2011-04 to 2011-09"))
    assert kinds(rolling, rise, before) == []


@pytest.mark.parametrize("hidden", ["cars", "bicycles"])
def test_no_finding_of_parts_of_which_one_is_suppressed(hidden):
    whole = figure("cumulative", "2012-13 Q1-Q2", 32)
    some = [
        figure("cumulative", "2012-13 Q1-Q2", None if part == hidden else 28, breakdown=part,
               status="suppressed" if part == hidden else "final")
        for part in ("cars", "bicycles")
    ]  # fmt: skip
    assert kinds(whole, *some) == []
