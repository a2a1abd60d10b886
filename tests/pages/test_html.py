"""The renderer: accessible, safe, light, and the same from a model as from a fragment."""

import re
from dataclasses import replace

import pytest

from analysis.pages import html
from analysis.pages.html import TAGS, to_html
from analysis.pages.models import Block
from analysis.pages.tables import Cell, Column, Figures, table
from hostile_models import BAD, Outline, model

NAVIGATION = (("Scorecard", "scorecard.html"), ("Community safety", "indicators-a.html"))


@pytest.fixture(scope="module")
def page() -> str:
    return html.page(model(), NAVIGATION, "indicators-a.html", "Safer Halton")


def test_a_page_says_what_it_is(page):
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>Title – Safer Halton</title>" in page
    outline = Outline(page)
    assert len(outline.all("h1")) == 1 and len(outline.all("main")) == 1 and len(outline.all("nav")) == 1
    policy = [meta for meta in outline.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy[0]["content"] == html.POLICY and "script-src" not in html.POLICY


def test_the_skip_link_comes_first_and_leads_to_main(page):
    outline = Outline(page)
    assert outline.all("a")[0]["href"] == "#main" and outline.all("main")[0]["id"] == "main"
    current = [a for a in outline.all("a") if a.get("aria-current") == "page"]
    assert [a["href"] for a in current] == ["indicators-a.html"]


def test_headings_come_in_order(page):
    levels = [int(tag[1]) for tag, _ in Outline(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels == [1, 2, 3]


def test_every_table_has_a_caption_and_scopes(page):
    outline = Outline(page)
    assert len(outline.all("caption")) == len(outline.all("table")) == 1
    assert all(th.get("scope") in ("col", "row") for th in outline.all("th")) and outline.all("th")


def test_nothing_runs_and_nothing_is_fetched(page):
    outline = Outline(page)
    banned = (
        "script",
        "iframe",
        "object",
        "embed",
        "link",
        "form",
        "input",
        "img",
        "foreignobject",
        "audio",
        "video",
    )
    assert not outline.all(*banned)
    assert not any(name.startswith("on") for _, attrs in outline.tags for name in attrs)
    assert not re.search(r"url\(|@import|src=", page)


def test_ids_are_unique(page):
    ids = [attrs["id"] for _, attrs in Outline(page).tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_a_status_is_word_and_shape_and_colour(page):
    for word, shape in html.SHAPES.items():
        style, shown = word.replace(" ", "-"), f'<i aria-hidden="true">{shape}</i> {word.capitalize()}</b>'
        assert f'<b class="badge {style}">{shown}' in page
    assert len(set(html.SHAPES.values())) == len(html.SHAPES) == 5


def test_hostile_text_is_text_wherever_it_stands():
    text = html.page(model(BAD), (("Nav" + BAD, "a.html"),), "", "Report" + BAD)
    outline = Outline(text)
    assert not outline.all("script", "img")
    assert not any(name.startswith("on") for _, attrs in outline.tags for name in attrs)
    assert text.count("</style>") == 2  # the page's and the section's: no column's name closed either
    plain = Outline(html.page(model(), (("Nav", "a.html"),), "", "Report"))
    assert [tag for tag, _ in outline.tags] == [tag for tag, _ in plain.tags]
    assert "".join(outline.words).count(BAD) > 30


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://x", "a\nb", " x"]
)
def test_an_address_that_is_not_ours_leads_nowhere(address):
    cell = Cell("SH1", link=address)
    odd = replace(model(), opening=(table("t", [Column("a", lambda _: cell)], [1]),))
    assert [a["href"] for a in Outline(html.fragment(odd)).all("a")] == [
        "scorecard.html",
        "indicators-a.html#sh1",
    ]
    assert "SH1" in html.fragment(odd)


def test_a_page_from_a_fragment_is_the_page_from_the_model(page):
    fragment = html.fragment(model())
    assert html.page_around(fragment, "", NAVIGATION, "indicators-a.html", "Safer Halton") == page
    head, foot = html.around("Title", NAVIGATION, "indicators-a.html", "Safer Halton")
    assert head + fragment + foot == page


def test_a_fragment_stands_alone_and_keeps_to_itself():
    fragment = html.fragment(model())
    assert "<html" not in fragment and "<body" not in fragment
    sheet = re.search(r"<style>(.*?)</style>", fragment, re.DOTALL)[1]
    rules = re.findall(r"(?:^|[{}])([^{}@]+)\{", re.sub(r"@[^{]+(?=\{)", "", sheet))
    selectors = [one.strip() for rule in rules for one in rule.split(",") if one.strip()]
    assert len(selectors) > 60
    assert [s for s in selectors if not s.startswith((".outturn", "#indicators-a"))] == []


def test_headings_can_be_lowered_and_links_led_through_a_folder():
    fragment = html.fragment(model())
    lower = html.lowered(fragment)
    assert [t for t, _ in Outline(lower).tags if re.fullmatch(r"h\d", t)] == ["h2", "h3", "h4"]
    assert 'href="sections/scorecard.html"' in html.relinked(fragment, "sections/")
    assert html.relinked('<a href="#sh1">', "sections/") == '<a href="#sh1">'


@pytest.mark.parametrize(
    ("words", "figures", "kind"),
    [(1, 1, ""), (2, 0, ""), (1, 2, ""), (2, 1, ""), (3, 0, "cards"), (1, 3, "cards"), (3, 5, "cards-early")],
)
def test_a_table_that_a_phone_has_no_room_for_becomes_cards(words, figures, kind):
    columns = [Column(f"Words {n}", str) for n in range(words)]
    columns += [Figures(f"Figure {n}", str) for n in range(figures)]
    shown = html.fragment(replace(model(), blocks=(Block("One", (table("Wide or not", columns, ()),)),)))
    tag = next(line for line in shown.split("<table")[1:] if "Wide or not" in line)
    assert re.findall(r'class="(\S*)"', tag[: tag.index(">")]) == [kind] * bool(kind)


def test_weights():
    one = len(html.page(replace(model(), opening=()), NAVIGATION).encode())
    five = len(html.page(replace(model(charts=5), opening=()), NAVIGATION).encode())
    assert one <= 60_000 and (five - one) / 4 <= 25_000


def test_the_same_bytes_twice():
    assert html.page(model()) == html.page(model())


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://example.org/x.png)",
    "<svg/onload=alert(1)>",
    '"><iframe src=//example.org></iframe>',
    "[x](https://example.org/ 'a\" onmouseover=\"alert(1)')",
    "<style>*{display:none}</style>",
    "# <h1>title</h1>",
    "<!-- hidden -->",
    "```\n<script>alert(1)</script>\n```",
    "| a | b |\n|---|---|\n| <b>c</b> | d |",
    "</div></div><h1>Another title</h1>",
    "&lt;script&gt;",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text):
    made = to_html(text)
    assert set(re.findall(r"</?([a-z0-9]+)", made)) <= TAGS
    assert re.findall(r"<[^>]*\bon[a-z]+\s*=", made) == []
    assert all(address.startswith(("https:", "mailto:")) for address in re.findall(r'href="([^"]*)"', made))


def test_what_people_write_is_kept():
    made = to_html(
        "## Cause\nA *hot* summer and **two** events:\n\n- one\n- two\n\n[plan](https://example.org/a)"
    )
    assert "<p><strong>Cause</strong></p>" in made and "<em>hot</em>" in made and made.count("<li>") == 2
    assert 'href="https://example.org/a"' in made
