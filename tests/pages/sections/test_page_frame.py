"""What every section's page has in common: contents that are there, context, footer and notice."""

from analysis.pages.models import Listing, Paragraph
from analysis.pages.sections import phrases
from analysis.pages.sections.csv_tables import csv_table
from analysis.pages.sections.page_frame import SCORECARD, block, section

TABLE = csv_table("Names", {"name": str}, ("one",))


def test_text_becomes_a_paragraph_and_what_is_not_there_is_left_out():
    listed = Listing(("one",))
    made = block("Heading", "anchor", "Text.", None, listed, level=3)
    assert made.contents == (Paragraph("Text."), listed)
    assert (made.heading, made.anchor, made.level) == ("Heading", "anchor", 3)


def test_a_section_says_whose_it_is_and_as_known_when(halton):
    made = section(halton, "name", "Label", "Title", opening=("One.",), blocks=(None,), table=TABLE)
    assert (made.context, made.footer) == (phrases.context(halton.params), phrases.footer(halton.params))
    assert (made.opening, made.blocks, made.links) == ((Paragraph("One."),), (), SCORECARD)
    assert made.notice == halton.params.notice


def test_a_section_may_have_a_context_links_and_a_footer_of_its_own(halton):
    made = section(
        halton,
        "name",
        "Label",
        "Title",
        opening=(),
        table=TABLE,
        context="As known",
        footer=("More.",),
        links=(),
    )
    assert (made.context, made.links) == ("As known", ())
    assert made.footer == (*phrases.footer(halton.params), "More.")
