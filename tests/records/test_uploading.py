"""Files that arrive piece by piece: cut, taken up again, sent twice, given up (case 50)."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from core.verdicts import Refused
from records import sweeping, uploading
from records.models import Upload
from records.uploading import content_of, open_upload, receive
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
KEY = "k" * 20


@pytest.fixture
def person():
    return UserFactory()


def begun(person, size=10, **more):
    return open_upload(KEY, **{"purpose": "/ici/", "name": "a.pdf", "size": size, "by": person, **more})


def pieces(upload):
    folder = f"envois/{upload.folder}"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def test_a_file_goes_on_from_where_it_was_and_a_piece_counts_once(person):
    upload = begun(person)
    assert receive(upload, 0, b"01234").received == 5
    assert receive(upload, 0, b"01234").received == 5, "the same piece again"
    assert receive(upload, 7, b"789").received == 5, "a piece too far"
    taken_up = begun(person)
    assert (taken_up.pk, taken_up.received) == (upload.pk, 5)
    with pytest.raises(Refused):
        content_of(taken_up)
    # A crash left a piece of which the row knows nothing.
    default_storage.save(uploading.path_of(upload, 5), ContentFile(b"zz"))
    assert receive(taken_up, 5, b"56789").received == 10
    assert content_of(taken_up) == b"0123456789"
    uploading.finish(taken_up, b"0123456789")
    assert pieces(upload) == []
    assert begun(person).sha256
    assert receive(begun(person), 10, b"x").received == 10


@pytest.mark.parametrize("other", [{"size": 11}, {"name": "b.pdf"}, {"purpose": "/la/"}])
def test_a_key_is_that_of_one_file(person, other):
    begun(person)
    with pytest.raises(Refused, match="ne correspond plus"):
        begun(person, **other)
    assert open_upload(KEY, purpose="/ici/", name="z.pdf", size=3, by=UserFactory()).received == 0


def test_more_than_was_announced_or_than_a_piece_may_hold_is_refused(person, monkeypatch):
    upload = begun(person)
    monkeypatch.setattr(uploading, "MOST_PIECE", 8)
    for piece in (b"x" * 11, b"x" * 9):
        with pytest.raises(Refused):
            receive(upload, 0, piece)
    assert pieces(upload) == []


def test_a_person_has_few_files_on_the_way_and_they_are_swept(person, monkeypatch):
    monkeypatch.setattr(uploading, "MOST_OPEN", 2)
    for number in range(2):
        upload = open_upload(f"{number}" * 20, purpose="/ici/", name="a.pdf", size=5, by=person)
        receive(upload, 0, b"abc")
    with pytest.raises(Refused, match="Trop d'envois"):
        begun(person)
    first, second = Upload.objects.all()
    Upload.objects.filter(pk=first.pk).update(touched_at=timezone.now() - timedelta(hours=25))
    sweeping.due()
    assert list(Upload.objects.all()) == [second]
    assert (pieces(first), len(pieces(second))) == ([], 1)
    assert begun(person).received == 0
    monkeypatch.setattr(uploading, "MOST_OPEN", 20)
    monkeypatch.setattr(uploading, "MOST_OPEN_BYTES", 20)
    with pytest.raises(Refused, match="Trop d'envois"):
        open_upload("z" * 20, purpose="/ici/", name="a.pdf", size=6, by=person)
