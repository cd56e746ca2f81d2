"""Importing a spreadsheet: the file is judged, then what was judged is imported by one act."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.middleware import HatRequest
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import OutOfTurn, Refused, ensure
from core.wording import PARIS, counted
from records.documents import displayed_name
from records.spreadsheets import Sheet, xlsx_response
from regions.models import RegionalProject
from worklog.entries import Line
from worklog.forms.acts import ImportForm
from worklog.forms.week import choices_of
from worklog.importing import ImportPreview, example, import_table, judge
from worklog.permissions import may_log_days
from worklog.sheets import HEADERS
from worklog.spreadsheet import MAX_BYTES, read_table
from worklog.views.projects import log_page, logged_project

# How long a judged file waits for its act, in seconds.
PATIENCE = 3600


def salt(request: HatRequest, project: RegionalProject) -> str:
    """A judged file is good for the project and the hat that judged it."""
    return f"worklog.import:{project.pk}:{request.hat.pk}"


def page_of(project: RegionalProject, **context: Any) -> FormPage:
    return log_page(project, "Importer un fichier", "Lire le fichier", "worklog/import.html", **context)


def import_days(request: HatRequest, project_pk: int) -> HttpResponse:
    project = logged_project(request, project_pk)
    if "judged" in request.POST:
        return act(request, project)

    def judged(form: ImportForm) -> dict[str, Any]:
        upload = form.cleaned_data["file"]
        name = displayed_name(upload.name)
        table = read_table(upload.name, upload.read(MAX_BYTES + 1))
        report = judge(project, table, by=request.hat, now=timezone.now())
        kept = signing.dumps({"name": name, "table": table}, salt=salt(request, project), compress=True)
        sentence = report_sentence(report)
        return {"report": report, "name": name, "judged": kept if report.ready else "", "sentence": sentence}

    return answer_form(
        request,
        ImportForm,
        page=page_of(project),
        right=may_log_days(request.hat, project),
        refusal_at="file",
        deed=judged,
        done=lambda found: page_of(project, **found).render(request, ImportForm()),
    )


def report_sentence(report: ImportPreview) -> str:
    """The report in a sentence."""
    if report.wrong:
        return (
            f"{counted(len(report.wrong), 'ligne est à corriger', 'lignes sont à corriger')} sur {len(report.lines)} : "
            "rien ne s'importe tant qu'il en reste."
        )
    if not report.new:
        return "Toutes ces lignes sont déjà inscrites : il n'y a rien à importer."
    known = f", {counted(len(report.known), 'déjà inscrite', 'déjà inscrite')}" if report.known else ""
    return f"{counted(len(report.new), 'ligne prête', 'lignes prêtes')} à importer{known}."


def act(request: HatRequest, project: RegionalProject) -> HttpResponse:
    """Import what was judged, or say on the same page why not."""
    try:
        judged = signing.loads(request.POST["judged"], salt=salt(request, project), max_age=PATIENCE)
        recorded = import_table(project, judged["table"], by=request.hat, name=judged["name"], now=timezone.now())
    except signing.BadSignature:
        refusal: Refused = OutOfTurn("Ce fichier attend depuis trop longtemps : choisissez-le de nouveau.")
    except Refused as refused:
        refusal = refused
    else:
        if recorded.added:
            lines = counted(recorded.added, "ligne importée", "lignes importées")
            return redirect_saying(request, f"{lines} de {judged['name']}.", "worklog:entries", project.pk)
        messages.info(request, "Ces lignes étaient déjà inscrites : rien n'a été importé deux fois.")
        return redirect("worklog:entries", project.pk)
    page = replace(page_of(project), notice=("error", "Rien n'est importé", refusal.reason))
    return page.render(request, ImportForm(), status=refusal.status)


def import_template(request: HatRequest, project_pk: int) -> HttpResponse:
    """The file to fill in, and the words that it may use."""
    project = logged_project(request, project_pk)
    ensure(may_log_days(request.hat, project))
    choices = choices_of(project)
    today = timezone.now().astimezone(PARIS).date()
    lines = [Line(stage) for stage in choices.stages.values() if not stage.retired]
    words = [
        *(("Étape", stage.label, stage.code) for stage in choices.stages.values()),
        *(("Méthode", method.label, method.code) for method in choices.methods.values()),
        *(("Structure", place.name, place.finess or "") for place in choices.establishments.values()),
    ]
    sheets = [
        Sheet("Jours", HEADERS, example(lines, request.hat.user.email, today)),
        Sheet("Valeurs possibles", ("Colonne", "Libellé", "Code"), words),
    ]
    return xlsx_response("modele-jours.xlsx", sheets)
