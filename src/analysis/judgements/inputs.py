"""Read and check the inputs of a report once; many areas share them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from analysis.definitions import params
from analysis.definitions.errors import InputError, Problem, stop_if_any, without_rows
from analysis.definitions.indicators import Indicator
from analysis.definitions.params import Folders, Params
from analysis.definitions.params.remedies import place_of
from analysis.definitions.targets import Agreed, YearOfTargets, wrong_steps
from analysis.documents import overrides
from analysis.documents.commentary import Commentary, read_commentary
from analysis.documents.kinds import events
from analysis.documents.kinds.events import EventList
from analysis.documents.kinds.populations import PopulationTable
from analysis.documents.makers import Document, make_documents
from analysis.documents.overrides import Override
from analysis.documents.register import Entry, read_register
from analysis.extracts import places as lookups
from analysis.extracts import withholding
from analysis.extracts.deliveries import Delivery, read_deliveries, unknown_places
from analysis.extracts.observations import Observations
from analysis.extracts.places import Lookups
from analysis.extracts.reported_quarter import ReportedQuarter
from analysis.extracts.validation import validate
from analysis.extracts.withholding import Withheld
from analysis.judgements.peer_comparisons import Peers


@dataclass(frozen=True, eq=False)
class Materials:
    """Deliveries, definitions, agreed lines and checked figures; `peers` are all places' figures together.

    Of the `withheld` indicators there is no figure and no commentary.
    """

    deliveries: tuple[Delivery, ...]
    documents: tuple[Document, ...]
    indicators: tuple[Indicator, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    observations: Observations = field(default_factory=lambda: Observations(()))
    peers: Peers = field(default_factory=lambda: Peers(Observations(()), Lookups()))
    commentary: tuple[Commentary, ...] = ()
    overrides: tuple[Override, ...] = ()
    register: tuple[Entry, ...] = ()
    withheld: tuple[Withheld, ...] = ()

    def without(self, withheld: tuple[Withheld, ...]) -> "Materials":
        """The same with these indicators withheld too."""
        if not withheld:
            return self
        gone = {one.ref for one in withheld}

        def left(found: Observations) -> Observations:
            return Observations(tuple(figure for figure in found.figures if figure.ref not in gone))

        return replace(
            self,
            observations=left(self.observations),
            peers=replace(self.peers, observations=left(self.peers.observations)),
            commentary=tuple(said for said in self.commentary if said.ref not in gone),
            withheld=(*self.withheld, *withheld),
        )

    def agreed_for(self, area: str) -> dict[tuple[str, str, str], Agreed]:
        """The agreed targets by indicator, breakdown and area; a line without an area is of every one."""
        return {(line.ref, line.breakdown, line.area or area): line for line in self.agreed}

    def days_of(self, series: tuple[str, str, str]) -> tuple[date, ...]:
        """The days of a series' events (indicator, breakdown, area), where they are delivered one by one."""
        return tuple(day for found in _events(self.documents) for day in found.days.get(series, ()))

    def figures_for(self, report: Params) -> Observations:
        """The figures that a report of one area speaks of: of many, the own one's and its comparators'."""
        if not report.areas:
            return self.observations
        return Observations(tuple(f for f in self.observations.figures if f.area in set(report.places)))


