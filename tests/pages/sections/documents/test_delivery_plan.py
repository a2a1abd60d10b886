"""The delivery plan section."""

from dataclasses import replace

from analysis.documents.makers import Document
from analysis.pages import sections
from analysis.pages.sections.documents import delivery_plan
from analysis.pages.tables import Table
from document_files import entry, made_plan
from reports import report


def table(model, caption):
    contents = [item for block in model.blocks for item in block.contents]
    return next(item for item in contents if isinstance(item, Table) and caption in item.caption)


def test_the_title_says_where_from_and_where_to():
    titles = [
        delivery_plan.compose(report(name)).title
        for name in ("cheshire-west-ni18-2009-10", "worcestershire-ni18-2008-11")
    ]
    assert titles == [
        "NI 18: 320 re-offenders or fewer in 2009-10, from 337 at the baseline",
        "NI 18: a rate of 9% or less in 2010-11, from 9.76% at the baseline",
    ]


YEARLY = ("year", "change_percent", "rate", "count")


def test_targets_by_year_and_quarter_show_rate_and_count():
    model = delivery_plan.compose(report("cheshire-west-ni18-2009-10"))
    years = [[row[name].text for name in YEARLY] for row in table(model, "targets by year").rows]
    assert years == [["2009-10", "−5%", "8.26%", "320"], ["2010-11", "−10.4%", "7.79%", "302"]]
    quarters = [[cell.text for cell in row.values()] for row in table(model, "2009-10 by quarter").rows]
    assert quarters == [["Q2", "−1%", "−1%", "333"], ["Q3", "−2%", "−3%", "326"], ["Q4", "−2%", "−5%", "320"]]


def test_a_plan_without_an_actual_says_so():
    model = delivery_plan.compose(report("worcestershire-ni18-2008-11"))
    text = next(b for b in model.blocks if b.anchor == "actual").contents[0].text
    assert text.startswith("None delivered")


def test_an_actual_stands_beside_its_prediction():
    plan = made_plan(actuals=[{"period": "2009-10", "count": 280, "of": 3874, "predicted_percent": 8.7}])
    made_up = replace(
        report("cheshire-west-ni18-2009-10"),
        documents=(Document(entry(), replace(plan, source="delivery_plan", checks=())),),
    )
    (row,) = table(delivery_plan.compose(made_up), "actual and predicted").rows
    assert [cell.text for cell in row.values()] == [
        "2009-10",
        "7.2%",
        "8.7%",
        "−16.9%",
        "Clearly below the predicted rate",
    ]
    assert row["change_percent"].note == "−25.8% to −7.1%"


def test_a_report_without_figures_lands_on_its_first_section():
    assessment = report("worcestershire-ni18-2008-11")
    book = type("Book", (), {"release": assessment})()
    assert [page.name for page in sections.planned(book)] == ["delivery_plan", "data_quality"]
