"""Opening a file as it was sent: plain, gzip or zip, in UTF-8 or cp1252, never inflated beyond a limit (case 25)."""

import codecs
import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from core.verdicts import Refused
from core.wording import counted
from directory.enums import FinessFormat
from directory.finess_files.report import Report

# The national stock takes 30 MB, the flow of the ANS some hundreds.
INFLATED_MAX = 1024 * 1024 * 1024
LONGEST_LINE = 20_000
CHUNK = 256 * 1024
GZIP, ZIP, UTF_16 = b"\x1f\x8b", b"PK\x03\x04", (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What no keyboard types, and what turns the reading order round.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
DAMAGED = "Le fichier compressé est abîmé ou incomplet : téléchargez-le de nouveau."


class Capped(io.RawIOBase):
    """A stream that refuses to give more than a limit, whatever the archive announces."""

    def __init__(self, inner: IO[bytes], limit: int) -> None:
        self.inner, self.left = inner, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self.inner.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise Refused(DAMAGED) from error
        self.left -= len(data)
        if self.left < 0:
            raise Refused("Ce fichier deviendrait démesuré une fois décompressé : il n'est pas lu.")
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True)
class Look:
    """What a first pass tells: format, encoding and hash."""

    format: FinessFormat
    encoding: str
    sha256: str


class Source:
    """A file on disk under the name that people know. A context manager; `fraction` says how far it was read."""

    def __init__(self, path: Path, name: str = "", *, limit: int = INFLATED_MAX) -> None:
        self.path, self.name, self.limit = path, name or path.name, limit
        self.stack = ExitStack()
        self.look = self.inspect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self.stack.close()

    def content(self) -> IO[bytes]:
        """The content, inflated as it is read."""
        self.raw = self.stack.enter_context(self.path.open("rb"))
        magic = self.raw.read(4)
        self.raw.seek(0)
        inner: IO[bytes] = self.raw
        if magic.startswith(GZIP):
            inner = self.stack.enter_context(gzip.GzipFile(fileobj=self.raw))  # type: ignore[arg-type]
        elif magic == ZIP:
            inner = self.stack.enter_context(self.only_member())
        return io.BufferedReader(Capped(inner, self.limit), CHUNK)

    def only_member(self) -> IO[bytes]:
        try:
            archive = self.stack.enter_context(zipfile.ZipFile(self.raw))
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1:
                raise Refused(
                    f"L'archive contient {counted(len(members), 'fichier')} : envoyez-en une qui n'en contient qu'un."
                )
            if members[0].file_size > self.limit:
                raise Refused("Ce fichier deviendrait démesuré une fois décompressé : il n'est pas lu.")
            if members[0].compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise Refused(DAMAGED)  # Python inflates the other kinds without bound
            return archive.open(members[0])
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise Refused(DAMAGED) from error

    def inspect(self) -> Look:
        """Read the whole once, keeping nothing: is it UTF-8, a table or a flow, and what is its hash?"""
        with self.path.open("rb") as raw:
            sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
        decoder, encoding, head = codecs.getincrementaldecoder("utf-8")(), "utf-8-sig", b""
        with self, self.content() as stream:
            while chunk := stream.read(CHUNK):
                head = head or chunk[:64]
                if encoding == "utf-8-sig":
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError:
                        encoding = "cp1252"
        if head.startswith(UTF_16):
            raise Refused("Le fichier est en UTF-16 ; les fichiers FINESS sont en UTF-8 ou en Windows-1252.")
        flow = head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
        return Look(FinessFormat.FLOW if flow else FinessFormat.STOCK, encoding, sha256)

    def text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self.content(), encoding=self.look.encoding)

    def lines(self, report: Report) -> Iterator[tuple[int, str]]:
        """Numbered lines without their end; invisible signs are taken out, and said."""
        stream = self.text()
        number = 0
        try:
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE and not line.endswith("\n"):
                    raise Refused(f"La ligne {number} n'en finit pas : ce n'est pas un fichier FINESS.")
                line = line.rstrip("\r\n")
                if INVISIBLE.search(line):
                    report.warn(number, "Caractères invisibles retirés.")
                    line = INVISIBLE.sub("", line)
                yield number, line
        except UnicodeDecodeError as error:
            raise Refused(f"L'encodage du fichier est illisible vers la ligne {number + 1}.") from error

    def fraction(self) -> float:
        """How much of the file as sent was read, between 0 and 1."""
        return self.raw.tell() / max(self.path.stat().st_size, 1)
