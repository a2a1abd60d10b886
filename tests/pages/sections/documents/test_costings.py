"""The section of costings."""

from analysis.pages.models import Facts
from analysis.pages.sections.documents import costings
from analysis.pages.tables import Table
from reports import report


def test_a_present_value_stands_beside_the_printed_one_with_its_rate():
    model = costings.compose(report("reducing-reoffending-2008"))
    assert model.title == "Costs: 10 of 11 printed figures follow from their inputs, 1 does not"
    facts = model.blocks[0].contents[0].facts
    assert (facts[0].figure, facts[0].label) == ("£22,893,289", "present value over 5 years")
    assert facts[0].note == "at 3.5%, a rate the document does not print; printed £22,893,000"


def test_the_estimate_printed_twice_is_said_first():
    model = costings.compose(report("reducing-reoffending-2008"))
    assert "Data analyst is printed as £50,000 in Thames Valley in Table 2" in model.opening[1].text
    assert model.blocks[2].heading == "Thames Valley in Table 2: 1 figure to look at"
    rows = model.blocks[-1].contents[1].rows
    assert rows[0]["agrees"].text == "No: a finding" and rows[2]["printed"].text == "−£22.9 million"


def test_shares_costs_per_head_and_net_benefit(halton):
    model = costings.compose(halton)
    figures = [
        fact.figure
        for block in model.blocks
        for c in block.contents
        if isinstance(c, Facts)
        for fact in c.facts
    ]
    assert figures == ["£21,234,240", "£303", "£112", "£158,890"]
    items = next(c for c in model.blocks[0].contents if isinstance(c, Table))
    assert [(row["share"].text, row["share"].note) for row in items.rows] == [
        ("25%", "printed 25%"), ("12.0%", "printed 12%"), ("63.0%", "printed 63%"),
    ]  # fmt: skip


def test_the_table_has_every_check(halton):
    assert len(costings.compose(halton).table.rows) == 7
