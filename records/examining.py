"""What a file that people joined holds, looked at once it is kept: nothing that runs, hides or cannot be opened (68).

`examine` asks each examiner in turn and gives the first reason to set the file aside, in a French sentence, or nothing.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from records.documents import ACCEPTED, OFFICE_PARTS, PDF

# Takes the bytes of a file and its media type; a sentence when the file is to be set aside, "" otherwise.
Examiner = Callable[[bytes, str], str]
MOST_PAGES = 1000
MOST_OBJECTS = 100_000
DEEPEST = 40  # lists and dictionaries within one another
MOST_PIXELS = 80_000_000
DAMAGED = "Le fichier ne s'ouvre pas : il est peut-être abîmé. Enregistrez-le de nouveau, puis joignez-le."
TOO_LARGE = "Cette image est trop grande : réduisez-la, puis joignez-la."
OFFICE = {ACCEPTED[extension] for extension in OFFICE_PARTS}
# What an office file may fetch from elsewhere as it opens; a link that one clicks on is none of it.
FETCHED = re.compile(
    rb'<Relationship\b(?=[^>]*TargetMode="External")[^>]*Type="[^"]*/(attachedTemplate|oleObject|frame|subDocument)"'
)
# What a PDF may do or carry besides what it shows, by the key or the value of an entry of one of its objects.
DEEDS = {
    "/JavaScript": "Ce PDF contient un programme (JavaScript)",
    "/Launch": "Ce PDF lance un autre programme",
    "/RichMedia": "Ce PDF contient un contenu qui s'exécute",
    "/EmbeddedFile": "Ce PDF cache un autre fichier",
    "/FileAttachment": "Ce PDF cache un autre fichier",
}
KEYS = {"/JS": "/JavaScript", "/EF": "/EmbeddedFile"}


def examine(content: bytes, media_type: str) -> str:
    return next(filter(None, (examiner(content, media_type) for examiner in EXAMINERS)), "")


def structure(content: bytes, media_type: str) -> str:
    """Whether it opens as what it is, and holds nothing else."""
    if media_type == PDF:
        return pdf(content)
    return office(content) if media_type in OFFICE else image(content)


def pdf(content: bytes) -> str:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return "Ce PDF est protégé par un mot de passe : joignez-le sans protection."
        if not 0 < len(reader.pages) <= MOST_PAGES:
            return f"Ce PDF doit compter de 1 à {MOST_PAGES} pages."
        found = next((deed for each in objects(reader) for deed in deeds(each)), "")
    except Exception:  # noqa: BLE001 - a file that nobody vouches for may make its reader fail in any way
        return DAMAGED
    return f"{DEEDS[found]} : imprimez le document en PDF, puis joignez le résultat." if found else ""


def objects(reader: PdfReader) -> Iterator[Any]:
    """Every object of a PDF, whether its pages lead to it or not; streams stay as they are."""
    direct = [(number, generation) for generation, numbers in reader.xref.items() for number in numbers]
    places = [*direct, *((number, 0) for number in reader.xref_objStm)]
    if len(places) > MOST_OBJECTS:
        raise ValueError("too many objects")
    yield reader.trailer
    for number, generation in places:
        yield reader.get_object(IndirectObject(number, generation, reader))


def deeds(found: Any, depth: int = 0) -> Iterator[str]:
    """The names in `DEEDS` that an object bears, in itself and in what it holds."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(found, DictionaryObject):
        for key, value in found.items():
            if key in KEYS:
                yield KEYS[key]
            if key in {"/S", "/Type", "/Subtype"} and value in DEEDS:
                yield str(value)
            if not isinstance(value, IndirectObject | StreamObject):
                yield from deeds(value, depth + 1)
    elif isinstance(found, list):
        for value in found:
            if not isinstance(value, IndirectObject | StreamObject):
                yield from deeds(value, depth + 1)


def office(content: bytes) -> str:
    """The archive was measured as it came in (`documents.check_office`): it is small once inflated."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.testzip() is not None:
                return DAMAGED
            links = [name for name in archive.namelist() if name.endswith(".rels")]
            if any(FETCHED.search(archive.read(name)) for name in links):
                return "Ce document va chercher un contenu ailleurs quand on l'ouvre : joignez-le en PDF."
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, NotImplementedError, EOFError, OSError):
        return DAMAGED
    return ""


def image(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return TOO_LARGE
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - as for a PDF
        return DAMAGED
    return ""


# A programme that knows harmful files is to be one more.
EXAMINERS: tuple[Examiner, ...] = (structure,)
