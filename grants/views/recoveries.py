"""Pages of what is asked back: the beneficiary heard, the decision, its end, what is repaid."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.middleware import HatRequest
from acts.models import Act
from core.form_page import answer_form
from core.verdicts import OutOfTurn
from core.wording import day, euros, to_the
from grants import hearing as hearings
from grants import letters, recovering
from grants.enums import AgreementState, RecoveryGround
from grants.forms.funding import ReceivedForm
from grants.forms.recoveries import AnswerForm, GiveUpForm, InviteForm, LiftForm, RecoverForm
from grants.models import Agreement, Hearing, Recovery
from grants.permissions import may_bind_money, may_keep_money
from grants.views.agreements import link_to, to_agreement
from grants.views.answering import agreement_of, ensure_state, funded_project, page_of
from records import documents
from records.journal import last_edit

POSTED = "Imprimez la lettre, signez-la et adressez-la en recommandé : le courriel n'en est qu'une copie."
READ = "La lettre part par courriel aux personnes qui agissent pour ce bénéficiaire dans le portail."


def how_sent(agreement: Agreement) -> str:
    return READ if agreement.beneficiary.has_account else POSTED


def hearing_of(request: HatRequest, project_pk: int, hearing_pk: int) -> Hearing:
    project = funded_project(request, project_pk)
    rows = Hearing.objects.filter(agreement__project=project).select_related(
        "act__document", "piece", "agreement__beneficiary__organisation"
    )
    found: Hearing = get_object_or_404(rows, pk=hearing_pk)
    found.agreement.project = project
    return found


def ensure_open(hearing: Hearing) -> None:
    if hearing.closed_on is not None:
        raise OutOfTurn(f"Cette procédure est close depuis le {day(hearing.closed_on)}.")


def recovery_of(request: HatRequest, project_pk: int, recovery_pk: int) -> Recovery:
    project = funded_project(request, project_pk)
    rows = Recovery.objects.with_repaid().filter(agreement__project=project)
    rows = rows.select_related("agreement__beneficiary__organisation", "act__document", "lift__document", "hearing")
    found: Recovery = get_object_or_404(rows, pk=recovery_pk)
    found.agreement.project = project
    return found


def served(act: Act | None) -> HttpResponseBase:
    if act is None:
        raise Http404("Cet acte n'existe pas.")
    if act.document is None:
        raise OutOfTurn("La lettre est en préparation : elle sera là dans quelques instants.")
    return documents.serve(act.document)


def on_agreement(
    request: HatRequest, agreement: Agreement, title: str, submit: str, *, told: Callable[[Any], str], **around: Any
) -> dict[str, Any]:
    """What `answer_form` is told of a form on an agreement: its page, and the way back; `told` says what was done."""
    return {
        "page": page_of(agreement.project, title, submit, link_to(agreement), **around),
        "done": lambda made: to_agreement(request, agreement, told(made)),
    }


def what_lacks(request: HatRequest, agreement: Agreement) -> tuple[str, str, str] | None:
    """Said before anything is typed, to who may issue the act."""
    if not may_bind_money(request.hat, agreement.project):
        return None
    sentences = letters.lacking(agreement, request.hat, timezone.now())
    return ("warning", "Ce qui manque avant d'émettre la lettre", " ".join(sentences)) if sentences else None


def ensure_may_invite(agreement: Agreement) -> None:
    ensure_state(agreement, AgreementState.SIGNED, AgreementState.ENDED)
    hearings.ensure_invitable(agreement)


def invite(request: HatRequest, project_pk: int, agreement_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    agreement = agreement_of(project, agreement_pk)
    statement = getattr(agreement, "statement", None)
    last = statement.submissions.filter(outcome="accepted").first() if statement else None
    initial = {"ground": RecoveryGround.UNSPENT, "amount": last.unspent or None} if last else {}
    return answer_form(
        request,
        lambda data, _: InviteForm(data, initial=initial),
        **on_agreement(
            request,
            agreement,
            "Inviter à présenter des observations",
            "Envoyer l'invitation",
            told=lambda made: f"L'invitation {made.act} est établie.",
            notice=what_lacks(request, agreement),
            intro=f"{euros(hearings.recoverable(agreement))} sont versés {to_the(agreement.beneficiary)} et peuvent "
            "être réclamés. Avant d'en décider, l'ARS invite le bénéficiaire à s'expliquer.",
            consequences=(
                "L'invitation reçoit un numéro et dit le montant envisagé, vos motifs et le délai pour répondre.",
                how_sent(agreement),
                "Le reversement se décide après la réponse, ou à la fin du délai.",
            ),
        ),
        right=may_bind_money(request.hat, project),
        turn=lambda: ensure_may_invite(agreement),
        deed=lambda form: hearings.invite(agreement, **form.cleaned_data, by=request.hat),
        refusal_at="amount",
    )


def answer(request: HatRequest, project_pk: int, hearing_pk: int) -> HttpResponse:
    hearing = hearing_of(request, project_pk, hearing_pk)
    return answer_form(
        request,
        lambda data, files: AnswerForm(data, files, hearing=hearing),
        **on_agreement(
            request,
            hearing.agreement,
            f"Observations reçues : invitation {hearing.act}",
            "Enregistrer les observations",
            told=lambda _: "Les observations sont enregistrées.",
            intro=f"{hearing.agreement.beneficiary}, {euros(hearing.amount)} envisagés. "
            f"Réponse attendue jusqu'au {day(hearing.answer_by)} ; une réponse tardive s'enregistre aussi.",
            consequences=("La décision dira ce que le bénéficiaire fait valoir, dans ces termes.",),
        ),
        right=may_keep_money(request.hat, hearing.agreement.project),
        turn=lambda: ensure_open(hearing),
        edits=hearing,
        under=hearing.agreement.project.award,
        last_edit=last_edit(hearing.agreement.project, deed="grants.record_observations", data__hearing=hearing.pk),
        deed=lambda form: hearings.record_answer(
            hearing, form.answer(), upload=form.cleaned_data["upload"], by=request.hat
        ),
        refusal_at="replied_on",
    )


def give_up(request: HatRequest, project_pk: int, hearing_pk: int) -> HttpResponse:
    hearing = hearing_of(request, project_pk, hearing_pk)
    return answer_form(
        request,
        lambda data, _: GiveUpForm(data),
        **on_agreement(
            request,
            hearing.agreement,
            "Abandonner cette procédure ?",
            "Abandonner la procédure",
            told=lambda _: "La procédure est abandonnée.",
            keep="Garder la procédure",
            consequences=(
                f"{euros(hearing.amount)} ne sont pas réclamés ; un courriel le dit au bénéficiaire.",
                "L'invitation et la réponse restent dans l'historique. Une autre invitation pourra être envoyée.",
            ),
        ),
        right=may_bind_money(request.hat, hearing.agreement.project),
        turn=lambda: ensure_open(hearing),
        deed=lambda _: hearings.give_up(hearing, by=request.hat),
    )


def recover(request: HatRequest, project_pk: int, hearing_pk: int) -> HttpResponse:
    hearing, today = hearing_of(request, project_pk, hearing_pk), timezone.localdate()

    def turn() -> None:
        ensure_open(hearing)
        recovering.ensure_heard(hearing, today, hearing.amount, unanswered=True)

    return answer_form(
        request,
        lambda data, _: RecoverForm(data, hearing=hearing),
        **on_agreement(
            request,
            hearing.agreement,
            "Décider un reversement",
            "Décider le reversement",
            told=lambda made: f"La décision {made.number} est prise.",
            notice=what_lacks(request, hearing.agreement),
            intro=f"{euros(hearing.amount)} au plus : {hearing.get_ground_display()}, invitation {hearing.act}.",
            consequences=(
                "La décision reçoit un numéro et porte votre nom, vos motifs et les voies de recours.",
                how_sent(hearing.agreement),
                "L'agent comptable émet ensuite le titre de recettes ; le remboursement s'inscrira au registre.",
            ),
        ),
        right=may_bind_money(request.hat, hearing.agreement.project),
        turn=turn,
        deed=lambda form: recovering.decide(hearing, **form.cleaned_data, by=request.hat),
        refusal_at="amount",
    )


def lift(request: HatRequest, project_pk: int, recovery_pk: int) -> HttpResponse:
    recovery = recovery_of(request, project_pk, recovery_pk)

    def turn() -> None:
        if recovery.lift_id is not None:
            raise OutOfTurn("Cette décision est déjà abrogée.")

    return answer_form(
        request,
        lambda data, _: LiftForm(data),
        **on_agreement(
            request,
            recovery.agreement,
            f"Abroger la décision {recovery.number}",
            "Abroger la décision",
            told=lambda lifted: f"La décision {lifted.number} est abrogée.",
            notice=what_lacks(request, recovery.agreement),
            consequences=(
                f"{euros(recovery.amount)} ne sont plus dus ; une décision numérotée remplace la première.",
                how_sent(recovery.agreement),
                "Faites annuler le titre de recettes s'il est émis.",
            ),
        ),
        right=may_bind_money(request.hat, recovery.agreement.project),
        turn=turn,
        deed=lambda form: recovering.lift(recovery, reason=form.cleaned_data["reason"], by=request.hat),
        refusal_at="reason",
    )


def repay(request: HatRequest, project_pk: int, recovery_pk: int) -> HttpResponse:
    recovery = recovery_of(request, project_pk, recovery_pk)
    initial = {"on": timezone.localdate(), "amount": recovery.outstanding or None}
    return answer_form(
        request,
        lambda data, files: ReceivedForm(data, files, initial=initial),
        **on_agreement(
            request,
            recovery.agreement,
            f"Encaisser le reversement {recovery.number}",
            "Inscrire la recette",
            told=lambda entry: f"{euros(entry.amount)} reversés par {entry.counterpart}.",
            intro=f"{euros(recovery.amount)} demandés {to_the(recovery.agreement.beneficiary)}, "
            f"{euros(recovery.outstanding)} attendus.",
        ),
        right=may_keep_money(request.hat, recovery.agreement.project),
        deed=lambda form: recovering.repay(recovery, **form.cleaned_data, by=request.hat),
        refusal_at="amount",
    )


def invitation_letter(request: HatRequest, project_pk: int, hearing_pk: int) -> HttpResponseBase:
    return served(hearing_of(request, project_pk, hearing_pk).act)


def answer_piece(request: HatRequest, project_pk: int, hearing_pk: int) -> HttpResponseBase:
    found = hearing_of(request, project_pk, hearing_pk)
    if found.piece is None:
        raise Http404("Aucune pièce n'est jointe à ces observations.")
    return documents.serve(found.piece)


def letter(request: HatRequest, project_pk: int, recovery_pk: int) -> HttpResponseBase:
    return served(recovery_of(request, project_pk, recovery_pk).act)


def lift_letter(request: HatRequest, project_pk: int, recovery_pk: int) -> HttpResponseBase:
    return served(recovery_of(request, project_pk, recovery_pk).lift)
