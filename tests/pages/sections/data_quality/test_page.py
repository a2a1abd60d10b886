"""Data quality: every finding with both places, every delivery with its hash, every figure with its use."""

from dataclasses import replace

from analysis.pages.sections.data_quality import dimensions, page
from analysis.pages.tables import Table


def block(model, anchor):
    return next(block for block in model.blocks if block.anchor == anchor)


def table(block) -> Table:
    return next(item for item in block.contents if isinstance(item, Table))


def test_a_conflict_names_both_figures_and_both_places(halton):
    found = table(block(page.compose(halton), "the-same-fact-is-printed-differently"))
    row = next(r for r in found.rows if r["fact"].text == "SH1, Halton: target")
    assert (row["used"].value, row["other"].value) == (8065, 8463)
    assert (
        "mid-year report" in row["used_in"].text and "Quarter 2 priority based report" in row["other_in"].text
    )


def test_every_finding_is_shown(halton):
    model = page.compose(halton)
    assert str(len(halton.findings)) in model.title
    kinds = [finding.kind for finding in halton.findings]
    wanted = [f"{kind} ({kinds.count(kind)})" for kind in dict.fromkeys(kinds)]
    assert [block.heading for block in model.blocks if block.heading in wanted] == wanted


def test_what_is_missing_says_why(halton):
    rows = table(block(page.compose(halton), "missing")).rows
    assert all(row["why"].text.endswith(".") for row in rows)
    assert ("SH15", "any figure of this year") in [
        (row["indicator"].value, row["field"].text) for row in rows
    ]


def test_deliveries_stand_with_date_and_hash(halton):
    rows = table(block(page.compose(halton), "sources")).rows
    assert [row["sha256"].value for row in rows] == [d.entry.sha256 for d in halton.deliveries]
    assert all(
        row["sha256"].text.replace(" ", "") == row["sha256"].value and row["received"].text for row in rows
    )


def test_the_printing_in_use_is_the_first_and_the_others_stand_beside_it(halton):
    rows = table(block(page.compose(halton), "printed-twice")).rows
    sh1 = next(row for row in rows if row["fact"].text == "SH1, Halton: target")
    assert (
        sh1["used"].value == 8065
        and "8,463 in Quarter 2" in sh1["others"].text
        and sh1["others"].note == "1 of 2 differ"
    )


def test_the_csv_holds_every_delivered_figure_once(halton):
    flat = page.compose(halton).table
    assert len(flat.rows) == len(halton.observations.figures)
    used = [row["used"].text for row in flat.rows]
    assert used.count("yes") == len(halton.observations.by_key)


def test_documents_that_agree_are_said_to(halton):
    model = page.compose(replace(halton, findings=()))
    assert model.title.startswith("The documents agree")


def test_a_hole_in_the_year_is_missing_though_a_quarter_is_there(halton):
    def with_hole(judged, figure):
        measure = replace(
            judged.measure, figure=figure, hole="June 2012 is not delivered", why_none="no June"
        )
        return replace(judged, measure=measure)

    judged = next(j for j in halton.headlines if j.indicator.ref == "SH1")
    for figure in (judged.measure.figure, None):
        altered = replace(halton, judgements=(with_hole(judged, figure),))
        rows = table(block(page.compose(altered), "missing")).rows
        assert rows[0]["field"].text == "the year to date" and "June" in rows[0]["why"].text
        assert (
            "year to date not known for SH1"
            in dimensions.RULES["complete"](halton.deliveries[0], halton.observations.figures, altered)[1]
        )


def test_a_blank_has_its_status_in_the_csv(halton):
    first = replace(halton.observations.figures[0], value=None, status="suppressed")
    altered = replace(halton, observations=replace(halton.observations, figures=(first,)))
    flat = page.compose(altered).table
    assert flat.rows[0]["value"].text == "suppressed"
