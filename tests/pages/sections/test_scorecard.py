"""The scorecard: every indicator once a headline, exceptions first, each linked to its block."""

from dataclasses import replace

from analysis.documents.overrides import Overridden, Override
from analysis.judgements.judge import put_in_place
from analysis.judgements.published_comparisons import Recent
from analysis.pages.models import Facts
from analysis.pages.sections import phrases, scorecard
from analysis.pages.tables import Table
from analysis.statistics.trends import Trend


def tables(model) -> list[Table]:
    return [item for block in model.blocks for item in block.contents if isinstance(item, Table)]


def test_every_headline_has_one_row(halton):
    model = scorecard.compose(halton)
    links = [row["indicator"].link for table in tables(model) for row in table.rows]
    assert sorted(links) == sorted(phrases.link(judged) for judged in halton.headlines)
    assert len(model.table.rows) == len(halton.headlines)


def test_exceptions_come_first_and_the_least_likely_first_of_all(halton):
    model = scorecard.compose(halton)
    assert [block.heading for block in model.blocks] == [
        "Exceptions first",
        "On track",
        "Not judged yet, and why",
    ]
    words = [row["status_year_end"].badge.word for row in tables(model)[0].rows]
    assert words == sorted(words, key=phrases.ORDER.index) and set(words) == {
        "off track",
        "disputed",
        "uncertain",
    }


def test_an_indicator_counts_once_by_its_worst_headline(halton):
    counts = scorecard.count_statuses(halton)
    assert sum(counts.values()) == len(halton.indicators)
    first, *rest = [j for j in halton.judgements if j.indicator.ref == "SH11"]
    worse = replace(halton, judgements=(replace(first, status_year_end="off track"), *rest))
    assert scorecard.count_statuses(worse) == {"off track": 1}


def test_tiles_and_title_count_the_same(halton):
    model = scorecard.compose(halton)
    tiles = next(item for item in model.opening if isinstance(item, Facts))
    counts = scorecard.count_statuses(halton)
    assert [fact.figure for fact in tiles.facts[:5]] == [str(counts[word]) for word in phrases.ORDER]
    assert f"{counts['on track']} of" in model.title and f"{counts['off track']} " in model.title


def test_a_document_that_prints_another_target_is_named_in_the_row(halton):
    row = next(r for t in tables(scorecard.compose(halton)) for r in t.rows if r["indicator"].value == "SH2")
    assert row["target"].text == "22.18 or less" and "but 41.72 in" in row["target"].note


def test_a_report_without_any_status_still_says_so(halton):
    bare = replace(halton, judgements=tuple(j for j in halton.judgements if j.indicator.ref == "SH15"))
    model = scorecard.compose(bare)
    assert "no target can be judged yet" in model.title and len(model.blocks) == 1


def test_the_picture_carries_the_same_figures_as_the_row(halton):
    sh1 = next(j for j in halton.headlines if j.indicator.ref == "SH1")
    picture = scorecard.picture(sh1)
    assert (picture.low, picture.expected, picture.high) == (
        sh1.forecast.low80, sh1.forecast.expected, sh1.forecast.high80,
    )  # fmt: skip
    assert picture.target_high == 8065 and phrases.expected_range(sh1) in picture.alt


def blocks(model):
    return {block.heading: table_of(block) for block in model.blocks}


def table_of(block):
    return next(item for item in block.contents if isinstance(item, Table))


def test_it_says_in_which_order_the_rows_stand(halton):
    first = scorecard.compose(halton).blocks[0]
    assert first.contents[0].text.startswith(
        "In this order: off track now, likely to miss, disputed target and then uncertain at year end; of those alike"
    )
    alone = next(j for j in halton.headlines if j.status_year_end == "uncertain")
    bare = scorecard.compose(replace(halton, judgements=(alone,))).blocks[0]
    assert bare.contents[0].text.startswith("Of those alike")


def refs(table):
    return [row["indicator"].value for row in table.rows]


def test_what_is_unusual_comes_first_whatever_its_status(halton):
    on_track = next(j for j in halton.headlines if j.status_year_end == "on track")
    unjudged = next(j for j in halton.headlines if j.status_year_end == "not judged")
    unusual = replace(on_track, recent=Recent(Trend("increasing", "worse"), ()))
    waiting = replace(unjudged, recent=Recent(Trend("increasing", "worse"), ()))
    kept = {id(on_track): unusual, id(unjudged): waiting}
    changed = replace(halton, judgements=tuple(kept.get(id(j), j) for j in halton.judgements))
    found = blocks(scorecard.compose(changed))
    assert on_track.indicator.ref in refs(found["Exceptions first"])
    row = next(r for r in found["Exceptions first"].rows if r["indicator"].value == on_track.indicator.ref)
    assert "Sustained trend for the worse" in row["indicator"].note
    assert unjudged.indicator.ref in refs(found["Not judged, but to be looked at"])


def test_a_status_that_somebody_decided_says_who_and_what_the_rule_gives(halton):
    judged = next(j for j in halton.headlines if j.status_year_end == "on track")
    line = Override(
        ref=judged.indicator.ref, status="off track", reason="a backlog", role="crime analyst",
        expires="2012-12-31",
    )  # fmt: skip
    decided = put_in_place(judged, Overridden(line, judged.status_year_end, True))
    changed = replace(halton, judgements=tuple(decided if j is judged else j for j in halton.judgements))
    row = next(
        r for t in tables(scorecard.compose(changed)) for r in t.rows if r["indicator"].value == line.ref
    )
    assert row["status_year_end"].badge.word == "off track"
    assert row["status_year_end"].note.startswith("by decision of crime analyst; by the rule on track: ")
    assert row["status_year_end"].note.endswith(phrases.chance(judged))
