"""Keep `outputs/<organisation>.html` up to date: published reports first, then drafts.

The list is read from the reports in `outputs`, so a deleted report leaves it too. Every run and every publication
checks the list and writes it again if it is wrong, so a run killed before that leaves no lasting gap. The last line
of the page records what it was made from, so the check imports nothing heavy.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from analysis.definitions import periods
from analysis.running import fingerprints
from analysis.running.outputs import atomic_files
from analysis.running.outputs.locks import lock
from analysis.running.outputs.report_folder import PUBLISHED, STATES, digest, read_record

PATIENCE = 10.0  # seconds to wait for another run of the organisation that is at the index; it takes far less
_STANDS = "The reports are complete. Only the list of them is out of date."
_MADE_FROM = b"\n<!-- made from "


def mend(outputs: Path, organisation: str) -> Path:
    """See that the index of an organisation lists what stands, written in one step where it does not.

    Returns where it is. `RunError` if it cannot be written, which says that the reports stand.
    """
    page = outputs / f"{organisation}.html"
    if _is_current(page, reports_of(outputs, organisation)):
        return page
    from analysis.commands import report_index_page

    with (
        atomic_files.plain_failures(page, _STANDS),
        lock(outputs / f".{page.name}.lock", f"The list {page.name}", PATIENCE),
    ):
        records = reports_of(outputs, organisation)  # again: a run that had the lock may have been at it
        text = report_index_page.page(organisation, *records).encode()
        atomic_files.write(page, text + _stamp(text, records))
    return page


def reports_of(outputs: Path, organisation: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The records of an organisation's published reports and of its drafts, newest quarter first.

    A draft that was signed off just as it stands is no draft any more.
    """
    published = [record for record in _records(outputs / PUBLISHED, organisation) if _is_signed(record)]
    signed = {(record["report"], record.get("inputs_sha256")) for record in published}
    drafts = _records(outputs, organisation)
    return published, [one for one in drafts if (one["report"], one.get("inputs_sha256")) not in signed]


def _records(folder: Path, organisation: str) -> list[dict[str, Any]]:
    """A folder that is a link, or was copied under another name, is no report of ours."""
    found = [(path, read_record(path)) for path in folder.glob("[!.]*") if not path.is_symlink()]
    own = [
        record
        for path, record in found
        if _is_report(record)
        and (record["report"], record["parameters"]["organisation"]) == (path.name, organisation)
    ]
    return sorted(own, key=_order, reverse=True)


def _is_report(record: dict[str, Any]) -> bool:
    """Whether it is a report's whole record; those of other versions are passed over."""
    try:
        given = record["parameters"]
        periods.to_date(given["year"], given["quarter"])
        date.fromisoformat(given["as_at"])
        whole = {"title", "organisation"} <= given.keys() and isinstance(record["report"], str)
        return whole and record["exit_status"] in STATES
    except (ValueError, KeyError, AttributeError, TypeError):
        return False


def _is_signed(record: dict[str, Any]) -> bool:
    try:
        signed = record["published"]
        date.fromisoformat(signed["date"])
        return isinstance(signed["entry"], int) and isinstance(signed["role"], str)
    except (ValueError, KeyError, TypeError):
        return False


def _order(record: dict[str, Any]) -> tuple[str, int, int, str]:
    given = record["parameters"]
    return given["year"], given["quarter"], record.get("published", {}).get("entry", 0), record["report"]


def _is_current(page: Path, records: tuple[list[dict[str, Any]], ...]) -> bool:
    try:
        text, mark, rest = page.read_bytes().rpartition(_MADE_FROM)
    except OSError:
        return False
    return not page.is_symlink() and mark + rest == _stamp(text, records)


def _stamp(text: bytes, records: tuple[list[dict[str, Any]], ...]) -> bytes:
    """The page's last line: the hash of what it lists and of the program, and that of the page itself."""
    names = ("report", "parameters", "exit_status", "published")
    listed = [[{name: record.get(name) for name in names} for record in table] for table in records]
    made_from = digest((json.dumps(listed, sort_keys=True) + fingerprints.code()).encode())
    return _MADE_FROM + f"{made_from}, page {digest(text)} -->\n".encode()
