"""L14: what nobody handed in is erased a year after the closing, with its pieces and its links."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from records.models import Document, JournalEntry
from regional_calls.enums import PieceKind
from regional_calls.forgetting import KEPT, forget_drafts
from regional_calls.models import AccessLink, Expression
from regional_calls.submitting import submit, withdraw
from regional_calls.writing import attach
from tests.factories import NOW
from tests.regional_calls.answering import CLOSES, Pair
from tests.regional_calls.test_expressing import PDF

pytestmark = pytest.mark.django_db
LATE = CLOSES + KEPT + timedelta(days=1)


@pytest.fixture
def pair():
    pair = Pair()
    pair.published()
    return pair


def test_a_draft_goes_with_its_file_and_its_links(pair, django_capture_on_commit_callbacks):
    draft = pair.written()
    piece = attach(
        draft, kind=PieceKind.OTHER, upload=SimpleUploadedFile("lettre.pdf", PDF, "application/pdf"), now=NOW
    )
    stored = piece.document.file
    link = AccessLink.objects.create(call=draft.call, email=draft.email, token_digest="0" * 64)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_drafts(LATE - timedelta(days=2)) == 0
        assert forget_drafts(LATE) == 1
        assert forget_drafts(LATE) == 0
    assert not Expression.objects.filter(pk=draft.pk).exists()
    assert not Document.objects.filter(pk=piece.document_id).exists()
    assert not stored.storage.exists(stored.name)
    assert not AccessLink.objects.filter(pk=link.pk).exists()
    entry = JournalEntry.objects.get(deed="regional_calls.forget_draft")
    assert draft.email not in entry.subject_label + entry.summary + str(entry.data)


def test_what_was_handed_in_stays_even_withdrawn(pair):
    done = submit(pair.written(), now=NOW)
    assert forget_drafts(LATE) == 0
    withdraw(done, now=NOW)
    assert forget_drafts(LATE) == 0
    assert Expression.objects.filter(pk=done.pk).exists()


def test_a_draft_that_somebody_still_writes_stays(pair):
    draft = pair.written()
    Expression.objects.filter(pk=draft.pk).update(edited_at=LATE - timedelta(days=30))
    assert forget_drafts(LATE) == 0
