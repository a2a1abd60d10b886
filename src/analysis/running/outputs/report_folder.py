"""A report put in place whole: its folder, the workroom beside it, and the one step that publishes it.

`outputs/<report>/` is what readers see. `outputs/.<report>/` is the workroom: `lock` (who is at it), `notebooks/`
(executed whole, for the analyst), `executed/` (their published form: sections that are done, kept so that a run that
was killed goes on where it stopped), `failed/` (how far sections that failed in the last run came, and why, for the
analyst) and `staging/` (the next report, until the switch).

Of a report over many areas each area has a workroom of its own in `areas/`, and is put in `next/`; when all
of them have ended `next/` is switched in as a whole, so that readers never see areas of two runs side by side.

`run.json` of a report holds the SHA-256 of every other file: a report stands as it was made only if just these
files lie there, each as recorded.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from analysis.definitions.errors import RunError
from analysis.running.outputs import atomic_files, log
from analysis.running.outputs.locks import lock

RECORD = "run.json"
PUBLISHED = "published"
"""Folder under `outputs` that holds what was published; drafts never touch it."""

STATES = {0: "Complete", 3: "In part: something is withheld"}
"""What the exit status in a report's record says of it."""


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
    def notebooks(self) -> Path:
        """Where every section's notebook lies as it was executed last, for the analyst; never published."""
        return self.workroom / "notebooks"

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
            with atomic_files.plain_failures(self.outputs):
                for place in (self.target, self.workroom):
                    _check_place(place)
                self.workroom.mkdir(parents=True, exist_ok=True)
                holding.enter_context(lock(self.workroom / "lock", f"The report {self.name}"))
                log.begin_anew(self.workroom)
                atomic_files.recover(self.target, self.workroom / "previous")
                atomic_files.sweep(self.workroom)
                for left in ("staging", "issue", "previous"):
                    atomic_files.discard(self.workroom / left, self.workroom)
            yield

    def publish(self, files: Mapping[str, bytes]) -> None:
        """Write, flush and switch in; readers see all of `files` or what stood there before."""
        staging, previous = self.workroom / "staging", self.workroom / "previous"
        with atomic_files.plain_failures(self.outputs):
            atomic_files.write_all(staging, dict(files))
            atomic_files.switch(staging, self.target, previous)
        for done in (staging, previous, self.executed):
            atomic_files.remove(done)

    def stay(self) -> None:
        """Let an area that need not be made, or could not be, stand in the next issue as it stands now."""
        before, staging = self.outputs / self.name, self.workroom / "staging"
        if self.target.exists() or before.is_symlink() or not before.is_dir():
            return
        with atomic_files.plain_failures(self.outputs):
            atomic_files.discard(staging, self.workroom)
            atomic_files.link_all(before, staging)
            atomic_files.switch(staging, self.target, self.workroom / "previous")

    def withdraw(self) -> None:
        """Take what an area has in the next issue out of it again."""
        with atomic_files.plain_failures(self.outputs):
            atomic_files.discard(self.target, self.workroom)

    def issue(self, areas: Collection[str], files: Mapping[str, bytes]) -> None:
        """Switch in the next issue as a whole: the folders of these areas, and `files` beside them."""
        following, previous = self.workroom / "next", self.workroom / "previous"
        with atomic_files.plain_failures(self.outputs):
            for path in following.iterdir():  # areas that are no longer asked for
                if path.name not in areas:
                    atomic_files.discard(path, self.workroom)
            for name, content in files.items():
                atomic_files.write(following / name, content)
            atomic_files.flush_folder(following)
            # Under a name of its own, so that what a killed run leaves at `next` is never the issue of before.
            atomic_files.switch(following, self.workroom / "issue", previous)
            atomic_files.switch(self.workroom / "issue", self.target, previous)
        for done in (self.workroom / "issue", previous):
            atomic_files.remove(done)

    def record(self) -> dict[str, Any]:
        """What `run.json` of the report that stands says; empty where there is none or it cannot be read, and
        where a link stands in place of the report.
        """
        return {} if self.stands.is_symlink() else read_record(self.stands)

    def stands_as_made(self, apart: Collection[str] = ()) -> bool:
        """Whether just the files that its record names stand, as they were made; `apart` are folders with
        records of their own.
        """
        record = self.record()
        try:
            return "files" in record and not differing(self.stands, record["files"], apart)
        except OSError:  # a folder that cannot be read
            return False


def read_record(folder: Path) -> dict[str, Any]:
    """The record of a report in a folder; empty where there is none or it cannot be read."""
    path = folder / RECORD
    try:
        found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    except (OSError, ValueError, RecursionError):
        return {}
    return found if _is_record(found) else {}


def with_record(files: Mapping[str, bytes], told: Mapping[str, Any]) -> dict[str, bytes]:
    """The files of a report and its record: what is `told` and the SHA-256 of each of them."""
    hashes = {name: digest(content) for name, content in files.items()}
    record = json.dumps({**told, "files": hashes}, indent=1, sort_keys=True).encode()
    return dict(sorted({**files, RECORD: record}.items()))


def lying_in(folder: Path, apart: Collection[str] = ()) -> dict[str, Path]:
    """All that lies in a report's folder but folders and its record, by name; links are not followed."""
    inside = [path for path in folder.iterdir() if path.name not in apart]
    deeper = [other for path in inside if _is_folder(path) for other in path.rglob("*")]
    found = {path.relative_to(folder).as_posix(): path for path in inside + deeper if not _is_folder(path)}
    return {name: path for name, path in found.items() if name != RECORD}


def differing(folder: Path, recorded: Mapping[str, str], apart: Collection[str] = ()) -> tuple[str, ...]:
    """Names of the files that are not as recorded, are missing, or lie there unrecorded."""
    found = {name: _digest_of(path) for name, path in lying_in(folder, apart).items()}
    as_made = {name for name, held in found.items() if held and held == recorded.get(name)}
    return tuple(sorted((found.keys() | recorded.keys()) - as_made))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _digest_of(path: Path) -> str:
    """Its SHA-256; empty, which is no file's, where it is not a regular file or cannot be read."""
    try:
        return digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""
    except OSError:
        return ""


def _check_place(path: Path) -> None:
    """`RunError` where a link or a file lies in the place of a folder: nothing is written through a link."""
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        found = "a link" if path.is_symlink() else "a file"
        raise RunError(
            f"{path} is {found}, and Outturn needs a folder of its own there, so nothing was written. "
            "To fix it: move it away, and run again."
        )


def _is_record(found: Any) -> TypeGuard[dict[str, Any]]:
    """Whether it has the shape of a record: names with values, sections and areas as lists of such."""
    if not isinstance(found, dict) or not isinstance(found.get("files", {}), dict):
        return False
    return all(
        isinstance(found.get(name, []), list) and all(isinstance(one, dict) for one in found.get(name, []))
        for name in ("sections", "areas")
    )


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal, as it stands in `run.json`."""
    return hashlib.sha256(content).hexdigest()
