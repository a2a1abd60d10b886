"""One small chart model of each kind, for tests that draw or compose them."""

from analysis.pages.chart_models import Interval, IntervalChart, Line, YearChart
from analysis.pages.tables import RangePicture

YEAR = YearChart(
    title="Incidents since 1 April",
    alt="3,710 incidents by 30 September 2012; 7,250 expected against a target of 8,065 or fewer.",
    caption="Solid: this year.",
    unit="incidents",
    periods=4,
    ticks=((0, "1 April"), (1, "Q1"), (2, "Q2"), (3, "Q3"), (4, "Q4")),
    lines=(
        Line("last year", "last year 7,434", ((0, 0), (2, 3836), (4, 7434))),
        Line("this year", "", ((0, 0), (2, 3710))),
        Line("expected", "expected 7,250", ((2, 3710), (4, 7250))),
    ),
    band=((2, 3710, 3710), (4, 6930, 7590)),
    target=(None, 8065),
    target_label="target 8,065 or fewer",
    trajectory=((0, 0), (4, 8065)),
    to_date_label="3,710 so far",
)


PLACES = IntervalChart(
    "Successful completions", "Halton 12%, North West 14.9%.", "Bars: 95% intervals.", "percent",
    (Interval("Halton", 11.97, 9.55, 14.9, True), Interval("St Helens", 10.9, None, None)),
    14.9, "North West 14.9%",
)  # fmt: skip


PICTURE = RangePicture(6930, 7590, 7250, None, 8065, "Expected 6,930 to 7,590; target 8,065 or fewer")
