"""Capital within the money section."""

from analysis.capital_programmes import CapitalProgramme
from analysis.sections.capital import capital_block


def test_schemes_say_what_is_spent_and_what_remains(halton):
    block = capital_block(halton.contents(CapitalProgramme)[0], halton)
    text, table = block.contents
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert rows["Disabled Facilities Grant"] == ["650", "201", "161", "+40", "24.8%", "489"]
    assert rows["Total Spending"] == ["2,661", "579", "438", "+141", "16.5%", "2,223"]
    assert "RSL Adaptations, £111,000 less spent" in text.text
    assert "Nothing planned or spent yet: Energy Promotion" in text.text
