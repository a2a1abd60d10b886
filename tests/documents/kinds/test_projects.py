"""Projects: counts, printed shares, movement."""

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds import projects
from document_files import PROJECT_HEAD, PROJECT_SUMMARY, entry, table


def made(text=PROJECT_SUMMARY):
    return projects.make(table(text), entry(form="projects_csv"))


def test_a_printed_share_is_of_those_that_reported():
    found = made()
    assert (found.reported, found.number("green")) == (44, 39)
    checked = {check.what: (round(check.made, 1), check.agrees) for check in found.checks}
    assert checked == {
        "all projects": (47, True),
        "share of projects rated green": (88.6, True),
        "share of projects rated amber": (11.4, False),
    }


@pytest.mark.parametrize(
    ("now", "before", "movement"),
    [
        ("green", "amber", "better"), ("amber", "green", "worse"), ("red", "red", "no change"),
        ("green", "", "not delivered"), ("green", "unreported", "new"), ("complete", "complete", "no change"),
    ],
)  # fmt: skip
def test_movement_is_against_the_last_report(now, before, movement):
    assert projects.Project("x", now, "", 2, previous_rating=before).movement == movement


def test_without_a_summary_the_named_projects_are_counted():
    found = made(f"{PROJECT_HEAD}\nproject,A,green,,,,amber,12,6,SH1; SH2,,\nproject,B,red,,,,,,,,,")
    assert (found.total.value, found.number("green"), found.number("red"), found.checks) == (2, 1, 1, ())
    first = found.projects[0]
    assert (first.initial_risk, first.residual_risk, first.linked) == (12, 6, ("SH1", "SH2"))


def test_everything_wrong_is_named_at_once():
    with pytest.raises(InputError) as refused:
        made(
            PROJECT_SUMMARY.replace("green,39", "gren,39")
            .replace("amber,5", "amber,")
            .replace("All,,47", "All,red,47")
        )
    said = str(refused.value)
    assert "'gren' is not a word that is known here" in said and "did you mean 'green'" in said
    assert "a summary row has no number" in said and "not one summary row of all projects" in said


@pytest.mark.parametrize("total", ["-", "illegible", "abc", "46.5", "-1", "0"])
def test_a_total_that_is_no_number_of_projects_is_refused(total):
    with pytest.raises(InputError, match=r"row \d, column number: "):
        made(PROJECT_SUMMARY.replace(",47,", f",{total},"))


def test_a_share_that_is_not_printed_is_checked_against_nothing():
    kinds = [check.kind for check in made(PROJECT_SUMMARY.replace("39,89", "39,[x]")).checks]
    assert len(kinds) == len(made(PROJECT_SUMMARY).checks) - 1
