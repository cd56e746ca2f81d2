"""The tables of the room."""

import core.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('knowledge', '0001_propositions'),
    ]

    dependencies = [
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Proposition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('heading_code', models.CharField(max_length=1, verbose_name='code de rubrique')),
                        ('heading', models.CharField(max_length=150, verbose_name='rubrique')),
                        ('reference', models.CharField(max_length=4, unique=True, verbose_name='référence')),
                        ('title', models.CharField(max_length=250, verbose_name='titre')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'proposition',
                        'ordering': ['heading_code', 'position'],
                    },
                ),
            ],
        ),
    ]
