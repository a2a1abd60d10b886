"""Every page of the real report: the same facts everywhere, and open to every reader.

What needs no browser is checked without one; axe and the network need an installed Chromium.
"""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import hostile_models
import made_pages
import page_rules
import page_walk
from analysis.definitions.params import Folders, read_params
from analysis.judgements.assessments import assess
from analysis.pages import html
from analysis.pages.sections import phrases


@pytest.fixture(scope="module")
def pages(halton) -> dict[str, str]:
    return made_pages.pages_of(halton)


@pytest.fixture(scope="module")
def read(pages) -> dict[str, BeautifulSoup]:
    return {name: BeautifulSoup(text, "html.parser") for name, text in pages.items()}


def all_disagreements(halton, read) -> list[str]:
    rows = made_pages.csv_rows(halton)
    return [
        what
        for judged in halton.headlines
        for what in page_walk.disagreements(
            judged, rows[judged.key], read["scorecard"], read[phrases.page_of(judged.indicator.theme)]
        )
    ]


def test_the_first_page_is_the_scorecard_and_every_theme_has_one(halton, pages):
    assert next(iter(pages)) == "scorecard"
    assert {phrases.page_of(theme) for theme in halton.themes} | {"comparisons", "data_quality"} <= set(pages)


def test_cell_icon_chart_alternative_text_sentence_and_csv_agree(halton, read):
    assert len(halton.headlines) >= len(halton.indicators) == 31
    assert all_disagreements(halton, read) == []


def test_tiles_and_summary_count_what_the_csv_holds(halton, read):
    worst: dict[str, str] = {}
    for (ref, *_), row in made_pages.csv_rows(halton).items():
        if row["headline"] == "yes":
            worst[ref] = min(worst.get(ref, "not judged"), row["status_year_end"], key=phrases.ORDER.index)
    counted = [list(worst.values()).count(word) for word in phrases.ORDER]
    tiles = [int(tile.text) for tile in read["scorecard"].select(".tiles strong")]
    assert tiles == [*counted, len(halton.findings)]
    title, opening = read["scorecard"].find("h1").text, read["scorecard"].find("h1").find_next("p").text
    off, disputed, _, on, _ = counted
    said = f"{on} of {sum(counted[:4])} targets are on track, {off} are off track, {disputed} is disputed"
    assert said in title
    assert sorted(map(int, re.findall(r"\d+", opening))) == sorted([31, *counted, 31])


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_a_made_up_place_agrees_with_itself_from_the_first_quarter_to_the_last(made_up_root, quarter):
    settings = read_params(made_up_root / "params" / f"made-up-place-2023-24-q{quarter}.yaml")
    place = assess(settings, Folders(made_up_root))
    pages = made_pages.pages_of(place)
    parsed = {name: BeautifulSoup(text, "html.parser") for name, text in pages.items()}
    assert all_disagreements(place, parsed) == []
    assert all(settings.notice in text for text in pages.values())
    shown = "".join(pages.values())
    assert ("the year ended at" in shown) == (quarter == 4) and ("Up to" in shown) == (quarter < 4)


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("scorecard", '<i aria-hidden="true">■</i> Off', '<i aria-hidden="true">●</i> Off'),
        ("scorecard", 'class="badge off-track"', 'class="badge on-track"'),
        ("scorecard", ">3,710", ">3,701"),
        ("scorecard", "{chance}", "About 1 in 100"),
        ("indicators-community-safety", 'data-this-year="3710"', 'data-this-year="3701"'),
        ("indicators-community-safety", "3,710 so far", "3,701 so far"),
        ("indicators-community-safety", "3,710 incidents in April", "3,701 incidents in April"),
        ("indicators-community-safety", "Up to 4,355 more", "Up to 4,335 more"),
        ("indicators-community-safety", "<strong>No clear change</strong>", "<strong>Better</strong>"),
        ("indicators-community-safety", "Anti-social behaviour: {status}", "Anti-social behaviour: fine"),
    ],
)
def test_the_walk_notices_a_single_altered_fact(halton, pages, read, page, old, new):
    sh1 = next(judged for judged in halton.headlines if judged.indicator.ref == "SH1")
    old = old.format(chance=phrases.chance(sh1), status=sh1.status_year_end)
    assert old in pages[page]
    altered = {**read, page: BeautifulSoup(pages[page].replace(old, new, 1), "html.parser")}
    assert len(all_disagreements(halton, altered)) >= 1


def test_one_h1_and_headings_in_order(read):
    page_rules.one_h1_and_headings_in_order(read)


def test_every_table_has_a_caption_of_its_own_and_scopes(read):
    page_rules.every_table_has_a_caption_of_its_own_and_scopes(read)


