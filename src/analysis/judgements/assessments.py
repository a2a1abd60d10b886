"""From received files to judgements for one report: everything that its sections are composed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from analysis.definitions.errors import OutturnError, RunError
from analysis.definitions.indicators import Indicator
from analysis.definitions.params import Folders, Params, listed
from analysis.definitions.targets import Agreed, Target, resolve
from analysis.definitions.units import is_whole
from analysis.documents.commentary import Commentary
from analysis.documents.makers import Document
from analysis.documents.overrides import overridden
from analysis.extracts import withholding
from analysis.extracts.deliveries import Delivery
from analysis.extracts.observations import Observation, Observations
from analysis.extracts.withholding import Withheld
from analysis.forecasts import forecast_inputs
from analysis.forecasts.forecasts import Forecast
from analysis.forecasts.past_coverage import Coverage, covered
from analysis.judgements import published_comparisons
from analysis.judgements.control_charts import control_chart
from analysis.judgements.inputs import Materials, read_materials
from analysis.judgements.judge import judge, put_in_place
from analysis.judgements.judgements import Judgement
from analysis.judgements.peer_comparisons import Among, compare_with_members
from analysis.judgements.published_comparisons import recent_trend
from analysis.judgements.targets import disputes, printed_targets
from analysis.judgements.targets.resolved_targets import number_of
from analysis.measures import contradictions, document_findings, findings, measures, plausibility
from analysis.measures.findings import Finding
from analysis.measures.measures import Measure

Content = TypeVar("Content")


@dataclass(frozen=True)
class Assessment:
    """One report's figures, judged: the judgements in order of definition, and what the checks found.

    Of the `withheld` indicators there are empty judgements alone, so that each keeps its place.
    """

    params: Params
    indicators: tuple[Indicator, ...]
    deliveries: tuple[Delivery, ...]
    observations: Observations
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...] = ()
    commentary: tuple[Commentary, ...] = ()
    materials: Materials | None = field(default=None, repr=False, compare=False)
    withheld: tuple[Withheld, ...] = ()

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
    return assess_area(read_materials(report, folders), report)


def assess_area(materials: Materials, report: Params) -> Assessment:
    """Measure, forecast and judge one area from what was read and checked before."""
    left, judged = _judged(materials, report)
    observations = _with_targets(left.figures_for(report), judged)
    found = (
        *findings.check(observations, left.indicators, report),
        *_doubts(observations, left.indicators, report),
        *printed_targets.check(judged, observations),
        *document_findings.check(left.documents, observations),
    )
    return Assessment(
        report,
        left.indicators,
        left.deliveries,
        observations,
        judged,
        found,
        left.documents,
        left.commentary,
        materials,
        left.withheld,
    )


def _with_targets(observations: Observations, judged: tuple[Judgement, ...]) -> Observations:
    """The figures, which know what printing of a target was judged by."""
    used = disputes.printings_used(((one.measure, one.target) for one in judged), observations)
    return replace(observations, targets=used)


def rejudge(materials: Materials, report: Params) -> tuple[Judgement, ...]:
    """The judgements alone, from other materials or under other parameters than the report's own."""
    return _judged(materials, report)[1]


def _judged(materials: Materials, report: Params) -> tuple[Materials, tuple[Judgement, ...]]:
    """The judgements and the materials that they were made from.

    An indicator that cannot be judged is withheld, and the rest judged as if it had not been delivered.
    """
    judged, faults = _tried(materials, report)
    while faults:
        materials = materials.without(faults)
        if not materials.observations.figures:
            raise RunError(
                "No indicator can be judged: " + "; ".join(f"{f.ref}: {f.why}" for f in faults) + "."
            )
        judged, faults = _tried(materials, report)
    return materials, judged


def _tried(materials: Materials, report: Params) -> tuple[tuple[Judgement, ...], tuple[Withheld, ...]]:
    observations, agreed = materials.figures_for(report), materials.agreed_for(report.area)
    try:
        derived, forecasts, held = _forecast(materials, report)
    except Exception as error:
        faults_alone = () if isinstance(error, OutturnError) else _faults_alone(materials, report)
        if not faults_alone:
            raise
        return (), faults_alone
    judged: list[Judgement] = []
    faults: dict[str, Withheld] = {}
    for measure, forecast in zip(derived, forecasts, strict=True):
        given = (measure, forecast, agreed, materials, observations, report, held.get(measure.key))
        try:
            judged.append(_judgement(*given))
        except Exception as error:
            if isinstance(error, OutturnError) or measure.withheld:
                raise
            faults[measure.indicator.ref] = withholding.of_error(measure.indicator.ref, error)
    return tuple(judged), tuple(faults.values())


