"""Corrections, refusals and late access in the demonstration, by the deeds: each is where a user would look for it."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from accounts.enums import Audience
from accounts.keeping import ListAsked, keep_view
from applications.answers import save_answers
from applications.capacity import capacity_of
from applications.correcting import open_correction
from applications.depositing import deposit
from applications.enums import LabelTone
from applications.labelling import make_label, put_label
from applications.late import give_late_access
from applications.messaging import send_message, write_note
from applications.models import Application, SectionAnswers
from applications.reading import look
from applications.refusing import refuse
from applications.signing import sign
from calls.models import Call
from demo.commission import Commission
from demo.people import Pair

CODE = "contexte"
ADDED = " Depuis juin, trois établissements de plus sont équipés, dont deux en zone rurale."


def correct(application: Application, pair: Pair, *, at: datetime) -> None:
    """The secretary asks for a figure; the pair adds it, signs again, and deposits again three days later."""
    ask(application, until=at.date() + timedelta(days=6), at=at)
    add_a_sentence(application, pair, at=at + timedelta(days=1))
    for by, hours in ((pair.aract_signatory, 30), (pair.ars_signatory, 50)):
        application.refresh_from_db()
        seen, when = application.content_hash, at + timedelta(hours=hours)
        sign(application, seen_hash=seen, capacity=capacity_of(by), by=by, now=when)
    deposit(application, by=pair.ars_writer, now=at + timedelta(days=3))


def ask(application: Application, *, until: date, at: datetime) -> None:
    open_correction(
        application,
        sections=[written(application).section],
        reason="Actualisez le nombre d'établissements équipés : les chiffres cités datent de l'an dernier.",
        until=until,
        by=Commission().secretary,
        now=at,
    )


def written(application: Application) -> SectionAnswers:
    """The section that tells of the region's context."""
    return application.sections.select_related("section").get(answers__has_key=CODE)


def add_a_sentence(application: Application, pair: Pair, *, at: datetime) -> None:
    row = written(application)
    text = f"{row.answers[CODE]}{ADDED}"
    fresh = Application.objects.get(pk=application.pk)
    save_answers(fresh, row.section, {CODE: text}, by=pair.ars_writer, now=at)


def refuse_then_correct(application: Application, pair: Pair, *, at: datetime) -> None:
    """The director of the ARS reads, would not sign, and finds the sentence that was missing at the next reading."""
    application.refresh_from_db()
    director = pair.ars_signatory
    look(application, by=director, now=at)
    reason = "Le contexte ne dit pas combien d'établissements sont équipés à ce jour."
    refuse(application, seen_hash=application.content_hash, reason=reason, by=director, now=at)
    add_a_sentence(application, pair, at=at + timedelta(hours=4))


def write_to_each_other(application: Application, pair: Pair, *, at: datetime) -> None:
    """A question of the pair waits for its answer; the secretary has a note of their own."""
    clerk = Commission().secretary
    send_message(application, text="Merci de joindre le référent de chaque structure avant mercredi.", by=clerk, now=at)
    text = "Nous l'avons jointe. Pouvons-nous citer l'étude régionale de septembre dans la section corrigée ?"
    send_message(application, text=text, by=pair.ars_writer, now=at + timedelta(hours=5))
    note = "Le binôme est de bonne volonté : prolonger de deux jours s'il le demande."
    write_note(application, text=note, by=clerk, now=at + timedelta(hours=6))


def leave_a_door(call: Call, *, at: datetime) -> None:
    """A code for one region, after the closing; nobody has used it."""
    region = call.projects.get(region__code="04").region
    give_late_access(
        call,
        region=region,
        uses=1,
        expires_at=call.closes_at + timedelta(days=3),
        reason="Cyclone annoncé : les services de la région ferment la semaine de la clôture (exemple fictif).",
        by=Commission().secretary,
        now=at,
    )


def sort_what_came(call: Call, marked: Application, *, at: datetime) -> None:
    """Two labels, and a view of the received fiches that both secretariats share."""
    clerk = Commission().secretary
    follow = make_label(name="Correction à suivre", tone=LabelTone.WARNING, by=clerk, now=at)
    make_label(name="Projet à citer en exemple", tone=LabelTone.SUCCESS, by=clerk, now=at)
    put_label(marked, follow, by=clerk, now=at)
    path = reverse("applications:received", args=[call.slug])
    asked = ListAsked("applications:received", "Fiches reçues", path, f"etiquette={follow.pk}&tri=recue")
    keep_view(asked, name="Corrections à suivre", audience=Audience.NATION, by=clerk, now=at)