def read_materials(report: Params, folders: Folders) -> Materials:
    """Read and check everything; an indicator of which a row breaks a rule is withheld.

    Raises `InputError` that names all that is wrong at once where what is wrong is of more than some indicators.
    """
    deliveries = read_deliveries(folders.deliveries(report), report.source_order, folders.shared)
    documents = make_documents(deliveries)
    with_figures = tuple(delivery for delivery in deliveries if delivery.holds_figures)
    if not with_figures:
        return Materials(deliveries, documents)
    indicators = params.read_indicators(folders.indicators(report))
    agreed = _agreed(folders, report, indicators)
    declared, areas = lookups.read_lookups(report, folders), lookups.read_areas(report, folders)
    places = (*declared.names, *(area.name for area in areas))
    known, as_at = (*report.places, *places), date.fromisoformat(report.as_at)
    stop_if_any(events.problems(_events(documents), indicators, known, as_at))
    regions = partial(lookups.declared_regions, folders)
    stop_if_any(unknown_places(with_figures, report, declared.region is not None, regions))
    checked = validate(with_figures, indicators, report, places)
    found = Materials(
        deliveries,
        documents,
        indicators,
        agreed,
        checked.observations,
        Peers(checked.observations, declared, _people(documents)),
        read_commentary(folders.deliveries(report), indicators),
        overrides.read_overrides(
            folders.overrides(report), indicators, report, tuple(area.name for area in areas)
        ),
        read_register(folders.register(report)),
    )
    return found.without(withholding.of_rows(checked.refused))


@without_rows()
def stop_if_nothing_is_of(read: Materials, report: Params) -> None:
    """Raise `InputError` where of many areas the report's own has no figure for the quarter."""
    quarter = ReportedQuarter(report, {indicator.ref: indicator for indicator in read.indicators})
    figures = read.observations.figures
    if not report.areas or not figures or quarter.has_own(figures):
        return
    used = " that can be used" if read.withheld else ""
    what = f"no file has a figure for {report.area!r} in {report.year} Q{report.quarter}{used}"
    remedy = "add it, spell the area as the files do, or remove its row"
    raise InputError(Problem(what, remedy, report.areas, column="name"))


@without_rows()
def of_first_area(report: Params, folders: Folders) -> Params:
    """The report itself or, of one over many areas that names none, its first area's.

    Raises `InputError` where it names one that is not in its file.
    """
    areas = [area.name for area in lookups.read_areas(report, folders)]
    if not areas:
        return report
    if report.area and report.area not in areas:
        what = f"{report.area!r} is not in {report.areas}"
        raise InputError(Problem(what, f"name one of {', '.join(areas)}", column="area"))
    return report.model_copy(update={"area": report.area or areas[0]})


def _events(documents: tuple[Document, ...]) -> tuple[EventList, ...]:
    return tuple(d.content for d in documents if isinstance(d.content, EventList))


def _people(documents: tuple[Document, ...]) -> PopulationTable | None:
    """All delivered estimates together."""
    tables = [d.content for d in documents if isinstance(d.content, PopulationTable)]
    if not tables:
        return None
    return replace(tables[0], estimates=tuple(line for table in tables for line in table.estimates))


@without_rows()
def _agreed(folders: Folders, report: Params, indicators: tuple[Indicator, ...]) -> tuple[Agreed, ...]:
    """The year's agreed targets; each must name an indicator and breakdown that are defined."""
    path = folders.targets(report)
    values = params.read_yaml(path)
    agreed = params.checked(YearOfTargets, values, path.name)
    if agreed.year != report.year:
        what = f"it has targets for {agreed.year}, the report is for {report.year}"
        raise InputError(Problem(what, "correct year, or the file's name", path.name, column="year"))
    defined = {(i.ref, b.name): i.accumulation_of(b) for i in indicators for b in i.series}
    found = [(number, _wrong_line(line, defined)) for number, line in enumerate(agreed.targets)]
    stop_if_any(
        [
            Problem(*wrong, path.name, column=place_of(("targets", number), values))
            for number, wrong in found
            if wrong
        ]
    )
    return agreed.targets


def _wrong_line(line: Agreed, defined: Mapping[tuple[str, str], str]) -> tuple[str, str] | None:
    """What is wrong with an agreed line and the remedy; None where nothing is."""
    how = defined.get((line.ref, line.breakdown))
    if how is None:
        what = f"{line.ref} {line.breakdown} is not a defined indicator and breakdown"
        return what, "correct ref or breakdown, or define it"
    steps = wrong_steps(line, how == "sum")
    return (f"{line.ref}: {steps}", "correct the steps or the target") if steps else None
