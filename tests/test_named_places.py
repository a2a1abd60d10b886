"""Places that a params file names and no delivered figure is of: one line, before any row is refused."""

import pytest

from analysis import named_places, params, workbook
from analysis.errors import InputError
from made_up_figures import AREA, REGION, a_delivery, a_report, a_row

OURS = a_delivery(a_row(), a_row(area=REGION), a_row(area="England"))


def problems(*deliveries, declared=False, regions=tuple, **report):
    return named_places.problems(deliveries or (OURS,), a_report(**report), declared, regions)


def test_places_of_the_deliveries_are_fine():
    assert problems() == []
    assert problems(a_delivery(a_row(area="East Town"), a_row(area=REGION))) == []
    assert problems(region="") == []


def test_an_area_typed_wrongly_is_named_with_the_places_that_there_are():
    (problem,) = problems(area="Made-up Plaec")
    assert (problem.file, problem.column) == ("made-up.yaml", "area")
    assert problem.what == f"no delivered figure is of 'Made-up Plaec'; the files have {AREA}"
    assert problem.remedy == f"did you mean {AREA!r}"


def test_of_many_places_the_first_are_named():
    rows = [a_row(area=f"District {number:02d}") for number in range(12)]
    (problem,) = problems(a_delivery(*rows, a_row(area=REGION)))
    assert "District 09 and 2 more" in problem.what
    assert problem.remedy.startswith("write area as the files spell it")


def test_of_a_report_over_areas_each_area_says_so_itself():
    assert problems(area="Another", areas="list.csv") == []


@pytest.mark.parametrize("region", ["Made-up Regoin", "Nroth West"])
def test_a_region_that_nothing_knows_is_named_with_the_nearest(region):
    (problem,) = problems(region=region, regions=lambda: ("North West",))
    assert (problem.file, problem.column) == ("made-up.yaml", "region")
    assert f"no delivered figure is of the region {region!r}" in problem.what
    assert problem.remedy == f"did you mean {(REGION if 'Made' in region else 'North West')!r}"
    assert problems(region="North West", declared=True) == []


def test_a_report_with_a_wrong_place_ends_with_one_line(project_copy):
    path = project_copy / "params" / "halton-2012-13-q2.yaml"
    for name, wrong, remedy in (("area", "Haltn", "'Halton'"), ("region", "North Wset", "'North West'")):
        given = {**params.read_yaml(path), name: wrong}
        with pytest.raises(InputError) as stopped:
            workbook.open_workbook(given, project_copy)
        assert [problem.column for problem in stopped.value.problems] == [name]
        assert remedy in str(stopped.value)
