"""Give their award to the projects whose letter left before awards existed."""

from zoneinfo import ZoneInfo

from django.db import migrations

BATCH = 500


def award_notified(apps, schema_editor):
    Notice = apps.get_model("commission", "Notice")
    Award = apps.get_model("regions", "Award")
    notices = Notice.objects.filter(
        decision__outcome="retained", decision__state="notified", decision__application__project__award=None
    ).select_related("decision__application")
    awards = [
        Award(
            project_id=notice.decision.application.project_id,
            fixed=notice.decision.fixed,
            complement=notice.decision.complement,
            notice_number=notice.number,
            awarded_on=notice.issued_at.astimezone(ZoneInfo("Europe/Paris")).date(),
        )
        for notice in notices.order_by("pk").iterator(chunk_size=BATCH)
    ]
    Award.objects.bulk_create(awards, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("commission", "0001_reviews_decisions_and_notices"), ("regions", "0002_awards")]

    operations = [migrations.RunPython(award_notified, migrations.RunPython.noop)]
