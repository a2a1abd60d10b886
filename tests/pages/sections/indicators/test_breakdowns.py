"""Parts and places, other printed figures, ratings and definitions of an indicator."""

from dataclasses import replace

from analysis.pages.sections.indicators import breakdowns


def indicator(halton, ref):
    return next(i for i in halton.indicators if i.ref == ref)


def rest(halton, ref):
    return [j for j in halton.of(ref) if not j.headline]


def test_parts_and_places_stand_beside_each_other(halton):
    table = breakdowns.parts_table(rest(halton, "SH16"), indicator(halton, "SH16"), "Halton")
    rows = {row["part"].text: row for row in table.rows}
    assert rows["Robbery"]["to_date"].value == 36 and rows["Robbery"]["same_period_last_year"].value == 34
    assert (
        rows["Robbery"]["change"].text == "up 5.9%" and rows["Robbery"]["direction"].text == "No clear change"
    )
    assert rows["Runcorn"]["to_date"].value == 228 and rows["Widnes"]["to_date"].value == 340


def test_sums_are_said_and_what_does_not_add_up_says_why(halton):
    text = breakdowns.sums(indicator(halton, "SH16"), halton)
    assert "Runcorn and Widnes make 568, but Halton has 559 here: another document prints them." in text
    assert "Primary fires and Secondary fires make 16.37, the figure of Halton." in breakdowns.sums(
        indicator(halton, "SH2"), halton
    )


def test_a_sum_within_one_document_that_fails_is_not_explained_away(halton):
    fires = [j for j in halton.judgements if j.indicator.ref == "SH2"]
    figure = replace(fires[1].measure.figure, value=9.0)
    wrong = replace(fires[1], measure=replace(fires[1].measure, figure=figure))
    altered = replace(halton, judgements=(fires[0], wrong, *fires[2:]))
    assert "they do not add up" in breakdowns.sums(indicator(halton, "SH2"), altered)


def test_town_changes_printed_without_base_figures_stand_on_the_page(halton):
    table = breakdowns.other_figures(indicator(halton, "SH1"), halton)
    shown = {
        (row["place"].text, row["period"].text): row["value"].value
        for row in table.rows
        if row["place"].text != "Halton"
    }
    assert shown == {
        ("Runcorn", "April to June 2012"): -117, ("Runcorn", "July to September 2012"): -47,
        ("Widnes", "April to June 2012"): 20, ("Widnes", "July to September 2012"): 22,
    }  # fmt: skip


def test_a_fact_in_a_second_unit_stands_on_the_page(halton):
    table = breakdowns.other_figures(indicator(halton, "SH16"), halton)
    units = {row["what"].note for row in table.rows}
    assert "crimes per 1,000 population" in units


def test_no_used_figure_is_shown_as_another_one(halton):
    for one in halton.indicators:
        table = breakdowns.other_figures(one, halton)
        heads = [j.measure.figure for j in halton.of(one.ref) if j.headline and j.measure.figure]
        for row in table.rows if table else ():
            assert not any(
                row["value"].value == f.value
                and row["what"].text == "Year to date"
                and row["what"].note == f.unit
                for f in heads
            )


def test_printed_ratings_stand_beside_the_rule_and_this_report(halton):
    fires = next(j for j in halton.headlines if j.indicator.ref == "SH2")
    progress = breakdowns.printed_words(fires, halton).rows[0]
    words = [progress[name].text for name in ("printed", "as_published", "here")]
    assert words == ["green", "not green", "disputed"]
    assert "scs_midyear" not in progress["printed"].note and "22.18" in progress["printed"].note
    assert "41.72 in Quarter 2 priority based report 2012-13" in progress["here"].note


def test_the_definition_leaves_out_what_is_not_known(halton):
    rows = {
        row["what"].text: row["in_words"].text
        for row in breakdowns.about(indicator(halton, "SH1"), "2012-13").rows
    }
    assert rows["Other references"] == "NI 17 in 2011-12, CCC25 in 2012-13 and CCC21 in 2013-14"
    assert all(rows.values()) and rows["Polarity"] == "Lower is better"


def test_workings_name_the_place_the_method_and_the_findings(halton):
    sh17 = next(j for j in halton.headlines if j.indicator.ref == "SH17")
    text = " ".join(breakdowns.workings(sh17, halton).items)
    assert "The figure stands in Sustainable Community Strategy mid-year report 2012-13, SH17." in text
    assert "The expected outturn is worked out from last year's" in text
    assert "439 in Quarter 2 priority based report" in text


def test_no_sum_is_said_of_parts_of_which_one_is_suppressed(halton):
    """The others' sum beside the whole would give it away."""
    robbery = next(j for j in halton.of("SH16") if j.breakdown.name == "robbery" and j.area == "Halton")
    hidden = replace(robbery, measure=replace(robbery.measure, figure=None))
    altered = replace(halton, judgements=tuple(hidden if j is robbery else j for j in halton.judgements))
    before, now = (breakdowns.sums(indicator(halton, "SH16"), one) for one in (halton, altered))
    assert "Robbery" in before and "Runcorn and Widnes" in now
    assert (before.count(" make "), now.count(" make ")) == (2, 1)


def test_a_change_over_unlike_months_is_not_worked_out(halton):
    drugs = next(j for j in halton.of("SH7a") if j.headline)
    assert not drugs.measure.same_basis
    row = breakdowns.parts_table([drugs], drugs.indicator, "Halton").rows[0]
    assert row["change"].note == "of other months" and row["change"].value == ""
