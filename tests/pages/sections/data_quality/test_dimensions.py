"""Six dimensions for each source, each with a finding and its reason, from what the checks found."""

from dataclasses import replace

from analysis.measures.findings import CONFLICT
from analysis.pages.sections.data_quality import dimensions


def said(assessment, source: str) -> dict[str, tuple[str, str]]:
    found = dimensions.dimensions(assessment)
    return {one.name: (one.verdict, one.words) for one in found if one.source.startswith(source)}


def test_every_source_with_figures_has_six_dimensions_with_words(halton):
    found = dimensions.dimensions(halton)
    sources = [d.entry.title for d in halton.deliveries if d.holds_figures]
    assert [(one.source, one.name) for one in found] == [(s, n) for s in sources for n in dimensions.NAMES]
    assert all(one.words for one in found)


def test_halton_sources_say_what_the_checks_found(halton):
    strategy = said(halton, "Sustainable")
    assert strategy["accurate"][0] == "look at it" and "does not follow" in strategy["accurate"][1]
    assert strategy["valid"][0] == "look at it" and "not agreed yet" in strategy["valid"][1]
    assert "printed differently" in strategy["reliable"][1]
    assert "SH11" in strategy["timely"][1] and "received 2013-01" in strategy["timely"][1]
    assert strategy["relevant"][0] == "nothing found"
    assert "no figure of this year for" in strategy["complete"][1]


def test_without_findings_nothing_is_found_and_it_says_what_was_checked(halton):
    clean = replace(halton, findings=())
    assert said(clean, "Sustainable")["accurate"][0] == "nothing found"
    assert "checked against one another" in said(clean, "Sustainable")["accurate"][1]


def test_nothing_found_is_never_said_of_a_source_beside_a_finding(halton):
    """A conflict between two documents alone is one too."""
    conflicts = tuple(f for f in halton.findings if f.kind == CONFLICT)
    told = replace(halton, findings=conflicts)
    for delivery in (d for d in halton.deliveries if d.holds_figures):
        entry = delivery.entry
        named = any(p.source == entry.source and p.file == entry.file for f in conflicts for p in f.places)
        assert (said(told, entry.title)["accurate"][0] == "look at it") == named


def test_the_block_counts_what_asks_to_be_looked_at(halton):
    block = dimensions.block(halton)
    table = block.contents[1]
    open_ = sum(row["verdict"].badge.text == "Look at it" for row in table.rows)
    assert block.contents[0].text.startswith(f"{open_} dimensions of {len(table.rows)}")


def test_a_report_without_figures_has_no_dimensions(halton):
    assert dimensions.block(replace(halton, deliveries=())) is None
