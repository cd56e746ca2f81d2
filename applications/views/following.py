"""What a page of a fiche learns while it is open: who is there, what they did, and what they wrote in its section."""

import re
from typing import Any

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from accounts.models import Membership
from applications import tables
from applications.annexes import annexes_of
from applications.answers import answers_row
from applications.changes import News, news
from applications.forms.section import AnswersForm, section_form
from applications.models import Application, SectionAnswers, SectionRevision
from applications.permissions import may_read_versions, may_write
from applications.presence import People, be_here, people_in, who
from applications.views.attaching import drawn_list
from applications.views.fiches import shared_or_404
from applications.views.sections import questions_of, saved_in
from calls.enums import QuestionKind, SectionKind
from calls.models import Section
from core.forms import PortalForm
from core.typography import typeset, typeset_text
from core.wording import clock

NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
MOST = 100  # versions read back; a page that slept longer than that gets the fields of the last ones
# What a table draws beside its fields, once it changed.
TOTALS = {SectionKind.STAGES: "_stages_total", SectionKind.BUDGET: "_budget_table"}


def number_in(request: HatRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if NUMBER.fullmatch(given) else 0


@require_safe
def changes(request: HatRequest, pk: int) -> JsonResponse:
    """What others did since the page was drawn, asked again and again by `watch.js`; eight queries while nothing moves.

    `depuis` is where the journal was, `section` the number of the section that the page shows, at its `version`;
    `ecrit` says that somebody types. A page that says so is seen there by the others, which is no deed.
    A guest is told of the section alone: what it says, and who is there.
    """
    now, number = timezone.now(), number_in(request, "section")
    fiche = shared_or_404(request, pk, number)
    told = News()
    if not request.hat.guest:
        told = news(fiche, since=number_in(request, "depuis"), reader=request.hat, followed=number)
    answer: dict[str, Any] = {"said": typeset_text(told.said), "serious": told.serious, "reload": told.reload}
    if request.hat.guest or may_read_versions(request.hat, fiche):
        row = fiche.sections.select_related("section").filter(section__number=number).first() if number else None
        if row is not None and may_write(request.hat, fiche, [row.section]):
            be_here(fiche, row.section_id, by=request.hat, writing="ecrit" in request.GET, now=now)
        answer |= told_of(people_in(fiche, but=request.hat, now=now), number)
        if row is not None:
            answer |= written_in(request, fiche, row, number_in(request, "version"))
    return JsonResponse(answer)


def told_of(people: People, number: int) -> dict[str, Any]:
    return {
        "here": typeset_text(people.here(number)),
        "people": {there: typeset_text(people.there(there)) for there in people.by_section},
    }


def written_in(request: HatRequest, fiche: Application, row: SectionAnswers, since: int) -> dict[str, Any]:
    """What was saved in a section after a version of it: its fields as they are now, who wrote them, what they change.

    `fields` are {name: what the page now sees of it, and a note}; a field that one is typing in is the page's affair.
    """
    if row.version <= since:
        return {"version": row.version}
    revisions = list(
        row.revisions.filter(version__gt=since).select_related("edited_by__user", "edited_by__organisation")[:MOST]
    )
    part = row.section
    form = section_form(questions_of(fiche, part), answers_row(fiche, part), by=request.hat)
    form.edit()
    found = {}
    for name in form.fields:
        touching = [revision for revision in revisions if name in revision.changes]
        if touching:
            found[name] = field_of(form, name, touching, fiche, request.hat)
    drawn = files_written(request, fiche, form, {code for revision in revisions for code in revision.changes})
    of_table = [revision for revision in revisions if revision.table is not None]
    if of_table and part.kind != SectionKind.QUESTIONS:
        cells, table = table_written(request, fiche, part, of_table)
        found |= cells
        drawn += table
    return {
        "version": row.version,
        "fields": found,
        "fragments": typeset(saved_in(request.hat, fiche, part, drawn).fragments),
    }


def files_written(request: HatRequest, fiche: Application, form: AnswersForm, changed: set[str]) -> str:
    """The lists of files that changed, drawn again."""
    asking = [*form.questions, annexes_of(form.row.section)]
    asking = [question for question in asking if question.kind == QuestionKind.FILE and question.code in changed]
    return "".join(drawn_list(request, fiche, question) for question in asking if question.code not in form.read_only)


def table_written(
    request: HatRequest, fiche: Application, part: Section, revisions: list[SectionRevision]
) -> tuple[dict[str, Any], str]:
    """(the fields of a table that saves itself, the table or what stands beside its fields, drawn again)."""
    context = tables.table_context(part.kind, fiche, request.hat)
    beside = TOTALS.get(SectionKind(part.kind))
    drawn = render_to_string(f"applications/tables/{beside or part.kind}.html", context, request)
    if not beside:
        return {}, drawn
    form = context["form"]
    return {form[name].html_name: field_of(form, name, revisions, fiche, request.hat) for name in form.fields}, drawn


def field_of(
    form: PortalForm, name: str, revisions: list[SectionRevision], fiche: Application, reader: Membership
) -> dict[str, str]:
    """The hidden inputs that say what is saved now, and who saved it unless it was the reader, from another page."""
    last = revisions[0]
    note = ""
    if last.edited_by and last.edited_by.user_id != reader.user_id:
        note = f"Changé par {who(last.edited_by, fiche.project)} à {clock(last.edited_at, fiche.project.call.zone)}."
    return {"seen": form[name].seen, "note": typeset_text(note)}
