"""The tables of the room."""

import core.migrating
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('records', '0001_traces'),
    ]

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='DailyRun',
                    fields=[
                        ('name', models.CharField(max_length=150, primary_key=True, serialize=False)),
                        ('on', models.DateField()),
                    ],
                    options={
                        'verbose_name': 'travail quotidien',
                        'verbose_name_plural': 'travaux quotidiens',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='ReferenceFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=100, unique=True, verbose_name='fichier')),
                        ('sha256', models.CharField(max_length=64, verbose_name='empreinte SHA-256')),
                        ('loaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='chargé le')),
                    ],
                    options={
                        'verbose_name': 'fichier de référence',
                        'verbose_name_plural': 'fichiers de référence',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Sequence',
                    fields=[
                        ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ('last', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': 'numérotation',
                    },
                ),
                migrations.CreateModel(
                    name='Document',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('name', models.CharField(max_length=200, verbose_name='nom affiché')),
                        ('file', models.FileField(max_length=200, upload_to='')),
                        ('media_type', models.CharField(max_length=100)),
                        ('size', models.PositiveBigIntegerField(verbose_name='taille en octets')),
                        ('sha256', models.CharField(max_length=64, verbose_name='empreinte SHA-256')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='déposé le')),
                        ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'document',
                        'ordering': ['-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('deed', models.CharField(max_length=80, verbose_name='travail')),
                        ('label', models.CharField(max_length=200, verbose_name='libellé')),
                        ('arguments', models.JSONField(default=dict)),
                        ('state', models.CharField(choices=[('waiting', 'en attente'), ('running', 'en cours'), ('done', 'terminé'), ('failed', 'en échec')], db_index=True, default='waiting', max_length=10, verbose_name='état')),
                        ('done', models.PositiveIntegerField(default=0, verbose_name='faits')),
                        ('total', models.PositiveIntegerField(default=0, verbose_name='à faire')),
                        ('report', models.JSONField(default=list, verbose_name='compte rendu')),
                        ('last_error', models.CharField(blank=True, max_length=500, verbose_name='dernière erreur')),
                        ('refusals', models.PositiveIntegerField(default=0, verbose_name='refus')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandé le')),
                        ('started_at', models.DateTimeField(blank=True, null=True)),
                        ('heartbeat_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='fini le')),
                        ('back_url', models.CharField(blank=True, max_length=300, verbose_name='page de retour')),
                        ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ],
                    options={
                        'verbose_name': 'travail de fond',
                        'verbose_name_plural': 'travaux de fond',
                        'ordering': ['-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='JournalEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='date')),
                        ('actor_label', models.CharField(max_length=300, verbose_name='auteur')),
                        ('deed', models.CharField(db_index=True, max_length=80, verbose_name='acte')),
                        ('subject_type', models.CharField(max_length=80, verbose_name="type d'objet")),
                        ('subject_id', models.CharField(max_length=40, verbose_name='identifiant')),
                        ('subject_label', models.CharField(max_length=300, verbose_name='objet')),
                        ('summary', models.CharField(blank=True, max_length=500, verbose_name='résumé')),
                        ('data', models.JSONField(default=dict, verbose_name='données')),
                        ('previous_hash', models.CharField(max_length=64)),
                        ('hash', models.CharField(max_length=64, unique=True, verbose_name='empreinte')),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur')),
                    ],
                    options={
                        'verbose_name': 'ligne du journal',
                        'verbose_name_plural': 'journal',
                        'ordering': ['-pk'],
                        'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='journal_subject')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=200, unique=True)),
                        ('moment', models.CharField(db_index=True, max_length=60, verbose_name='moment')),
                        ('to', models.EmailField(db_index=True, max_length=254, verbose_name='destinataire')),
                        ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='réponse à')),
                        ('leave_url', models.CharField(blank=True, max_length=300)),
                        ('subject', models.CharField(max_length=200, verbose_name='objet')),
                        ('body', models.TextField(verbose_name='texte')),
                        ('secret', models.CharField(blank=True, max_length=100)),
                        ('state', models.CharField(choices=[('queued', 'en attente'), ('sent', 'envoyé'), ('failed', 'en échec')], db_index=True, default='queued', max_length=10, verbose_name='état')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                        ('last_error', models.CharField(blank=True, max_length=500, verbose_name='dernière erreur')),
                        ('not_before', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='pas avant')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
                        ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
                        ('attachments', models.ManyToManyField(blank=True, related_name='+', to='records.document')),
                    ],
                    options={
                        'verbose_name': 'message',
                        'ordering': ['-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RemovedRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row_type', models.CharField(max_length=80, verbose_name="type d'objet")),
                        ('row_id', models.CharField(max_length=40, verbose_name='identifiant')),
                        ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='contenu')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='removed_rows', to='records.journalentry')),
                    ],
                    options={
                        'verbose_name': 'ligne retirée',
                        'verbose_name_plural': 'lignes retirées',
                        'ordering': ['pk'],
                        'indexes': [models.Index(fields=['row_type', 'row_id'], name='removed_row_subject')],
                    },
                ),
            ],
        ),
    ]
