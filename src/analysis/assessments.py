"""The whole way from deliveries to judgements, for one report: what every section is composed from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from analysis import document_findings, findings, measures, params, prospects, regional
from analysis.commentary import Commentary, read_commentary
from analysis.deliveries import Delivery, read_deliveries
from analysis.documents import Document, make_documents
from analysis.errors import InputError, Problem, stop_if_any
from analysis.findings import Finding
from analysis.indicators import Indicator
from analysis.judgements import Judgement
from analysis.judging import judge
from analysis.measures import Measure
from analysis.observations import Observation, Observations
from analysis.params import Folders, Params
from analysis.targets import Agreed, Found, Target, YearOfTargets, resolve
from analysis.validation import validate

Content = TypeVar("Content")


@dataclass(frozen=True)
class Assessment:
    """One report's figures, judged: the judgements in order of definition, and what the checks found."""

    params: Params
    indicators: tuple[Indicator, ...]
    deliveries: tuple[Delivery, ...]
    observations: Observations
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...] = ()
    commentary: tuple[Commentary, ...] = ()

    @cached_property
    def headlines(self) -> tuple[Judgement, ...]:
        """The judgements that stand for their indicator on the scorecard."""
        return tuple(judgement for judgement in self.judgements if judgement.headline)

    def of(self, ref: str) -> tuple[Judgement, ...]:
        """All judgements of one indicator."""
        return tuple(judgement for judgement in self.judgements if judgement.indicator.ref == ref)

    def commentary_of(self, ref: str) -> Commentary | None:
        """What an analyst wrote about an indicator."""
        return next((said for said in self.commentary if said.ref == ref), None)

    def contents(self, noun: type[Content]) -> tuple[Content, ...]:
        """What the delivered documents hold of one noun, such as every budget."""
        return tuple(d.content for d in self.documents if isinstance(d.content, noun))

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes in the order in which the definitions name them."""
        return tuple(dict.fromkeys(indicator.theme for indicator in self.indicators))


def assess(report: Params, folders: Folders) -> Assessment:
    """Read, check, measure, forecast and judge. Raises `InputError` that names everything wrong at once."""
    deliveries = read_deliveries(folders.deliveries(report), report.source_order)
    documents = make_documents(deliveries)
    with_figures = tuple(delivery for delivery in deliveries if delivery.holds_figures)
    if not with_figures:
        found = document_findings.check(documents)
        return Assessment(report, (), deliveries, Observations(()), (), found, documents)
    indicators = params.read_indicators(folders.indicators(report))
    agreed = _agreed(folders, report, indicators)
    observations = validate(with_figures, indicators, report)
    judged = _judged(observations, indicators, agreed, report)
    found = findings.check(observations, indicators, report) + document_findings.check(documents)
    said = read_commentary(folders.deliveries(report), indicators)
    return Assessment(report, indicators, deliveries, observations, judged, found, documents, said)


def _judged(
    observations: Observations, indicators: tuple[Indicator, ...], agreed: dict, report: Params
) -> tuple[Judgement, ...]:
    derived = measures.derive(observations, indicators, report)
    forecasts = prospects.forecast_measures(derived)
    return tuple(
        judge(
            measure,
            forecast,
            _target(measure, agreed, observations, report),
            regional.compare_with_others(measure, observations, report),
            observations,
            report,
        )
        for measure, forecast in zip(derived, forecasts, strict=True)
    )


def _agreed(
    folders: Folders, report: Params, indicators: tuple[Indicator, ...]
) -> dict[tuple[str, str, str], Agreed]:
    """The year's agreed targets by indicator, breakdown and area; each must name one that is defined."""
    path = folders.targets(report)
    agreed = params.checked(YearOfTargets, params.read_yaml(path), path.name)
    if agreed.year != report.year:
        what = f"it holds targets of {agreed.year}, the report is of {report.year}"
        raise InputError(Problem(what, "mend year, or the file's name", path.name, column="year"))
    known = {(i.ref, b.name) for i in indicators for b in i.series}
    stop_if_any(
        [
            Problem(
                f"{line.ref} {line.breakdown} is not a defined indicator and breakdown",
                "correct ref or breakdown, or define it",
                path.name,
                column=f"targets.{number}",
            )
            for number, line in enumerate(agreed.targets)
            if (line.ref, line.breakdown) not in known
        ]
    )
    return {(line.ref, line.breakdown, line.area or report.area): line for line in agreed.targets}


def _target(measure: Measure, agreed: dict, observations: Observations, report: Params) -> Target | None:
    line = agreed.get((measure.indicator.ref, measure.breakdown.name, measure.area))
    return resolve(line, measure.polarity, _lookup(measure, observations, report)) if line else None


def _lookup(
    measure: Measure, observations: Observations, report: Params
) -> Callable[[str, str], Found | None]:
    """Where a target in words finds its number: another place's latest figure, or a past year's outturn."""

    def find(area: str, what: str) -> Found | None:
        series = (measure.indicator.ref, measure.breakdown.name, area or report.area)
        figures = [
            o
            for o in observations.by_series.get(series, ())
            if o.value is not None and o.unit == measure.unit and _is_asked(o, what)
        ]
        latest = max(figures, key=lambda o: o.window.last, default=None)
        return Found(latest.value, latest.printed, _when(latest), latest.place) if latest else None

    return find


def _is_asked(observation: Observation, what: str) -> bool:
    if what == "latest":
        return observation.measure in regional.MEASURES
    return observation.measure == "outturn" and observation.period.label == what


def _when(observation: Observation) -> str:
    """The month a figure was taken, "August 2012"; of a year, its label."""
    if observation.measure == "outturn":
        return observation.period.label
    return observation.window.in_words().rpartition(" to ")[2]
