"""Money in words: pounds with their pence, thousands, millions, and what a variance means."""

import math

import pytest

from analysis.definitions import amounts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (22893289.312, "£22,893,289"), (303.45, "£303.45"), (4.5, "£4.50"), (-127000, "−£127,000"), (0, "£0"),
        (-0.001, "£0"), (1234567890, "£1,234,567,890"), (None, "–"), (math.nan, "–"),
    ],
)  # fmt: skip
def test_pounds_keep_the_pence_they_were_given_with(value, text):
    assert amounts.pounds(value) == text


def test_thousands_and_millions():
    assert amounts.thousands(16896.11) == "£16,896,000" and amounts.thousands(-127) == "−£127,000"
    assert amounts.thousands(1e6) == "£1,000,000,000" and amounts.thousands(None) == "–"
    assert amounts.millions(-22.893289) == "−£22.9 million" and amounts.millions(5) == "£5 million"


def test_what_a_variance_means():
    assert amounts.budget_variance(-164) == "over budget" and amounts.budget_variance(0) == "on budget"
    assert amounts.budget_variance(23, income=True) == "more income than budgeted"
