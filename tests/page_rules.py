"""What holds on every page whatever its report: headings, tables, blanks, links, weight; and a tab to see it in."""

import re
from itertools import pairwise
from pathlib import Path

from analysis.pages import html

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


STOCK = re.compile(r"^(image|picture|chart|graph|figure|no description|n/?a)\b.{0,30}$", re.IGNORECASE)


def one_h1_and_headings_in_order(read):
    for name in read:
        levels = [int(tag.name[1]) for tag in read[name].find_all(re.compile(r"^h[1-6]$"))]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert all(tag.text.strip() for tag in read[name].find_all(re.compile(r"^h[1-6]$")))


def every_table_has_a_caption_of_its_own_and_scopes(read):
    for name in read:
        captions = [table.find("caption").text.strip() for table in read[name].find_all("table")]
        assert all(captions) and len(captions) == len(set(captions))
        assert all(head.get("scope") in ("row", "col") for head in read[name].find_all("th"))


def a_blank_has_its_reason(read):
    for name in read:
        for cell in read[name].find_all("td"):
            text = "".join(part for part in cell.find_all(string=True) if part.parent.name != "small").strip()
            if text in ("–", "") and cell.find("svg") is None:
                assert cell.find("small") and cell.find("small").text.strip(), cell.find_parent("tr").text
        for fact in read[name].select(".facts li"):
            if fact.find("strong").text == "–":
                assert fact.find("small").text.strip()


def nothing_runs_and_nothing_is_fetched(read, pages):
    for name in pages:
        page = read[name]
        assert page.find(["script", "iframe", "object", "embed", "link", "form", "img"]) is None
        assert not any(key.startswith("on") for tag in page.find_all(True) for key in tag.attrs)
        assert page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"] == html.POLICY
        assert not re.search(r"url\(|@import|https?://", pages[name])


def ids_are_unique_and_links_lead_somewhere(read):
    for name in read:
        ids = [tag["id"] for tag in read[name].find_all(id=True)]
        assert len(ids) == len(set(ids))
        for link in read[name].find_all("a"):
            page, _, anchor = link["href"].partition("#")
            target = read[page.removesuffix(".html") or name]
            assert not anchor or target.find(id=anchor) is not None, link["href"]


def a_page_is_light(read, pages):
    for name in pages:
        charts = max(1, len(read[name].find_all("figure")))
        assert len(pages[name].encode()) <= 60_000 + 25_000 * (charts - 1)


def opened(browser, path: Path):
    """A tab with the file in it, and the addresses it asked for."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    return tab, asked
