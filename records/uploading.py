"""Receiving a file piece by piece, so that a network cut costs one piece and not the file.

A sender opens an upload under a key of its own and is told how many bytes are there; each piece says where it begins.
A piece sent twice changes nothing. What nobody finished is swept after a day; a person has few open at a time.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core.verdicts import Refused
from records.documents import MEGABYTE
from records.models import Upload

MOST_PIECE = MEGABYTE
MOST_OPEN = 20
MOST_OPEN_BYTES = 200 * MEGABYTE
KEPT = timedelta(days=1)
ANOTHER = "Cet envoi ne correspond plus à ce fichier : choisissez-le de nouveau."


@transaction.atomic
def open_upload(key: str, *, purpose: str, name: str, size: int, by: Any, now: datetime | None = None) -> Upload:
    """The upload of this key, begun or taken up again; refused when it was another file, or when too many wait."""
    now = now or timezone.now()
    # Held so that uploads opened at once are counted one after the other.
    get_user_model().objects.select_for_update().only("pk").get(pk=by.pk)
    upload = Upload.objects.filter(by=by, key=key).first()
    if upload is None:
        unfinished = Upload.objects.filter(by=by, sha256="")
        if unfinished.count() >= MOST_OPEN or sum(unfinished.values_list("size", flat=True)) + size > MOST_OPEN_BYTES:
            raise Refused(
                "Trop d'envois sont restés en chemin : reprenez-les, ou attendez demain, ils auront été effacés."
            )
        upload = Upload(by=by, key=key, purpose=purpose, name=name, size=size)
    elif (upload.purpose, upload.name, upload.size) != (purpose, name, size):
        raise Refused(ANOTHER)
    upload.touched_at = now
    upload.save()
    return upload


@transaction.atomic
def receive(upload: Upload, start: int, piece: bytes, *, now: datetime | None = None) -> Upload:
    """Keep the piece that begins where the upload stands; any other is left, and `received` says what is awaited."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if start != held.received or not piece or held.sha256:
        return held
    if len(piece) > MOST_PIECE or held.received + len(piece) > held.size:
        raise Refused(ANOTHER)
    path = path_of(held, start)
    # A piece that a crash left there, before its row said so.
    default_storage.delete(path)
    default_storage.save(path, ContentFile(piece))
    held.received += len(piece)
    held.touched_at = now or timezone.now()
    held.save(update_fields=["received", "touched_at"])
    return held


def path_of(upload: Upload, start: int) -> str:
    return f"envois/{upload.folder}/{start:012d}"


def content_of(upload: Upload) -> bytes:
    """The whole file, once all of it is received."""
    found = b""
    for name in sorted(default_storage.listdir(f"envois/{upload.folder}")[1]):
        if len(found) == int(name):
            with default_storage.open(f"envois/{upload.folder}/{name}") as piece:
                found += piece.read()
    if len(found) != upload.size:
        raise Refused(ANOTHER)
    return found


def finish(upload: Upload, content: bytes) -> None:
    """Let go of the pieces, and remember what they were."""
    Upload.objects.filter(pk=upload.pk).update(sha256=hashlib.sha256(content).hexdigest())
    drop_pieces(upload)


def forget(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).delete()
    drop_pieces(upload)


def drop_pieces(upload: Upload) -> None:
    folder = f"envois/{upload.folder}"
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)


def sweep(now: datetime) -> None:
    """Let go of what nobody goes on with, some at a time."""
    for upload in Upload.objects.filter(touched_at__lt=now - KEPT)[:100]:
        forget(upload)
