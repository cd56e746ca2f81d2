"""The whole fiche, on one page and on paper: its contents, its marks, what is typed in it."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from applications.answers import save_answers
from applications.models import SectionAnswers
from records.documents import read
from tests.applications.fiches import deposited, draft
from tests.applications.full import SECTIONS, full
from tests.autosaving import LIVE
from tests.factories import CallFactory

pytestmark = pytest.mark.django_db
HOSTILE = (
    "<script>alert(1)</script> [a](javascript:alert(1)) [b](file:///etc/passwd) ![c](https://exemple.fr/c.png)\n"
    '<a rel="attachment" href="file:///etc/passwd">d</a>\n- **<img src="file:///etc/passwd">**'
)
MARK = "BROUILLON"


@pytest.fixture
def fiche():
    now = timezone.now()
    return draft(project__call=CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10)))


def address(name, fiche, *args):
    return reverse(f"applications:{name}", args=[fiche.application.pk, *args])


def paper(client, fiche) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(client.get(address("fiche_pdf", fiche)).content))


def write(fiche, text):
    section = fiche.call.questionnaire.sections.get(number=1)
    save_answers(fiche.application, section, {"contexte": text}, by=fiche.ars_writer)


def links_of(page) -> list[str]:
    found = (note.get_object() for note in page.get("/Annots", []))
    return [note["/A"]["/URI"] for note in found if "/A" in note and "/URI" in note["/A"]]


def test_the_page_has_its_contents_and_leads_back_to_each_section(as_hat):
    fiche = full()
    page = as_hat(fiche.ars_writer).get(address("read", fiche)).content.decode()
    for number in range(1, SECTIONS + 1):
        assert f'href="#lecture-{number}"' in page
        assert f'id="lecture-{number}"' in page
        assert f'href="{address("section", fiche, number)}"' in page
    assert "<strong>temps de saisie</strong>" in page


def test_who_may_not_write_now_is_led_to_no_section(fiche, as_hat):
    fiche.call.closes_at = timezone.now() - timedelta(seconds=1)
    fiche.call.save()
    assert address("section", fiche, 1) not in as_hat(fiche.ars_writer).get(address("read", fiche)).content.decode()
    sent = deposited()
    assert address("section", sent, 1) not in as_hat(sent.ars_writer).get(address("read", sent)).content.decode()


def test_a_draft_says_so_behind_each_page_and_has_its_bookmarks(as_hat):
    fiche = full()
    printed = paper(as_hat(fiche.ars_writer), fiche)
    assert len(printed.pages) > 10
    assert all(MARK in page.extract_text() for page in printed.pages)
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"]
    bookmarks = next(group for group in printed.outline if isinstance(group, list))
    titles = [entry.title for entry in bookmarks if not isinstance(entry, list)]
    assert [title.split(".")[0] for title in titles[:SECTIONS]] == [str(number) for number in range(1, SECTIONS + 1)]
    assert "Sommaire" in printed.pages[0].extract_text()


def test_a_deposit_is_no_draft(as_hat, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        fiche = deposited()
    fiche.reload()
    printed = pypdf.PdfReader(io.BytesIO(read(fiche.application.deposit.fiche_pdf)))
    assert not any(MARK in page.extract_text() for page in printed.pages)


def test_marks_are_kept_on_paper_and_nothing_else_that_is_typed(fiche, as_hat):
    """Cases 37 to 39."""
    write(fiche, f"Voir [la page](https://exemple.fr/a) :\n- **un**\n- deux\n\n{HOSTILE}")
    printed = paper(as_hat(fiche.ars_writer), fiche)
    said = " ".join(page.extract_text() for page in printed.pages).replace("\n", " ")
    assert "<script>alert(1)</script>" in said
    assert "[b](file:///etc/passwd)" in said
    assert "**un**" not in said
    targets = [target for page in printed.pages for target in links_of(page)]
    assert set(targets) == {"https://exemple.fr/a", "https://exemple.fr/c.png"}
    assert not printed.attachments


def test_what_is_saved_and_compared_is_what_was_typed(fiche):
    write(fiche, "**Gras** et [lien](https://exemple.fr)")
    row = SectionAnswers.objects.get(application=fiche.application, section__number=1)
    assert row.answers["contexte"] == row.content["answers"][0]["value"] == "**Gras** et [lien](https://exemple.fr)"


def preview(client, fiche, text):
    return client.post(address("section", fiche, 1), {"apercu": text}, headers=LIVE)


def test_a_preview_shows_what_a_text_becomes_and_saves_nothing(fiche, as_hat):
    answer = preview(as_hat(fiche.ars_writer), fiche, "- **un** : <b>deux</b>")
    assert answer.status_code == 200
    assert "<li><strong>un</strong>\xa0: &lt;b&gt;deux&lt;/b&gt;</li>" in answer.json()["html"]
    assert fiche.application.sections.get(section__number=1).answers == {}


def test_a_preview_is_for_who_may_write_here(fiche, as_hat):
    stranger = draft(project__call=fiche.call)
    assert preview(as_hat(stranger.ars_writer), fiche, "x").status_code == 404
    fiche.application.state = "withdrawn"
    fiche.application.save()
    assert preview(as_hat(fiche.ars_writer), fiche, "x").status_code == 409


def test_a_text_that_no_answer_may_hold_is_not_previewed(fiche, as_hat):
    answer = preview(as_hat(fiche.ars_writer), fiche, "[" * 20_001)
    assert answer.status_code == 422
    assert "trop long" in answer.json()["errors"][0]
