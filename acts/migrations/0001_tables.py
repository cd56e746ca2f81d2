"""The tables of the room."""

import core.migrating
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('acts', '0001_acts'),
        ('acts', '0002_convening_kinds'),
    ]

    dependencies = [
        ('records', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Act',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.JSONField(default=dict, verbose_name='contenu')),
                        ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                        ('kind', models.CharField(choices=[('receipt', 'accusé de réception'), ('regional_receipt', 'accusé de réception'), ('pieces', 'demande de pièces'), ('inadmissibility', "décision d'irrecevabilité"), ('notice', 'lettre de décision'), ('withdrawal', "retrait d'une décision"), ('selection', 'décision sur une réponse'), ('observations', 'invitation à présenter des observations'), ('recovery', 'décision de reversement'), ('lifting', "abrogation d'une décision de reversement"), ('convening', 'convocation de la commission'), ('calling_off', "annulation d'une réunion de la commission")], max_length=20, verbose_name='nature')),
                        ('number', models.CharField(max_length=40, unique=True, verbose_name='numéro')),
                        ('check_code', models.CharField(max_length=32, unique=True, verbose_name='code de vérification')),
                        ('issued_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='émis le')),
                        ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                        ('replaced_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='acts.act')),
                    ],
                    options={
                        'verbose_name': 'acte',
                        'ordering': ['-pk'],
                    },
                ),
            ],
        ),
    ]
