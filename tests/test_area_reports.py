"""A report of every area of a list, in one run."""

import argparse
import json

import pytest

from analysis import area_reports, children, run
from analysis.errors import InputError
from analysis.orders import read_order
from benchmarks import run_scale

PARAMS = f"params/{run_scale.REPORT}.yaml"


@pytest.fixture
def region(tmp_path, monkeypatch):
    """A made-up region of three places."""
    run_scale.make_region(tmp_path, 3)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")
def test_every_area_gets_the_whole_layout_and_one_areas_trouble_is_not_anothers(region, capsys):
    (region / "data/place-001/2024-25-q2/police.csv").unlink()
    assert run.main(["run", PARAMS, "--log-json"]) == 3
    target = region / "outputs" / run_scale.REPORT
    for area in ("place-000", "place-002"):
        assert "Made-up data" in (target / area / "sections" / "data_quality.html").read_text()
        assert (target / area / "tables" / "judgements.csv").exists()
    assert not (target / "place-001").exists()
    runs = {area["folder"]: area for area in json.loads((target / "run.json").read_text())["areas"]}
    assert [runs[area]["status"] for area in sorted(runs)] == [0, 2, 0]
    where = f"outputs/.{run_scale.REPORT}/areas/place-001/problems.txt"
    assert runs["place-001"]["reason"] == f"1 problem in police.csv: see {where}"
    assert "police.csv of source 'police' is missing" in (region / where).read_text()
    page = (target / "index.html").read_text()
    assert page.index("Place 001") < page.index("Place 000") and "2 of 3 areas are complete" in page
    assert 'href="place-000/index.html"' in page and 'href="place-001/index.html"' not in page
    assert "place-001,2," in (target / "areas.csv").read_text()


@pytest.mark.skipif(not children.POSSIBLE, reason="forks, which only Linux is trusted with")
def test_some_areas_alone_leave_the_landing_page_as_it_is(region):
    assert run.main(["run", PARAMS, "--log-json", "--only", "place-002"]) == 0
    target = region / "outputs" / run_scale.REPORT
    assert [path.name for path in target.iterdir()] == ["place-002"]
    assert run.main(["run", PARAMS, "--only", "place-2"]) == 2


def test_an_area_may_have_parameters_of_its_own(region):
    orders = area_reports.read_areas(read_order(region / PARAMS))
    assert orders["place-001"].parameters["organisation"] == "place-001"
    assert orders["place-001"].parameters["area"] == "Place 001"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code\nE1\n", "not every row names an area"),
        ("code,name\n1,St Helens\n2,St. Helens\n", "come to the same folder"),
    ],
)
def test_a_list_that_cannot_be_used_is_bad_input(region, text, message):
    (region / "params/areas/region.csv").write_text(text)
    with pytest.raises(InputError, match=message):
        area_reports.make(read_order(region / PARAMS), argparse.Namespace(only=None))
