"""The tables of the room."""

import core.migrating
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('core', '0001_forms_sent'),
    ]

    dependencies = [
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='SentForm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mark', models.CharField(max_length=64, unique=True, verbose_name='empreinte')),
                        ('led_to', models.TextField(verbose_name='adresse suivante')),
                        ('sent_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='envoyé le')),
                    ],
                    options={
                        'verbose_name': 'formulaire envoyé',
                        'verbose_name_plural': 'formulaires envoyés',
                    },
                ),
            ],
        ),
    ]