def _forecast(
    materials: Materials, report: Params
) -> tuple[tuple[Measure, ...], tuple[Forecast, ...], dict[tuple[str, str, str], Coverage]]:
    """Measures, the forecast of each, and what each series' own past forecasts have held."""
    derived = _derived(materials, materials.figures_for(report), report)
    return derived, forecast_inputs.forecast_measures(derived), covered(derived)


def _faults_alone(materials: Materials, report: Params) -> tuple[Withheld, ...]:
    """Indicators that cannot even be forecast by themselves: all are forecast together, and one stops them all."""
    gone, faults = {one.ref for one in materials.withheld}, []
    for indicator in materials.indicators:
        if indicator.ref in gone:
            continue
        try:
            _forecast(replace(materials, indicators=(indicator,)), report)
        except Exception as error:
            faults.append(withholding.of_error(indicator.ref, error))
    return tuple(faults)


def _derived(materials: Materials, observations: Observations, report: Params) -> tuple[Measure, ...]:
    """The measures; those of withheld indicators, of which there is no figure, say so, and those in doubt too."""
    words = {one.ref: one.words for one in materials.withheld}
    found = measures.derive(observations, materials.indicators, report)
    held = _held(observations, materials.indicators, report)
    return tuple(
        replace(measure, withheld=why, why_none=why, why_no_same_period=why)
        if (why := words.get(measure.indicator.ref))
        else replace(measure, held=held.get(measure.key, ""))
        for measure in found
    )


def _doubts(
    observations: Observations, indicators: tuple[Indicator, ...], report: Params
) -> tuple[Finding, ...]:
    """What contradicts itself in time or cannot be believed."""
    return (
        *contradictions.check(observations, indicators, report),
        *plausibility.check(observations, indicators, report),
    )


def _held(
    observations: Observations, indicators: tuple[Indicator, ...], report: Params
) -> dict[tuple[str, str, str], str]:
    """Why the verdict on a series of the report's own places waits."""
    own = {report.area, *listed(report.parts)}
    ours = Observations(tuple(figure for figure in observations.figures if figure.area in own))
    words: dict[tuple[str, str, str], list[str]] = {}
    for finding in _doubts(ours, indicators, report):
        place = finding.places[0]
        if isinstance(place, Observation):
            words.setdefault((place.ref, place.breakdown, place.area), []).append(finding.holds)
    return {key: "; ".join(filter(None, dict.fromkeys(found))) for key, found in words.items()}


def _judgement(
    measure: Measure,
    forecast: Forecast,
    agreed: dict[tuple[str, str, str], Agreed],
    materials: Materials,
    observations: Observations,
    report: Params,
    coverage: Coverage | None,
) -> Judgement:
    if measure.withheld:
        return judge(measure, forecast, None, (), observations, report)
    among = compare_with_members(measure, materials.peers, report)
    target = _target(measure, agreed, observations, report, among)
    if measure.held:
        return _with_override(judge(measure, forecast, target, (), observations, report), materials, report)
    by_members = among.comparisons if among else ()
    beside = (
        *by_members,
        *published_comparisons.compare_with_others(measure, observations, report, by_members),
    )
    judged = judge(measure, forecast, target, beside, observations, report, coverage)
    line = None if judged.is_disputed else target  # a disputed target judges no control chart either
    judged = replace(
        judged,
        among=among,
        recent=recent_trend(measure, observations),
        control=control_chart(measure, line, observations, report, materials.days_of(measure.key)),
    )
    return _with_override(judged, materials, report)


def _with_override(judged: Judgement, materials: Materials, report: Params) -> Judgement:
    line = overridden(judged.key, judged.status_year_end, materials.overrides, report)
    return put_in_place(judged, line) if line else judged


def _target(
    measure: Measure,
    agreed: Mapping[tuple[str, str, str], Agreed],
    observations: Observations,
    report: Params,
    among: Among | None,
) -> Target | None:
    line = agreed.get(measure.key)
    if line is None:
        return None
    lookup = number_of(measure, observations, report, among)
    target = resolve(line, measure.polarity, lookup, is_whole(measure.unit))
    return replace(target, held=plausibility.doubt_of_target(measure, target))
