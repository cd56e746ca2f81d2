"""Reading back what the portal prints."""

import io

from pypdf import PdfReader


def text_of(content: bytes) -> str:
    """The words of a PDF in reading order, on one line, with the spaces and the apostrophes of a keyboard."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split()).replace("’", "'")
