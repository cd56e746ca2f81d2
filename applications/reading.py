"""What a signatory last saw of a fiche, so that the next time the page shows what changed."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from applications.comparing import SectionDiff, compare_contents
from applications.content import fiche_content
from applications.models import Application, SignatoryReading


@transaction.atomic
def look(fiche: Application, *, by: Membership, now: datetime) -> SignatoryReading:
    """Keep what this person sees now. A correction is first measured against the deposit that it corrects.

    Drawn again, the same content shows the same changes: only another content moves what it is compared with.
    """
    content = fiche_content(fiche)
    correction = fiche.correction
    first = {"before": correction.of.content, "before_at": correction.of.received_at} if correction else {}
    seen = {"content": content, "content_hash": fiche.content_hash, "seen_at": now}
    SignatoryReading.objects.get_or_create(application=fiche, reader=by, defaults=seen | first)
    reading = SignatoryReading.objects.select_for_update(of=("self",)).get(application=fiche, reader=by)
    if reading.content_hash != fiche.content_hash:
        reading.before, reading.before_at = reading.content, reading.seen_at
        reading.content, reading.content_hash, reading.seen_at = content, fiche.content_hash, now
        reading.save()
    return reading


def changes_in(reading: SignatoryReading) -> list[SectionDiff]:
    return compare_contents(reading.before, reading.content) if reading.before else []
