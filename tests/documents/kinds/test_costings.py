"""Costings: present values, unit costs, shares, costs per head, the same estimate twice."""

import copy

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds import costings
from analysis.documents.kinds.costings import Costings, present_value
from document_files import entry
from reports import report

SMALL = {
    "costings": [
        {
            "title": "Scheme", "section": "page 1",
            "total": 300, "people": 100, "people_are": "aged 16 to 59",
            "items": [
                {"name": "staff", "number": 2, "unit_cost": 100, "cost": 200, "share_percent": 67},
                {"name": "rent", "cost": 100, "share_percent": 33},
            ],
            "per_head": [{"printed": 3}, {"printed": 2, "of": ["staff"]}],
            "benefit": {"cost": 300, "avoided": 500, "net_benefit": 200},
        },
        {"title": "Again", "section": "page 9", "again": "Scheme", "items": [{"name": "rent", "cost": 100}]},
    ]
}  # fmt: skip


def made(change=lambda content: None) -> Costings:
    content = copy.deepcopy(SMALL)
    change(content["costings"])
    return costings.make(content, entry("costings.yaml", form="costings_yaml"))


@pytest.mark.parametrize(
    ("one_off", "yearly", "years", "rate", "value"),
    [
        (160_000, 5_035_000, 5, 3.5, 22_893_289),
        (100, 0, 5, 3.5, 100),
        (0, 110, 1, 10, 100),
        (5, 10, 3, 0, 35),
    ],
)
def test_present_values(one_off, yearly, years, rate, value):
    assert present_value(one_off, yearly, years, rate) == pytest.approx(value, abs=0.5)


def test_everything_printed_is_worked_out_again():
    found = made().checks
    assert all(check.agrees for check in found)
    assert [check.what for check in found] == [
        "staff", "total", "share of staff", "share of rent", "cost per head", "cost per head of staff",
        "net benefit", "rent",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "key", "value", "what"),
    [
        (0, "total", 301, ["total", "share of staff"]),
        (0, "per_head", [{"printed": 4}], ["cost per head"]),
        (0, "benefit", {"cost": 300, "avoided": 500, "net_benefit": 210}, ["net benefit"]),
        (1, "items", [{"name": "rent", "cost": 90}], ["rent"]),
    ],
)
def test_what_does_not_follow_is_named(at, key, value, what):
    found = made(lambda listed: listed[at].update({key: value}))
    assert [check.what for check in found.checks if not check.agrees] == what


def test_broken_costings_are_refused():
    with pytest.raises(InputError, match="an item needs a cost"):
        made(lambda listed: listed[0]["items"].append({"name": "car"}))
    with pytest.raises(InputError, match="is not a costing above it"):
        made(lambda listed: listed[1].update(again="Other"))
    with pytest.raises(InputError, match="is not an item of"):
        made(lambda listed: listed[0].update(per_head=[{"printed": 1, "of": ["car"]}]))
    for people in (None, 0):
        with pytest.raises(InputError, match="a cost per head needs the number of people"):
            made(lambda listed, people=people: listed[0].update(people=people))
    with pytest.raises(InputError, match="items_make_the_year needs a stream"):
        made(lambda listed: listed[0].update(items_make_the_year=True))


def test_the_duty_of_2008_and_the_estimate_printed_twice():
    found = report("reducing-reoffending-2008")
    (duty,) = found.contents(Costings)
    value = next(check for check in duty.checks if check.what == "present value")
    assert round(value.made) == 22_893_289 and value.printed.value == 22_893_000 and value.agrees
    assert len(duty.checks) == 11
    (finding,) = found.findings
    assert finding.kind == "The same estimate is printed twice, differently"
    assert [place.value for place in finding.places] == [50_000, 60_000]


def test_haltons_cost_of_domestic_abuse(halton):
    (found,) = halton.contents(Costings)
    assert len(found.checks) == 7 and all(check.agrees for check in found.checks)
    heads = {check.what: round(check.made, 2) for check in found.checks if "per head" in check.what}
    assert heads == {"cost per head": 303.0, "cost per head of services and economic output": 112.11}
