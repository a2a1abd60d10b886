"""A person's Markdown to the few tags that a page may hold; everything else is shown as the text it is.

Two walls: the parser knows no HTML and makes neither images nor tables, and what it made goes through an
allow-list. Headings become strong lines, so that a page's own headings stay in order.
"""

from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "strong", "em", "ul", "ol", "li", "blockquote", "a", "br", "code"}
SCHEMES = {"https", "mailto"}


def to_html(text: str) -> str:
    """The text as HTML of `TAGS` alone; links lead to https pages and mail addresses only.

    >>> to_html("**Up** by <script>alert(1)</script>").strip()
    '<p><strong>Up</strong> by &lt;script&gt;alert(1)&lt;/script&gt;</p>'
    """
    made = _parser().render(text)
    return nh3.clean(made, tags=TAGS, attributes={"a": {"href"}, "*": set()}, url_schemes=SCHEMES)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["image", "html_block"])
    parser.add_render_rule("heading_open", lambda *_: "<p><strong>")
    parser.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    parser.add_render_rule("hr", lambda *_: "")
    return parser
