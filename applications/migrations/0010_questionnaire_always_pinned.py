"""No fiche is without its questionnaire any more."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0009_pin_the_questionnaire")]

    operations = [
        migrations.AlterModelOptions(
            name="sectionanswers",
            options={
                "base_manager_name": "with_former",
                "ordering": ["section__number"],
                "verbose_name": "réponses d'une section",
            },
        ),
        migrations.AlterModelManagers(
            name="sectionanswers",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("with_former", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AlterField(
            model_name="application",
            name="questionnaire",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="calls.questionnaire",
                verbose_name="questionnaire",
            ),
        ),
    ]
