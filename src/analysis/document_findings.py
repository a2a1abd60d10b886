"""What the checks of documents found: printed totals, shares and values that their own figures do not make.

Each noun of `analysis.documents` lists its `checks`; those that fail become findings beside those of figures.
"""

from collections.abc import Iterable

from analysis.changes import counts_before
from analysis.documents import Document
from analysis.findings import CHANGE, Finding
from analysis.observations import Observation, Observations
from analysis.printed import Check, Printed


def check(documents: Iterable[Document], observations: Observations | None = None) -> tuple[Finding, ...]:
    """A finding for each check that fails, those of one rule together, in the order the rules are met.

    Given the figures beside the documents, also printed changes that no earlier count can give. A document
    without `checks` holds nothing that is printed twice (a look-up of populations).
    """
    changes = _changes(observations) if observations else ()
    return (*changes, *_failed(documents))


def _failed(documents: Iterable[Document]) -> tuple[Finding, ...]:
    checks = [check for document in documents for check in getattr(document.content, "checks", ())]
    failed = [check for check in checks if not check.agrees]
    kinds = list(dict.fromkeys(check.kind for check in failed))
    return tuple(_finding(check) for kind in kinds for check in failed if check.kind == kind)


def _changes(observations: Observations) -> tuple[Finding, ...]:
    """Printed percentage changes of a count, the earlier one not printed: some whole count must give it."""
    found = []
    for change in observations.figures:
        if change.measure != "change_on_same_period" or change.unit != "percent" or change.value is None:
            continue
        now = _count_of(change, observations)
        if now is None or change.value <= -100 or not now.value:
            continue
        if counts_before(int(now.value), change.value, change.half_unit) is None:
            words = (
                f"{change.ref}: the change of {change.printed}% in {change.place} does not follow from "
                f"{now.printed} and any whole number a year before"
            )
            found.append(Finding(CHANGE, change.ref, words, (change, now)))
    return tuple(found)


def _count_of(change: Observation, observations: Observations) -> Observation | None:
    """The count to date that a change is of, where the one a year before is not printed."""
    series = observations.by_series[(change.ref, change.breakdown, change.area)]
    counts = [o for o in series if o.measure == "cumulative" and o.unit != "percent" and o.value is not None]
    if any(o.period == change.period.years_earlier() for o in counts):
        return None
    return next((o for o in counts if o.period == change.period and " per " not in o.unit), None)


def _finding(failed: Check) -> Finding:
    printed = failed.printed
    words = (
        f"{failed.what} ({printed.unit}) is printed as {_text(printed)} in {printed.source}, "
        f"{printed.section}, but {failed.how} gives {failed.made:,.{_decimals(failed)}f}"
    )
    return Finding(failed.kind, printed.section, words, (printed, *failed.parts))


def _text(printed: Printed) -> str:
    return f"{printed.value:,.{printed.decimals}f}"


def _decimals(failed: Check) -> int:
    """One more than was printed, so that the difference shows; none between whole figures that add up."""
    whole = failed.made == int(failed.made)
    return failed.printed.decimals if whole else failed.printed.decimals + 1