def test_every_chart_has_words_of_its_own_and_a_table(read):
    for name in read:
        seen = set()
        for figure in read[name].find_all("figure"):
            wide, narrow = figure.find_all("svg")
            assert wide.find("desc").text == narrow.find("desc").text
            alt = wide.find("desc").text
            placed = "Halton" in alt or not name.startswith(("indicators", "comparisons"))
            assert placed and re.search(r"\d", alt) and len(alt) > 60 and not page_rules.STOCK.match(alt)
            assert alt not in seen and not seen.add(alt)
            assert figure.find("figcaption").text.strip() and figure.find_next_sibling("table") is not None
        for picture in read[name].select("svg.pic"):
            assert "target" in picture["aria-label"] and re.search(r"\d", picture["aria-label"])


def test_a_blank_has_its_reason(read):
    page_rules.a_blank_has_its_reason(read)


def test_nothing_runs_and_nothing_is_fetched(read, pages):
    page_rules.nothing_runs_and_nothing_is_fetched(read, pages)


def test_ids_are_unique_and_links_lead_somewhere(read):
    page_rules.ids_are_unique_and_links_lead_somewhere(read)


def test_a_page_is_light(read, pages):
    page_rules.a_page_is_light(read, pages)


def test_pages_are_the_same_bytes_twice(halton, pages):
    assert made_pages.pages_of(halton) == pages


HOSTILE = hostile_models.BAD.replace("'", "")


def test_hostile_definitions_are_shown_as_text(project_copy):
    definition = project_copy / "params" / "indicators" / "halton" / "SH1.yaml"
    text = definition.read_text("utf-8")
    for key in ("title", "short", "source", "note"):
        text = re.sub(rf"^{key}: .*$", f"{key}: '{HOSTILE} {key}'", text, flags=re.MULTILINE)
    definition.write_text(text, "utf-8")
    settings = read_params(project_copy / "params" / "halton-2012-13-q2.yaml")
    settings = settings.model_copy(update={"title": HOSTILE, "notice": HOSTILE})
    shown = made_pages.pages_of(assess(settings, Folders(project_copy)))
    for page in map(hostile_models.Outline, shown.values()):
        assert not page.all("script", "img")
        assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)
    assert HOSTILE in "".join(hostile_models.Outline(shown["indicators-community-safety"]).words)


@pytest.fixture(scope="module")
def folder(pages, tmp_path_factory) -> Path:
    """The pages on disk, as a reader opens them."""
    place = tmp_path_factory.mktemp("pages")
    for name, text in pages.items():
        (place / f"{name}.html").write_text(text, "utf-8")
    return place


@pytest.mark.slow
def test_axe_finds_no_violation_and_nothing_is_requested(browser, folder, pages):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for name in pages:
        tab, asked = page_rules.opened(browser, folder / f"{name}.html")
        for width in (1280, 320):
            tab.set_viewport_size({"width": width, "height": 900})
            found = axe.run(tab, options=page_rules.RULES).response["violations"]
            assert [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found] == [], (name, width)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert asked == [(folder / f"{name}.html").as_uri()]
        tab.close()


@pytest.mark.slow
def test_no_page_is_wider_than_its_screen_whatever_the_screen(browser, folder, pages):
    """A little either side of where tables become cards, and between."""
    widths = (320, 500, 641, 700, 736, 737, 768, 900, 993, 1050, 1120, 1121, 1200, 1280)
    for name in pages:
        tab, _ = page_rules.opened(browser, folder / f"{name}.html")
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        tab.close()


def test_axe_would_find_a_violation(browser, tmp_path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    (tmp_path / "bad.html").write_text(
        "<html><p style='color:#ccc;background:#fff'>pale</p><img src=x>", "utf-8"
    )
    tab, asked = page_rules.opened(browser, tmp_path / "bad.html")
    found = {v["id"] for v in axe.run(tab, options=page_rules.RULES).response["violations"]}
    assert {"color-contrast", "image-alt", "html-has-lang"} <= found and len(asked) == 2
    tab.close()


def test_the_keyboard_reaches_the_skip_link_first_and_it_leads_to_main(browser, folder):
    tab, _ = page_rules.opened(browser, folder / "scorecard.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.close()


def test_a_phone_gets_the_narrow_drawing_and_named_cells(browser, folder):
    tab, _ = page_rules.opened(browser, folder / "indicators-domestic-violence.html")
    shown = "name => getComputedStyle(document.querySelector(`figure svg.${name}`)).display"
    assert [tab.evaluate(shown, name) for name in ("wide", "narrow")] != ["none", "none"]
    assert tab.evaluate(shown, "narrow") == "none"
    tab.set_viewport_size({"width": 320, "height": 900})
    assert tab.evaluate(shown, "wide") == "none" and tab.evaluate(shown, "narrow") == "block"
    label = "getComputedStyle(document.querySelector('table.cards td'), '::before').content"
    assert "Latest figure" in tab.evaluate(label)
    tab.close()


def test_hostile_text_runs_nothing_in_a_browser(browser, tmp_path):
    (tmp_path / "hostile.html").write_text(html.page(hostile_models.model(hostile_models.BAD)), "utf-8")
    tab, asked = page_rules.opened(browser, tmp_path / "hostile.html")
    assert tab.title() == "Title" + hostile_models.BAD
    assert tab.evaluate("document.scripts.length + document.images.length") == 0
    assert len(asked) == 1
    tab.close()
