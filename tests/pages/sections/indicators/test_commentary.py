"""Draft and commentary stand beside one another; what an off-track indicator lacks is asked for."""

from dataclasses import replace

from analysis.documents.commentary import ASKED, Commentary
from analysis.pages import html, sections
from analysis.pages.models import Callout, Written
from analysis.pages.sections.indicators.commentary import drafted, missing, written
from analysis.pages.sections.phrases import page_of

HOSTILE = "Up <script>alert(1)</script> by **126**\n\n## Cause\n<img src=x onerror=alert(1)>"


def with_commentary(assessment, ref, text):
    said = Commentary(ref, "Analyst <b>", "2012-10-12", "accepted", text)
    return replace(assessment, commentary=(said,))


def test_an_off_track_indicator_without_commentary_is_asked_for_all_four(halton):
    judged = halton.of("SH6")[0]
    assert missing(judged, halton) == ASKED
    assert "Cause, action, who and when: [to be written]" in written(judged, halton)[0].text


def test_an_indicator_on_track_is_asked_for_nothing(halton):
    assert written(halton.of("SH1")[0], halton) == ()


def test_commentary_is_shown_with_role_date_and_state_and_the_rest_is_asked_for(halton):
    told = with_commentary(halton, "SH6", "## Cause\nMore reports.\n\n## Action\nVisits.")
    shown, asked = written(told.of("SH6")[0], told)
    assert isinstance(shown, Written) and shown.by == "Analyst <b>, 12 October 2012 (accepted)."
    assert isinstance(asked, Callout) and asked.text.startswith("Who and when:")


def test_commentary_is_shown_once_an_indicator(halton):
    told = with_commentary(halton, "SH4", "Fewer.")
    assert [len(written(judged, told)) for judged in told.of("SH4") if judged.headline] == [1, 0, 0]


def test_hostile_commentary_reaches_the_page_as_text(halton):
    told = with_commentary(halton, "SH1", HOSTILE)
    page = html.fragment(sections.compose(told, page_of("Community Safety")))
    assert "<script" not in page and "<img" not in page and "Analyst &lt;b&gt;" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; by <strong>126</strong>" in page


def test_an_indicator_with_nothing_to_say_has_no_draft(halton):
    assert drafted(halton.of("SH15")[0], halton) == ()
    assert drafted(halton.of("SH1")[0], halton)[0].lead == "Drafted from the figures."
