"""Every page of the reports beside Halton's, by the same rules as its pages, and in a real browser."""

import re

import pytest
from bs4 import BeautifulSoup

import made_pages
import page_rules
from reports import report

REPORTS = (
    "chorley-2011-12-q2", "cheshire-west-ni18-2009-10", "worcestershire-ni18-2008-11",
    "reducing-reoffending-2008",
)  # fmt: skip
each = pytest.mark.parametrize("name", REPORTS)


@pytest.fixture(scope="module")
def pages() -> dict[str, dict[str, str]]:
    return {name: made_pages.pages_of(report(name)) for name in REPORTS}


@pytest.fixture(scope="module")
def read(pages) -> dict[str, dict[str, BeautifulSoup]]:
    return {
        name: {page: BeautifulSoup(text, "html.parser") for page, text in found.items()}
        for name, found in pages.items()
    }


def test_a_report_has_the_sections_that_it_has_documents_for(pages):
    assert list(pages["worcestershire-ni18-2008-11"]) == ["delivery_plan", "data_quality"]
    assert list(pages["reducing-reoffending-2008"]) == ["costings", "data_quality"]
    chorley = list(pages["chorley-2011-12-q2"])
    assert chorley[0] == "scorecard" and {"crime_by_category", "projects"} <= set(chorley)
    assert not {"money", "comparisons", "costings", "delivery_plan"} & set(chorley)


@each
def test_headings_tables_blanks_links_and_weight(read, pages, name):
    page_rules.one_h1_and_headings_in_order(read[name])
    page_rules.every_table_has_a_caption_of_its_own_and_scopes(read[name])
    page_rules.a_blank_has_its_reason(read[name])
    page_rules.nothing_runs_and_nothing_is_fetched(read[name], pages[name])
    page_rules.ids_are_unique_and_links_lead_somewhere(read[name])
    page_rules.a_page_is_light(read[name], pages[name])


@each
def test_every_chart_has_words_of_its_own_that_name_the_place(read, name):
    for page in read[name].values():
        for figure in page.find_all("figure"):
            alt = figure.find("desc").text
            assert report(name).params.area in alt and re.search(r"\d", alt)
            assert len(alt) > 60 and not page_rules.STOCK.match(alt)


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page(browser, pages, tmp_path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for name, found in pages.items():
        for page, text in found.items():
            path = tmp_path / f"{name}-{page}.html"
            path.write_text(text, "utf-8")
            tab, asked = page_rules.opened(browser, path)
            for width in (1280, 320):
                tab.set_viewport_size({"width": width, "height": 900})
                violations = axe.run(tab, options=page_rules.RULES).response["violations"]
                assert [(v["id"], v["nodes"][0]["html"][:200]) for v in violations] == [], (name, page, width)
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, page)
            assert asked == [path.as_uri()]
            tab.close()
