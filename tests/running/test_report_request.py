"""What a params file asks for, and where it goes."""

import pytest

from analysis.definitions.errors import InputError
from analysis.running.report_request import Order, read_areas, read_order
from made_up_figures import a_report

REPORT = "halton-2012-13-q2"


def test_an_order_is_read_from_a_params_file(project_copy, monkeypatch):
    monkeypatch.chdir(project_copy.parent)
    order = read_order(project_copy / "params" / f"{REPORT}.yaml")
    assert (order.root, order.name, order.is_of_many) == (project_copy, REPORT, False)
    assert order.publication.target == project_copy / "outputs" / REPORT


def test_an_area_of_many_has_a_folder_and_parameters_of_its_own(project_copy, monkeypatch):
    monkeypatch.chdir(project_copy)
    order = read_order(project_copy / "params" / f"{REPORT}.yaml").of_area("St. Helens")
    assert isinstance(order, Order) and order.parameters["area"] == "St. Helens"
    assert order.publication.target == project_copy / "outputs" / f".{REPORT}" / "next" / "st-helens"
    (project_copy / "outputs" / REPORT / "st-helens").mkdir(parents=True)
    assert order.publication.stands == project_copy / "outputs" / REPORT / "st-helens"
    order.publication.target.mkdir(parents=True)
    assert order.publication.stands == order.publication.target
    assert order.publication.workroom == project_copy / "outputs" / f".{REPORT}" / "areas" / "st-helens"


@pytest.fixture
def areas(tmp_path):
    """Reads a list of areas of that content."""
    (tmp_path / "params" / "areas").mkdir(parents=True)

    def read(content):
        (tmp_path / "params/areas/places.csv").write_bytes(
            content.encode() if isinstance(content, str) else content
        )
        report = a_report(areas="places.csv", area="", on_track_from=0.7)
        return read_areas(Order(tmp_path, report))

    return read


def test_an_area_has_its_folder_and_parameters_of_its_own(areas):
    found = areas(
        "Code, Name ,region,on_track_from,due_days,population\nE1,St. Helens,North,0.9,,9\nE2,Wigan,,,14,8\n"
    )
    assert list(found) == ["st-helens", "wigan"]
    own = [
        {name: order.parameters[name] for name in ("area", "region", "on_track_from", "due_days")}
        for order in found.values()
    ]
    assert own == [
        {"area": "St. Helens", "region": "North", "on_track_from": 0.9, "due_days": 30},
        {"area": "Wigan", "region": "", "on_track_from": 0.7, "due_days": 14},
    ]
    assert "population" not in found["wigan"].parameters


def test_an_area_gives_its_own_reason_or_the_reports(areas):
    found = areas("code,name,hidden_reason,title\nE1,A,published already,\nE2,B,,Safer B\n")
    assert [(order.settings.hidden_reason, order.settings.title) for order in found.values()] == [
        ("published already", "Made-up"),
        ("the figures are made up", "Safer B"),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "places.csv: the file is empty"),
        ("code,name\n", "places.csv: it names no area"),
        (b"code,name\nE1,Caf\xe9\n", "places.csv, row 2: it is not UTF-8"),
        (b"\x00\x01\x02", "the column 'code' is missing"),
        ("code,name\nE1,A\nE2,東京\n", "row 3, column name: its name has no letter or digit"),
        ("code,name\nE1,St Helens\nE2,St. Helens\n", "row 3, column name: 'St. Helens' and 'St Helens' come to"),
        ("code,name\nE1,\n", "row 2, column name: it is empty"),
        ("code,name,quarter\nE1,A,2\n", "row 1, column quarter: it cannot differ between areas"),
        ("code,name,due_days\nE1,A,many\n", "row 2, column due_days: 'many' is not a whole number"),
        ("code,name,on_track_from\nE1,A,high\n", "row 2, column on_track_from: 'high' is not a number"),
        ("code,name,off_track_to\nE1,A,\nE2,B,0.6\n", "places.csv, row 3, column off_track_to: input should be"),
        ("code,name,region\nE1,A,../targets/x\n", "places.csv, row 2, column region: it is not the name of a file"),
        ("code,name,hidden_reason\nE1,A,-\n", "row 2, column hidden_reason: '-' gives no reason"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_said_with_its_place(areas, content, says):
    with pytest.raises(InputError) as stopped:
        areas(content)
    assert says in str(stopped.value) and "To fix it: " in str(stopped.value)
