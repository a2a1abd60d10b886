"""The section of other figures: a table that nobody wrote code for."""

from dataclasses import replace

from analysis.documents.makers import Document
from analysis.pages.sections.documents import checked_figures
from document_files import SMALL_TABLE, entry, made_table


def rows(model, at):
    return [
        (row["line"].text, row["value"].text, row["value"].note) for row in model.blocks[at].contents[0].rows
    ]


def test_haltons_tables_are_shown_with_what_was_worked_out(halton):
    model = checked_figures.compose(halton)
    assert model.title == "6 other tables of figures: every total and share follows"
    assert model.blocks[1].heading == "Homecare feedback forms by provider: 143 forms in all"
    assert ("Felt safe", "99%", "229 to 230 of 232, worked back") in rows(model, 2)
    assert ("Green", "9", "worked out") in rows(model, 3)
    assert ("Change on 2010-11", "−7.3%", "25,787 to 25,814 a year before, worked back") in rows(model, 5)


def test_a_table_that_does_not_add_up_says_so(halton):
    found = made_table(SMALL_TABLE.replace("high,part,", "high,part,11"))
    titled = entry(source=halton.deliveries[0].entry.source)
    broken = replace(halton, documents=(Document(titled, found),))
    model = checked_figures._title(list(found.tables)), checked_figures._block(found.tables[0])
    assert model[0] == "2 other tables of figures: 1 figure to look at"
    assert model[1].heading == "Risk: does not add up"
    assert checked_figures.due(broken)
