"""Files joined to a fiche: sent piece by piece from the page of a section, or by a form of their own; read by address.

`static/js/upload.js` sends a file to `send_file` under a key of its own. Each answer is JSON: `received`, where the
next piece begins; once the file is whole `done`, with what the page says and the `fragments` to draw again. Refusals
are those of a field that saves itself (`core.autosave`): `errors`, in sentences that name the file.
"""

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from accounts.models import Membership
from applications import attaching
from applications.answers import answers_row
from applications.attaching import NotJoined, attach, detach
from applications.forms.attaching import AttachForm
from applications.joined import (
    Joined,
    attachment_of,
    joined,
    joins,
    kind_of,
    known_file,
    listed_in,
    question_at,
    section_url,
)
from applications.models import Application, FicheFile
from applications.permissions import may_open
from applications.views.fiches import crumbs_of, shared_or_404
from applications.views.sections import saved_in, voided
from applications.window import is_open
from calls.models import Question
from core.form_page import FormPage, answer_form, redirect_saying
from core.typography import typeset, typeset_text
from core.verdicts import OutOfTurn, Refused, Verdict, ensure
from core.wording import counted
from records import documents, uploading
from records.models import Upload
from records.uploading import open_upload
from records.views.removing import ask_to_remove

KEY = re.compile(r"[0-9a-zA-Z_-]{16,64}", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)


def question_or_404(request: HatRequest, pk: int, place: str) -> tuple[Application, Question]:
    fiche = shared_or_404(request, pk)
    question = question_at(fiche, place)
    if question is None or not opened(request, fiche, question):
        raise Http404("Rien de tel n'existe.")
    return fiche, question


def attachment_or_404(request: HatRequest, pk: int, attachment_pk: int) -> tuple[FicheFile, Question]:
    """A file that the pair joined, with the place it was joined at; its fiche is that of the request."""
    fiche = shared_or_404(request, pk)
    rows = FicheFile.objects.select_related("document", "added_by__user", "added_by__organisation")
    found = get_object_or_404(rows, pk=attachment_pk, application=fiche)
    question = question_at(fiche, found.place)
    if question is None or not opened(request, fiche, question):
        raise Http404("Rien de tel n'existe.")
    found.application = fiche
    return found, question


def opened(request: HatRequest, fiche: Application, question: Question) -> bool:
    """Whether the section of the question is one that this person sees at all."""
    guest = fiche.guesthood(request.hat)
    return guest is None or question.section_id in guest.keys


def writes_now(request: HatRequest, fiche: Application, question: Question) -> Verdict:
    return joins(request.hat, fiche, question) and is_open(fiche, timezone.now())


def page_about(fiche: Application, question: Question, title: str, submit: str, **around: Any) -> FormPage:
    back = section_url(fiche, question)
    crumbs = [*crumbs_of(fiche), (str(question.section), back)]
    return FormPage(title, submit, back, crumbs=crumbs, **around)


# — by a form —


def add_files(request: HatRequest, pk: int, place: str) -> HttpResponse:
    fiche, question = question_or_404(request, pk, place)
    now = timezone.now()

    def done(outcome: tuple[list[FicheFile], list[str]]) -> HttpResponse:
        made, faults = outcome
        for fault in faults:
            messages.error(request, fault)
        said = f"{counted(len(made), 'fichier joint', 'fichiers joints')}. {voided(fiche, now)}"
        return redirect_saying(request, said.strip(), section_url(fiche, question))

    return answer_form(
        request,
        lambda data, files: AttachForm(data, files, kind=kind_of(question), several=True),
        page=page_about(fiche, question, f"Joindre des fichiers : {question.label}", "Joindre"),
        right=writes_now(request, fiche, question),
        deed=lambda form: join_each(fiche, question, form.cleaned_data["upload"], by=request.hat, now=now),
        refusal_at="upload",
        done=done,
    )


def join_each(
    fiche: Application, question: Question, uploads: list[Any], *, by: Membership, now: datetime
) -> tuple[list[FicheFile], list[str]]:
    """Those that are joined, and why the others are not; refused as a whole only when none can be."""
    made, faults = [], []
    for upload in uploads:
        try:
            made.append(join_upload(fiche, question, upload, by=by, now=now))
        except NotJoined as refusal:
            faults.append(refusal.reason)
    if not made:
        raise Refused(" ".join(faults))
    return made, faults


def join_upload(fiche: Application, question: Question, upload: Any, **around: Any) -> FicheFile:
    """One file of a form, which its size alone may refuse; `around` is that of `attach`."""
    attaching.judge(question, upload.name, upload.size)
    return attach(fiche, question, name=upload.name, content=upload.read(), **around)


