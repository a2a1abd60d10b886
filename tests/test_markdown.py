"""A person's Markdown comes out as a few harmless tags; whatever else it holds is shown as text."""

import re

import pytest

from analysis.markdown import TAGS, to_html

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
