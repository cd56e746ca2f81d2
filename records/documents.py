"""Storing files and serving them safely."""

import hashlib
import unicodedata
from typing import Any

import filetype
from django.conf import settings
from django.core.files.base import ContentFile
from django.http import FileResponse, HttpResponseBase

from acia_portal.verdicts import Refused
from records.models import Document

# extension: media type, for what people may upload; the content must be what the extension says.
ACCEPTED = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
}


def displayed_name(name: str) -> str:
    """The typed file name without paths, control or direction marks, within 150 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return f"{(stem or 'document')[:140]}{dot}{suffix[:9]}" if dot else (kept or "document")[:150]


def store(name: str, content: bytes, *, media_type: str, by: Any = None) -> Document:
    """Keep bytes that the portal itself made."""
    document = Document(
        name=displayed_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_by=getattr(by, "user", by),
    )
    document.file.save(document.name, ContentFile(content), save=False)
    document.save(force_insert=True)
    return document


def store_upload(upload: Any, *, by: Any) -> Document:
    """Keep an uploaded file (a Django `UploadedFile`) after checking its size and its real type; `Refused` otherwise."""
    if upload.size > settings.DOCUMENT_MAX_BYTES:
        limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        raise Refused(f"Le fichier est trop lourd : {limit} Mo au plus.")
    content = upload.read()
    if not content:
        raise Refused("Le fichier est vide.")
    name = displayed_name(upload.name)
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    guess = filetype.guess(content)
    if extension not in ACCEPTED or guess is None or guess.extension != extension:
        raise Refused("Ce type de fichier n'est pas accepté. Joignez un PDF, un document Word, Excel ou ODT, ou une image.")
    return store(name, content, media_type=ACCEPTED[extension], by=by)


def read(document: Document) -> bytes:
    """The file's bytes, checked against the hash kept in the database; `Refused` when they differ or are missing."""
    try:
        with document.file.open("rb") as stream:
            content = stream.read()
    except FileNotFoundError as error:
        raise Refused("Le fichier est introuvable. L'administration de la plateforme est à prévenir.") from error
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Refused("Le fichier ne correspond plus à son empreinte : il n'est pas servi.")
    return content


def serve(document: Document, *, inline: bool = False) -> HttpResponseBase:
    """Send a file so that a browser neither guesses its type nor runs what it holds."""
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=not (inline and document.media_type == "application/pdf"),
        filename=document.name,
        content_type=document.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
