"""Starting a regional project: one fiche per call and region, whichever of the pair begins."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.mailing import Mail, addresses_of, tell
from accounts.models import Membership, Organisation, Region
from applications.carrying import Chosen, carry_over
from applications.mailing import path_of
from applications.models import Application, Lead
from applications.moments import STARTED
from applications.permissions import may_start_project
from applications.sealing import seal_whole
from applications.window import call_is_open
from calls.models import Call
from core.verdicts import Refused, ensure
from records import journal
from regions.models import RegionalProject


def region_of(hat: Membership) -> Region:
    """The region that a hat acts for; a national hat has none, and starts nothing."""
    ensure(may_start_project(hat))
    return cast(Region, hat.organisation.region)


def pair_of(region: Region) -> tuple[Organisation, Organisation]:
    """The ARS and the Aract of a region, or the operator that stands in for the Aract (X11)."""
    there = Organisation.objects.filter(region=region).order_by("pk")
    ars = there.of_kind(OrganisationKind.ARS).first()
    aract = there.of_kind(OrganisationKind.ARACT).first() or there.of_kind(OrganisationKind.OPERATOR).first()
    if ars is None or aract is None:
        raise Refused(
            f"La région {region} n'a pas de binôme enregistré dans le portail. "
            "Le secrétariat de la commission ou l'équipe du portail peut y remédier."
        )
    return ars, aract


def previous_project(call: Call, region: Region) -> RegionalProject | None:
    """The region's project in the call that this one follows (R68–R69)."""
    if call.previous_id is None:
        return None
    return RegionalProject.objects.filter(call=call.previous_id, region=region).select_related("call").first()


@transaction.atomic
def start(
    call: Call,
    *,
    title: str,
    source: Application | None = None,
    chosen: Chosen | None = None,
    by: Membership,
    now: datetime | None = None,
) -> Application:
    """Create the region's project and its fiche; the second of the pair to ask gets the one that exists.

    It is blank, but for what was `chosen` of an earlier fiche, its `source`.
    """
    now = now or timezone.now()
    region = region_of(by)
    existing = Application.objects.filter(project__call=call, project__region=region).first()
    if existing is not None:
        return existing
    ensure(call_is_open(call, now))
    ars, aract = pair_of(region)
    project, _ = RegionalProject.objects.get_or_create(
        call=call,
        region=region,
        defaults={
            "ars": ars,
            "aract": aract,
            "title": title,
            "previous": previous_project(call, region),
            "started_at": now,
        },
    )
    application, fresh = Application.objects.get_or_create(
        project=project, defaults={"questionnaire_id": call.questionnaire_id, "edited_at": now, "edited_by": by}
    )
    if fresh:
        _begin(application, source if chosen and any(chosen) else None, by=by, now=now)
        if source is not None and chosen is not None and any(chosen):
            carry_over(application, source, chosen, by=by, now=now)
    return application


def _begin(application: Application, source: Application | None, *, by: Membership, now: datetime) -> None:
    """Seal the blank fiche, led by who began it, and tell of it."""
    seal_whole(application, now=now)
    Lead.objects.create(application=application, person=by)
    _tell_pair(application, by=by, now=now)
    project = application.project
    from_which = f", à partir de la fiche {source.in_force.number}" if source else ""
    journal.record(
        "applications.start",
        application,
        by=by,
        summary=f"Projet « {project.title} » commencé{from_which}",
        data={"call": project.call.slug},
        now=now,
    )


def _tell_pair(application: Application, *, by: Membership, now: datetime) -> None:
    project = application.project
    mail = Mail(
        project.mail_about,
        "la fiche projet est commencée",
        "Complétez la fiche projet : l'ARS et l'Aract l'écrivent ensemble.",
        path_of(application),
        [f"{by.subject} a commencé le projet « {project.title} » pour l'appel « {project.call.title} »."],
        reply_to=by.user.email,
    )
    told = addresses_of([project.ars, project.aract], but=by, now=now)
    tell(STARTED, told, mail, key=f"project-started:{application.pk}")
