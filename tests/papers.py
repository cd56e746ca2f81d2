"""What a PDF says, for tests to read."""

from io import BytesIO

from pypdf import PdfReader


def text_of(content: bytes) -> str:
    """Its words, on one line; no-break spaces are spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
