"""Making PDF files: a Django template and one of our print style sheets become a tagged, archival document."""

import threading
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from core import demonstration
from core.typography import typeset

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

# Declared, not certified: archival (PDF/A-3), tagged for screen readers (level A).
VARIANT = "pdf/a-3a"
COMMON_CSS = "pdf/page.css"
IMAGE_TYPES = {b"\x89PNG": "image/png", b"<?xm": "image/svg+xml", b"<svg": "image/svg+xml"}
# Pango's font maps must not be shared between threads.
kept = threading.local()


def render(
    template: str,
    context: dict[str, Any],
    *,
    base_css: str = "pdf/letter.css",
    title: str | None = None,
    images: dict[str, bytes] | None = None,
) -> bytes:
    """The PDF bytes of a template that extends `pdf/base_pdf.html`; the same input gives the same bytes.

    `base_css` is a static file of ours. `images` holds PNG or SVG pictures that the template shows by
    `<img src="image:name">`. Nothing else is ever fetched, whatever the text says (case 37).
    """
    from weasyprint import HTML  # noqa: PLC0415 - takes a second and needs Pango: only for who makes a PDF

    # WeasyPrint leaves its own colour profile's file to the garbage collector.
    warnings.filterwarnings("ignore", message="unclosed file .*sRGB2014", category=ResourceWarning)
    mark = {"demonstration": demonstration.PAPER if settings.DEMO_MARK else ""}
    html = typeset(render_to_string(template, context | mark | ({} if title is None else {"title": title})))
    document = HTML(string=html, url_fetcher=fetcher(images or {}))
    result: bytes = document.write_pdf(
        stylesheets=[stylesheet(COMMON_CSS), stylesheet(base_css)], font_config=fonts(), pdf_variant=VARIANT
    )
    return result


def fetcher(images: dict[str, bytes]) -> "URLFetcher":
    """What WeasyPrint asks for every address it meets: only the pictures passed in exist."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OwnImages(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
            content = images.get(url.removeprefix("image:")) if url.startswith("image:") else None
            if content is None:
                raise ValueError("Aucune adresse n'est lue pendant la fabrication d'un PDF.")
            return URLFetcherResponse(url, content, {"Content-Type": IMAGE_TYPES[content[:4]]})

    return OwnImages()  # type: ignore[no-untyped-call]


@cache
def stylesheet(name: str) -> "CSS":
    """A parsed style sheet, kept for the life of the process."""
    from weasyprint import CSS  # noqa: PLC0415

    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    return CSS(string=Path(path).read_text(encoding="utf-8"), url_fetcher=fetcher({}))


def fonts() -> "FontConfiguration":
    """The fonts found on this machine, looked for once per thread."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    if not hasattr(kept, "fonts"):
        kept.fonts = FontConfiguration()
    found: FontConfiguration = kept.fonts
    return found