def replace_file(request: HatRequest, pk: int, attachment_pk: int) -> HttpResponse:
    former, question = attachment_or_404(request, pk, attachment_pk)
    fiche, now = former.application, timezone.now()
    around = {"replaces": former, "by": request.hat, "now": now}
    kept = "Le fichier remplacé reste dans les versions précédentes, sous le nouveau."
    return answer_form(
        request,
        lambda data, files: AttachForm(data, files, kind=kind_of(question), several=False),
        page=page_about(fiche, question, f"Remplacer « {former} »", "Remplacer le fichier", consequences=[kept]),
        right=writes_now(request, fiche, question),
        turn=lambda: ensure_there(former),
        deed=lambda form: join_upload(fiche, question, form.cleaned_data["upload"], **around),
        refusal_at="upload",
        done=lambda made: redirect_saying(
            request,
            f"« {former} » est remplacé par « {made} ». {voided(fiche, now)}".strip(),
            section_url(fiche, question),
        ),
    )


def ensure_there(attachment: FicheFile) -> None:
    if attachment.gone:
        raise OutOfTurn(attaching.what_became_of(attachment))


def remove_file(request: HatRequest, pk: int, attachment_pk: int) -> HttpResponse:
    attachment, question = attachment_or_404(request, pk, attachment_pk)
    fiche = attachment.application

    return ask_to_remove(
        request,
        page_about(
            fiche, question, f"Retirer « {attachment} » ?", "Retirer le fichier",
            keep="Garder le fichier", consequences=["Si la fiche est signée, ses signatures sont annulées."],
        ),
        right=writes_now(request, fiche, question),
        turn=lambda: ensure_there(attachment),
        deed=lambda: detach(attachment, question, by=request.hat, now=timezone.now()),
        done=f"« {attachment} » est retiré.",
        to=(section_url(fiche, question),),
    )  # fmt: skip


# — piece by piece —


@require_POST
def send_file(request: HatRequest, pk: int, place: str) -> JsonResponse:
    """One piece of a file, or none to ask how much of it is there (`records.uploading`)."""
    fiche, question = question_or_404(request, pk, place)
    ensure(writes_now(request, fiche, question))
    name, key = request.POST.get("nom", "")[:300], request.POST.get("cle", "")
    size, start = (request.POST.get(one, "") for one in ("taille", "debut"))
    if not (KEY.fullmatch(key) and NUMBER.fullmatch(size) and NUMBER.fullmatch(start or "0")):
        raise Refused(uploading.ANOTHER)
    piece = read_piece(request)
    attaching.judge(question, name, int(size), piece if start == "0" else b"")
    upload = open_upload(key, purpose=request.path, name=name, size=int(size), by=request.user)
    if upload.sha256:
        if upload.sha256 in {file["sha256"] for file in listed_in(answers_row(fiche, question.section), place)}:
            return whole(request, attachment_of(fiche, place, upload.sha256), question)
        upload = again(upload)
    attaching.ensure_room(question, fiche, name, int(size))
    if piece:
        upload = uploading.receive(upload, int(start), piece)
    if upload.received < upload.size:
        return JsonResponse({"received": upload.received})
    return whole(request, joined_now(request, fiche, question, upload), question)


def read_piece(request: HatRequest) -> bytes:
    sent = request.FILES.get("morceau")
    if sent is None:
        return b""
    piece: bytes = sent.read(uploading.MOST_PIECE + 1)
    return piece


def again(upload: Upload) -> Upload:
    """A file that was joined, then removed, is sent once more."""
    uploading.forget(upload)
    return open_upload(upload.key, purpose=upload.purpose, name=upload.name, size=upload.size, by=upload.by)


def joined_now(request: HatRequest, fiche: Application, question: Question, upload: Upload) -> FicheFile:
    """The file once all of it is there; one that is refused is not kept."""
    content = uploading.content_of(upload)
    try:
        made = attach(fiche, question, name=upload.name, content=content, by=request.hat, now=timezone.now())
    except Refused:
        uploading.forget(upload)
        raise
    uploading.finish(upload, content)
    return made


def whole(request: HatRequest, made: FicheFile, question: Question) -> JsonResponse:
    """What the page of the section says and draws once a file is joined."""
    fiche = shared_or_404(request, made.application_id)
    fiche.voided = made.application.voided
    around = saved_in(request.hat, fiche, question.section, drawn_list(request, fiche, question))
    said = f"« {made} » est joint. {around.sentence}".strip()
    return JsonResponse({"done": True, "said": typeset_text(said), "fragments": typeset(around.fragments)})


def drawn_list(request: HatRequest, fiche: Application, question: Question) -> str:
    return render_to_string("applications/_file_list.html", {"joined": joined_at(request, fiche, question)}, request)


def joined_at(request: HatRequest, fiche: Application, question: Question) -> Joined:
    row = answers_row(fiche, question.section)
    open_now = bool(is_open(fiche, timezone.now()))
    return joined(fiche, [question], row, by=request.hat, open_now=open_now)[question.code]


# — by its address —


@require_safe
def file(request: HatRequest, pk: int, sha256: str) -> HttpResponseBase:
    """A file that this reader may know of, by the SHA-256 that the fiche states; «?apercu» shows it in the browser."""
    found = known_file(request.hat, shared_or_404(request, pk), sha256)
    if found is None:
        raise Http404("Rien de tel n'existe.")
    ensure(may_open(request.hat, found))
    return documents.serve(found.document, shown="apercu" in request.GET)
