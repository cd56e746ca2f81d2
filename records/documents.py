"""Storing files and serving them safely."""

import hashlib
import re
import unicodedata
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import filetype
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from core.verdicts import OutOfTurn, Refused
from core.wording import day
from records.journal import last_edit
from records.models import Document

PDF = "application/pdf"
# extension: media type, for what people may upload; the content must be what the extension says.
ACCEPTED = {
    "pdf": PDF,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
}
# The part without which an archive is not a document of that kind.
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
# What an office file may announce once inflated; far above any real one, far below what harms a reader.
OFFICE_MAX_BYTES = 200 * 1024 * 1024
OFFICE_MAX_PARTS = 2000

NOT_ACCEPTED = "Ce type de fichier n'est pas accepté. Joignez un PDF, un document Word, Excel ou ODT, ou une image."
DISGUISED = "Le contenu du fichier ne correspond pas à son nom : il est peut-être abîmé ou renommé."


def displayed_name(name: str) -> str:
    """The typed file name without paths, control or direction marks, within 150 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return f"{(stem or 'document')[:140]}{dot}{suffix[:9]}" if dot else (kept or "document")[:150]


def neutral_path(document: Document) -> str:
    """A stored name that owes nothing to what the person typed but a plain extension."""
    extension = re.sub(r"[^a-z0-9]", "", PurePosixPath(document.name).suffix.lower())
    return f"{timezone.now():%Y/%m}/{document.key}{extension and '.'}{extension}"


def store(name: str, content: bytes, *, media_type: str, by: Any = None) -> Document:
    """Keep bytes that the portal itself made."""
    document = Document(
        name=displayed_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_by=getattr(by, "user", by),
    )
    document.file.save(neutral_path(document), ContentFile(content), save=False)
    document.save(force_insert=True)
    return document


class UnacceptedFile(Refused):
    """A file too heavy, empty, or not what its name says."""

    at = "upload"


def store_upload(upload: Any, *, by: Any) -> Document:
    """Keep an uploaded file (a Django `UploadedFile`), its size and real type checked; else `UnacceptedFile`."""
    if upload.size > settings.DOCUMENT_MAX_BYTES:
        limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        raise UnacceptedFile(f"Le fichier est trop lourd : {limit} Mo au plus.")
    content = upload.read()
    if not content:
        raise UnacceptedFile("Le fichier est vide.")
    name = displayed_name(upload.name)
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if extension not in ACCEPTED:
        raise UnacceptedFile(NOT_ACCEPTED)
    if extension in OFFICE_PARTS:
        check_office(content, extension)
    elif getattr(filetype.guess(content), "extension", None) != extension:
        raise UnacceptedFile(DISGUISED)
    return store(name, content, media_type=ACCEPTED[extension], by=by)


def check_office(content: bytes, extension: str) -> None:
    """Judge an office file by its table of contents alone: nothing is inflated before its size is known to be small."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnacceptedFile(DISGUISED) from error
    if len(parts) > OFFICE_MAX_PARTS or sum(part.file_size for part in parts) > OFFICE_MAX_BYTES:
        raise UnacceptedFile("Ce fichier deviendrait démesuré une fois ouvert : il n'est pas accepté.")
    names = {part.filename for part in parts}
    if OFFICE_PARTS[extension] not in names:
        raise UnacceptedFile(DISGUISED)
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" or name.startswith("Basic/") for name in names):
        raise UnacceptedFile("Ce document contient des macros. Joignez-le sans elles, ou en PDF.")


def mark_of(document: Document | None) -> str:
    """What a page that replaces a file carries, so that nobody replaces unseen what another person attached."""
    return str(document.key) if document else "aucun"


def ensure_seen(subject: models.Model, document: Document | None, seen: str | None) -> None:
    """`OutOfTurn` when the row's present file is not the one seen; None asks nothing."""
    if seen is not None and seen != mark_of(document):
        raise OutOfTurn(
            f"« {document} » a été joint {last_edit(subject)()}. Choisissez de nouveau votre fichier pour le remplacer."
        )


def what_is_replaced(document: Document | None) -> list[str]:
    """In a sentence, for the page that sends a new file."""
    if document is None:
        return []
    return [f"Le document « {document} », joint le {day(document.created_at)}, sera remplacé."]


def read(document: Document) -> bytes:
    """The file's bytes, checked against the hash kept in the database; `Refused` when they differ or are missing."""
    try:
        with document.file.storage.open(str(document.file.name)) as stream:
            content: bytes = stream.read()
    except FileNotFoundError as error:
        raise Refused("Le fichier est introuvable. L'équipe du portail est à prévenir.") from error
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Refused("Le fichier ne correspond plus à son empreinte : il n'est pas servi.")
    return content


def erase(document: Document) -> None:
    """Let go of a file that no row owns any more: its row now, its bytes once that is certain."""
    storage, path = document.file.storage, str(document.file.name)
    document.delete()
    transaction.on_commit(lambda: storage.delete(path))


def serve(document: Document) -> HttpResponse:
    """Send a stored file, once checked against its hash."""
    return download(document.name, read(document), media_type=document.media_type)


def download(name: str, content: bytes, *, media_type: str) -> HttpResponse:
    """Send bytes so that a browser neither guesses their type nor runs what they hold, and keeps no copy."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
