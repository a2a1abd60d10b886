"""An entry of the register, made from a report as it was drafted: all that it takes to make it once more."""

from pathlib import Path
from typing import Any

from analysis.definitions.params import Folders, Params
from analysis.documents.register import Entry, Line, figures_of
from analysis.judgements.assessments import Assessment
from analysis.judgements.judgements import Judgement
from analysis.running.fingerprints import code, read_by
from analysis.running.outputs.report_folder import digest

TEXTS = (".yaml", ".yml", ".md")
"""Files that an entry holds whole; of every other it holds the hash."""


def make_entry(
    assessment: Assessment,
    folders: Folders,
    record: dict[str, Any],
    pages: dict[str, bytes],
    signed: dict[str, str],
) -> Entry:
    """The next entry: `record` is the draft's, `pages` what is published, `signed` report, role and date."""
    report, entries = assessment.params, assessment.materials.register if assessment.materials else ()
    before = folders.register(report) / entries[-1].file if entries else None
    return Entry(
        number=len(entries) + 1,
        previous=digest(before.read_bytes()) if before else "",
        draft=record["inputs_sha256"],
        parameters=dict(record["parameters"]),
        texts=texts(folders.root, report),
        deliveries=delivered(folders.root, report),
        notebooks={
            path.name: digest(path.read_bytes()) for path in sorted(folders.notebooks.glob("*.ipynb"))
        },
        pages={name: digest(content) for name, content in sorted(pages.items())},
        code_sha256=code(),
        commit=record.get("commit", ""),
        lines=tuple(line_of(judged) for judged in assessment.judgements),
        figures=figures_of(assessment.observations.figures),
        **signed,
    )


def texts(root: Path, report: Params) -> dict[str, str]:
    """Every definition, target, look-up, record, override and commentary of a report, as written, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8")
        for path in read_by(root, report)
        if path.suffix in TEXTS
    }


def delivered(root: Path, report: Params) -> dict[str, str]:
    """SHA-256 of every delivered file of the quarter and every list of areas, by path."""
    return {
        path.relative_to(root).as_posix(): digest(path.read_bytes())
        for path in read_by(root, report)
        if path.suffix not in TEXTS
    }


def line_of(judged: Judgement) -> Line:
    """A judgement as an entry keeps it, unrounded."""
    target, said, figure = judged.target, judged.forecast, judged.measure.figure
    return Line(
        ref=judged.indicator.ref,
        breakdown=judged.breakdown.name,
        area=judged.area,
        figure=figure.value if figure else None,
        target_low=target.low if target else None,
        target_high=target.high if target else None,
        target=target.phrase if target else "",
        **{name: getattr(said, name) for name in ("expected", "low80", "high80", "low95", "high95")},
        chance=judged.chance,
        direction=judged.direction.word,
        status_now=judged.status_now,
        status_year_end=judged.status_year_end,
    )
