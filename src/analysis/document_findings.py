"""What the checks of documents found: printed totals, shares and values that their own figures do not make.

Each noun of `analysis.documents` lists its `checks`; those that fail become findings beside those of figures.
"""

from collections.abc import Iterable

from analysis.documents import Document
from analysis.findings import Finding
from analysis.printed import Check, Printed


def check(documents: Iterable[Document]) -> tuple[Finding, ...]:
    """A finding for each check that fails, those of one rule together, in the order the rules are met."""
    failed = [check for document in documents for check in document.content.checks if not check.agrees]
    kinds = list(dict.fromkeys(check.kind for check in failed))
    return tuple(_finding(check) for kind in kinds for check in failed if check.kind == kind)


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
