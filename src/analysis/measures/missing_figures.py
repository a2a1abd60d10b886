"""Say why a figure is missing: not received, suppressed, late, without counts, or not due.

A quarter or month received in any shape is never called missing, and the page names the shape that is there.
"""

from analysis.definitions import periods
from analysis.definitions.indicators import Indicator
from analysis.definitions.params import Params
from analysis.definitions.periods import Period
from analysis.measures.derivations import NOT_DELIVERED, SUPPRESSED, WITHOUT_COUNTS, Gap, gaps, gaps_in_words
from analysis.measures.series import Figure, Series

NO_SAME_PERIOD = "no figure for the same period last year is delivered"
NO_OUTTURN = "no outturn of last year is delivered"
UNCOUNTED = "quarters are delivered without the counts behind them"
REMEDY = "deliver the counts of each month or the quarter's figure, or wait for it"


def why_none(series: Series, year: Period, due: int, params: Params) -> str:
    """Why the year has no figure at the reported quarter."""
    indicator = series.indicator
    if indicator.stage == "placeholder":
        return placeholder(indicator)
    if survey := why_survey(indicator, None, params):
        return survey
    if indicator.accumulates == "survey":
        return indicator.note or "taken by a survey, and not in this quarter"
    if due <= 0:
        late = "one quarter" if indicator.arrears == 1 else f"{indicator.arrears} quarters"
        return f"figures come {late} in arrears, so none of {year.label} is due yet"
    found = gaps(series, periods.to_date(year.label, due))
    if not found:
        return _nothing_counted(year, due)
    remedy = f"; {REMEDY}" if any(gap.why == WITHOUT_COUNTS for gap in found) else ""
    return f"no figure of {year.label} is delivered" if _plain(found) else f"{gaps_in_words(found)}{remedy}"


def hole(series: Series, figure: Figure | None, year: Period, known: int, due: int) -> str:
    """Why the year to date is not known although something of the year is delivered; empty where it is."""
    how = series.accumulates
    reaches = figure is not None and (how not in ("sum", "ratio") or figure.window.first == year.first)
    if reaches or how == "survey" or max(known, due) <= 0:
        return ""
    found = gaps(series, periods.to_date(year.label, known or due))
    if _plain(found) and (figure is None or len(found) == known - 1):
        return ""
    if not found and figure is None:
        return _nothing_counted(year, due)
    why = gaps_in_words(found) or f"its {UNCOUNTED}"
    return f"{why}, so the {'year to date' if how in ('sum', 'ratio') else 'latest figure'} is not known"


def hidden_after(series: Series, year: Period, known: int, due: int) -> bool:
    """Whether a quarter that is due after the known ones is suppressed: no shorter year stands for it."""
    later = range(known + 1, due + 1)
    return any(
        series.hides(periods.to_date(year.label, number))
        or any(gap.why == SUPPRESSED for gap in gaps(series, periods.quarter(year.label, number)))
        for number in later
    )


def why_no_same_period(series: Series, figure: Figure | None) -> str:
    """Why nothing of last year can stand beside this year's figure."""
    if figure is None:
        return "there is no figure of this year to compare"
    earlier = figure.period.years_earlier()
    start = earlier.first - earlier.first % 3
    whole = Period(start, earlier.last - start + 1)
    found = gaps(series, whole)
    if not found and series.accumulates in ("sum", "ratio"):
        return _why_nothing_joins(series, whole)
    if found and not _plain(found):
        return f"{gaps_in_words(found)}, so there is no figure for the same period last year"
    if series.indicator.stage == "new":
        return "a new measure: there is no figure for the same period last year"
    return NO_SAME_PERIOD


def why_no_outturn(series: Series, year: Period) -> str:
    """Why last year's outturn is not known."""
    if series.accumulates == "survey":
        return NO_OUTTURN
    found = gaps(series, year)
    if _plain(found):
        return NO_OUTTURN
    why = gaps_in_words(found) or _why_nothing_joins(series, year)
    return f"{why}, so the outturn of {year.label} is not known"


def why_late(series: Series, figure: Figure | None, known: int, due: int, year: Period) -> str:
    """What is missing between the figure and the quarter that is due; empty where it reaches it."""
    if figure is None or known >= due:
        return ""
    whole = Period(year.first + 3 * known, 3 * (due - known))
    found = gaps(series, whole)
    if not found or _plain(found):
        return (
            f"no figure of {periods.quarter(year.label, due).label} is delivered, so this one ends before it"
        )
    return f"{gaps_in_words(found)}, so this figure ends before it"


def why_survey(indicator: Indicator, figure: Figure | None, params: Params) -> str:
    """A survey that was to be taken this year and is not there when the year is over."""
    due = indicator.accumulates == "survey" and indicator.survey_next == params.year and params.quarter == 4
    return f"the survey of {params.year} was due and is not delivered" if due and figure is None else ""


def placeholder(indicator: Indicator) -> str:
    """What stands open of a definition that is still being agreed."""
    return f"a placeholder: {indicator.agreed or 'its definition is being agreed'}"


def _why_nothing_joins(series: Series, whole: Period) -> str:
    """Why quarters that are all accounted for make no figure: there were no cases, or no counts are delivered."""
    if all(map(series.has_no_cases, whole.by(3))):
        return f"there was nothing to count in {whole.in_words()} (0 of 0)"
    return f"the {UNCOUNTED}"


def _nothing_counted(year: Period, due: int) -> str:
    """Said of a year of which every quarter so far had 0 of 0."""
    return f"there was nothing to count in {periods.to_date(year.label, due).in_words()} (0 of 0)"


def _plain(found: tuple[Gap, ...]) -> bool:
    """Whether whole quarters are not delivered, with nothing to add."""
    return bool(found) and all(gap.period.months == 3 and gap.why == NOT_DELIVERED for gap in found)
