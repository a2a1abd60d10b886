"""A report put in place whole: its folder, the workroom beside it, and the one step that publishes it.

`outputs/<report>/` is what readers see. `outputs/.<report>/` is the workroom: `lock` (who is at it),
`executed/` (sections that are done, kept so that a run that was killed goes on where it stopped), `failed/`
(notebooks of sections that failed, for the analyst) and `staging/` (the next report, until the switch).

Of a report over many areas each area has a workroom of its own in `areas/`, and is put in `next/`; when all
of them have ended `next/` is switched in as a whole, so that readers never see areas of two runs side by side.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import storage
from analysis.locks import lock


@dataclass(frozen=True)
class Publication:
    """Where one report is published and where it is made; `name` may hold a folder (`region/area`)."""

    outputs: Path
    name: str

    @property
    def target(self) -> Path:
        """Where the report is put: an area's into the next issue of all areas."""
        report, _, area = self.name.partition("/")
        return self.outputs / f".{report}" / "next" / area if area else self.outputs / report

    @property
    def stands(self) -> Path:
        """Where the report that was made last is read: an area's in the next issue, if it is there already."""
        return self.target if self.target.exists() else self.outputs / self.name

    @property
    def workroom(self) -> Path:
        """What a run needs beside the report; on the same disk, or the switch could not be one step."""
        report, _, area = self.name.partition("/")
        own = self.outputs / f".{report}"
        return own / "areas" / area if area else own

    @property
    def executed(self) -> Path:
        return self.workroom / "executed"

    @property
    def failed(self) -> Path:
        return self.workroom / "failed"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other run of this report out, and tidy what a killed run left half-done."""
        with ExitStack() as holding:
            with storage.plain_failures(self.outputs):
                self.workroom.mkdir(parents=True, exist_ok=True)
                holding.enter_context(lock(self.workroom / "lock", f"The report {self.name}"))
                storage.recover(self.target, self.workroom / "previous")
            for left in ("staging", "issue", "previous"):
                storage.remove(self.workroom / left)
            storage.remove(self.failed)
            yield

    def publish(self, files: Mapping[str, bytes]) -> None:
        """Write, flush and switch in; readers see all of `files` or what stood there before."""
        staging, previous = self.workroom / "staging", self.workroom / "previous"
        with storage.plain_failures(self.outputs):
            storage.write_all(staging, dict(files))
            storage.switch(staging, self.target, previous)
        for done in (staging, previous, self.executed):
            storage.remove(done)

    def stay(self) -> None:
        """Let an area that need not be made, or could not be, stand in the next issue as it stands now."""
        before, staging = self.outputs / self.name, self.workroom / "staging"
        if self.target.exists() or not before.is_dir():
            return
        storage.remove(staging)
        with storage.plain_failures(self.outputs):
            storage.link_all(before, staging)
            storage.switch(staging, self.target, self.workroom / "previous")

    def issue(self, areas: Collection[str], files: Mapping[str, bytes]) -> None:
        """Switch in the next issue as a whole: the folders of these areas, and `files` beside them."""
        following, previous = self.workroom / "next", self.workroom / "previous"
        with storage.plain_failures(self.outputs):
            for path in following.iterdir():  # areas that are no longer asked for
                if path.name not in areas:
                    storage.remove(path)
            storage.write_all(following, dict(files))
            # Under a name of its own, so that what a killed run leaves at `next` is never the issue of before.
            storage.switch(following, self.workroom / "issue", previous)
            storage.switch(self.workroom / "issue", self.target, previous)
        for done in (self.workroom / "issue", previous):
            storage.remove(done)

    def record(self) -> dict[str, Any]:
        """What `run.json` of the report that stands says; empty where there is none or it cannot be read."""
        try:
            found = json.loads((self.stands / "run.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if _is_record(found) else {}


def _is_record(found: Any) -> bool:
    """Whether it has the shape of a record: names with values, sections and areas as lists of such."""
    return isinstance(found, dict) and all(
        isinstance(found.get(name, []), list) and all(isinstance(one, dict) for one in found.get(name, []))
        for name in ("sections", "areas")
    )


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal, as it stands in `run.json`."""
    return hashlib.sha256(content).hexdigest()
