"""An act in PDF, with the QR code of its check page."""

import io
from base64 import b64encode
from typing import Any

import segno

from acts.enums import ActKind
from acts.models import Act
from records import pdf


def act_pdf(act: Act) -> bytes:
    return printed(act.content)


def printed(content: dict[str, Any]) -> bytes:
    """What an act says as a PDF; without a number, it prints as a project."""
    images = {"qr": qr_code(content["check_url"])} if content["check_url"] else {}
    context = {"act": content | {"qr_source": "image:qr"}, "kind_template": ActKind(content["kind"]).template}
    title = f"{content['title'].capitalize()} {content['number'] or '(projet)'}"
    return pdf.render("acts/act_pdf.html", context, title=title, images=images)


def shown(content: dict[str, Any]) -> dict[str, Any]:
    """The context of the act on a page, its picture within the page."""
    picture = b64encode(qr_code(content["check_url"])).decode() if content["check_url"] else ""
    return {
        "act": content | {"qr_source": f"data:image/svg+xml;base64,{picture}"},
        "kind_template": ActKind(content["kind"]).template,
    }


def qr_code(address: str) -> bytes:
    """An SVG picture."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="svg", xmldecl=False, border=0, scale=4)
    return stream.getvalue()
