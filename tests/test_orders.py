"""What a params file asks for, and where it goes."""

from analysis.orders import Order, read_order

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
