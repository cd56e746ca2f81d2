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
# How such an archive begins.
ARCHIVE = b"PK\x03\x04"
MEGABYTE = 1024 * 1024
# What an office file may announce once inflated; far above any real one, far below what harms a reader.
OFFICE_MAX_BYTES = 200 * 1024 * 1024
OFFICE_MAX_PARTS = 2000

# What a browser may show in a page of its own, and with which rights: none. The reader of PDFs that browsers have does
# not open in a sandbox, and runs apart from the site.
SHOWN = {
    PDF: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "image/png": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
    "image/jpeg": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
}

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


def hash_of_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def store(name: str, content: bytes, *, media_type: str, by: Any = None) -> Document:
    """Keep bytes that the portal itself made."""
    document = Document(
        name=displayed_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hash_of_bytes(content),
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
    check_size(upload.size)
    content = upload.read()
    name, media_type = recognised(upload.name, content)
    return store(name, content, media_type=media_type, by=by)


def recognised(name: str, content: bytes) -> tuple[str, str]:
    """(the name to show, the media type) of what is kept as a file: its content is what its name says."""
    check_size(len(content))
    name = displayed_name(name)
    extension = extension_of(name)
    check_start(content, extension)
    if extension in OFFICE_PARTS:
        check_office(content, extension)
    return name, ACCEPTED[extension]


def check_size(size: int, most: int | None = None) -> None:
    """Refuse by its size alone, in bytes: before anything of it is received, if need be."""
    most = settings.DOCUMENT_MAX_BYTES if most is None else most
    if size > most:
        raise UnacceptedFile(f"Le fichier est trop lourd : {most // MEGABYTE} Mo au plus.")
    if size <= 0:
        raise UnacceptedFile("Le fichier est vide.")


def extension_of(name: str) -> str:
    """The extension of an accepted file, by its name; `UnacceptedFile` otherwise."""
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if extension not in ACCEPTED:
        raise UnacceptedFile(NOT_ACCEPTED)
    return extension


def check_start(content: bytes, extension: str) -> None:
    """Refuse what does not begin as its name says: the first bytes are enough."""
    known = content.startswith(ARCHIVE) if extension in OFFICE_PARTS else is_of_type(content, extension)
    if not known:
        raise UnacceptedFile(DISGUISED)


def is_of_type(content: bytes, extension: str) -> bool:
    return getattr(filetype.guess(content), "extension", None) == extension


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
    if hash_of_bytes(content) != document.sha256:
        raise Refused("Le fichier ne correspond plus à son empreinte : il n'est pas servi.")
    return content


def erase(document: Document) -> None:
    """Let go of a file that no row owns any more: its row now, its bytes once that is certain."""
    storage, path = document.file.storage, str(document.file.name)
    document.delete()
    transaction.on_commit(lambda: storage.delete(path))


def serve(document: Document, *, shown: bool = False) -> HttpResponse:
    """Send a stored file, once checked against its hash; `shown` in the browser if it is of a type that may be."""
    shown = shown and document.media_type in SHOWN
    return download(document.name, read(document), media_type=document.media_type, shown=shown)


def download(name: str, content: bytes, *, media_type: str, shown: bool = False) -> HttpResponse:
    """Send bytes so that a browser neither guesses their type nor runs what they hold, and keeps no copy."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=not shown, filename=name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SHOWN[media_type] if shown else "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
