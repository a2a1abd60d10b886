"""A made-up region of six districts with counts, a percentage and people, to compare one of them with."""

from datetime import date

from analysis.definitions.regions import Member, Region
from analysis.documents.kinds.populations import Estimate, PopulationTable
from analysis.extracts.places import Lookups
from analysis.judgements.peer_comparisons import Peers, compare_with_members
from analysis.measures import measures
from made_up_figures import AREA, REGION, a_count, a_report, figure, observed, share

NAMES = (AREA, "B", "C", "D", "E", "F")
COUNTS = dict(zip(NAMES, (120, 100, 300, 80, 150, 60), strict=True))
PEOPLE = dict(zip(NAMES, (10_000, 20_000, 30_000, 20_000, 15_000, 12_000), strict=True))
CODES = {name: f"E{number}" for number, name in enumerate(NAMES)}


def a_region(**until: date) -> Region:
    """Six members; `until` ends some of them, by the letter of their name."""
    members = [
        Member(CODES[name], name, until=until.get(name), group="Force" if name in ("E", "F") else "")
        for name in NAMES
    ]
    return Region(REGION, tuple(members))


def people(year: int = 2012) -> PopulationTable:
    """Everybody's population in one year."""
    return PopulationTable(tuple(Estimate(CODES[n], n, year, PEOPLE[n], "made-up estimates") for n in NAMES))


def counts(without: tuple[str, ...] = ()):
    """Everybody's thefts in the first half of 2012-13."""
    return [
        figure("cumulative", "2012-13 Q1-Q2", COUNTS[n], area=n, row=r)
        for r, n in enumerate(NAMES)
        if n not in without
    ]


def shares(scale: float = 1.0):
    """Everybody's people seen in time, with the counts behind the percentage."""
    found = []
    for row, name in enumerate(NAMES):
        seen, of = COUNTS[name], PEOPLE[name] / 10
        found += [
            share("cumulative", "2012-13 Q1-Q2", 100 * seen / of * scale, area=name, row=10 * row),
            share("numerator", "2012-13 Q1-Q2", seen, area=name, row=10 * row + 1),
            share("denominator", "2012-13 Q1-Q2", of, area=name, row=10 * row + 2),
        ]
    return found


def rates(extra: float = 0.0):
    """Everybody's calls per 1,000 people in a year, with both counts; `extra` is what an estimate adds."""
    given = {"ref": "CALLS", "section": "CALLS"}
    return [
        figure(measure, "2011-12", value, area=name, row=10 * row + at, unit=unit, **given)
        for row, name in enumerate(NAMES)
        for at, (measure, unit, value) in enumerate(
            (
                ("outturn", "calls per 1000 people", 1000 * (COUNTS[name] + extra) / PEOPLE[name]),
                ("numerator", "calls", COUNTS[name] + extra),
                ("denominator", "people", PEOPLE[name]),
            )
        )
    ]


def compared(figures, indicator=None, region=None, table=None, with_people=True, **report):
    """Our measure and its place among the members."""
    params, observations = a_report(**report), observed(*figures)
    indicator = indicator or a_count()
    measure = measures.derive(observations, (indicator,), params)[0]
    everybody = (table or people()) if with_people else None
    peers = Peers(observations, Lookups(region or a_region()), everybody)
    return measure, compare_with_members(measure, peers, params)
