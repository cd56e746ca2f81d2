"""Each fiche pins the revision of the questionnaire that it answers: that of its call, until now."""

import django.db.models.deletion
from django.db import migrations, models


def pin(apps, schema_editor):
    Application = apps.get_model("applications", "Application")
    Call = apps.get_model("calls", "Call")
    for call, questionnaire in Call.objects.values_list("pk", "questionnaire"):
        Application.objects.filter(project__call=call, questionnaire=None).update(questionnaire=questionnaire)


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0008_messages"),
        ("calls", "0006_call_revisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="questionnaire",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="calls.questionnaire",
                verbose_name="questionnaire",
            ),
        ),
        migrations.AddField(
            model_name="sectionanswers",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="retirée le"),
        ),
        migrations.RunPython(pin, migrations.RunPython.noop),
    ]
