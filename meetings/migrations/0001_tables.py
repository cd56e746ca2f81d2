"""The tables of the room."""

import core.migrating
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('meetings', '0001_meetings_minutes_and_decisions'),
        ('meetings', '0002_one_word_a_thing'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('calls', '0001_tables'),
        ('directory', '0001_tables'),
        ('records', '0001_tables'),
        ('regions', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Meeting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('copil', 'comité de pilotage (COPIL)'), ('collectif', 'collectif régional'), ('elargi', 'groupe élargi'), ('cotech', 'comité technique (COTECH)'), ('restitution', 'restitution')], max_length=12, verbose_name='instance')),
                        ('title', models.CharField(max_length=150, verbose_name='intitulé')),
                        ('starts_at', models.DateTimeField(verbose_name='début')),
                        ('duration_minutes', models.PositiveSmallIntegerField(default=120, verbose_name='durée en minutes')),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='lieu')),
                        ('remote_link', models.URLField(blank=True, max_length=300, verbose_name='lien de visioconférence')),
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('sequence', models.PositiveSmallIntegerField(default=0)),
                        ('chair', models.CharField(blank=True, max_length=150, verbose_name='présidence')),
                        ('chair_quality', models.CharField(blank=True, max_length=150, verbose_name='fonction')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='préparée le')),
                        ('convened_at', models.DateTimeField(blank=True, null=True, verbose_name='convoquée le')),
                        ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
                        ('cancel_reason', models.CharField(blank=True, max_length=500, verbose_name="motif de l'annulation")),
                        ('held_at', models.DateTimeField(blank=True, null=True, verbose_name='présences relevées le')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='regions.regionalproject')),
                    ],
                    options={
                        'verbose_name': 'réunion',
                        'ordering': ['-starts_at', '-pk'],
                        'indexes': [models.Index(fields=['project', 'starts_at'], name='meeting_by_project')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at', None)), fields=('project', 'kind', 'starts_at'), name='meeting_once', violation_error_message='Une réunion de cette instance est déjà prévue à cette heure.'), models.CheckConstraint(condition=models.Q(('duration_minutes__gte', 1)), name='meeting_lasts'), models.CheckConstraint(condition=models.Q(('cancelled_at', None), ('held_at', None), _connector='OR'), name='meeting_held_or_cancelled', violation_error_message="Une réunion tenue ne s'annule pas.")],
                    },
                ),
                migrations.CreateModel(
                    name='Invitee',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('circle', models.CharField(blank=True, choices=[('binome', 'le binôme ARS–Aract'), ('referents', 'les référents des structures participantes'), ('collectif', 'le collectif régional'), ('elargi', 'le groupe élargi')], max_length=12, verbose_name='cercle')),
                        ('function', models.CharField(max_length=150, verbose_name='fonction')),
                        ('origin', models.CharField(blank=True, max_length=200, verbose_name='organisme')),
                        ('email', models.EmailField(blank=True, max_length=150, verbose_name='courriel')),
                        ('persons', models.PositiveSmallIntegerField(default=1, verbose_name='nombre de personnes')),
                        ('votes', models.BooleanField(default=True, verbose_name='voix délibérative')),
                        ('reply', models.CharField(blank=True, choices=[('coming', 'vient'), ('not_coming', 'ne vient pas'), ('replaced', 'se fait remplacer')], max_length=12, verbose_name='réponse')),
                        ('replacement', models.CharField(blank=True, max_length=150, verbose_name='fonction qui remplace')),
                        ('replied_at', models.DateTimeField(blank=True, null=True, verbose_name='a répondu le')),
                        ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='relance du')),
                        ('attendance', models.CharField(blank=True, choices=[('present', 'présent(e)'), ('represented', 'représenté(e)'), ('excused', 'excusé(e)'), ('absent', 'absent(e)')], max_length=12, verbose_name='présence')),
                        ('present', models.PositiveSmallIntegerField(default=0, verbose_name='personnes présentes')),
                        ('profile', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='profil')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitees', to='meetings.meeting')),
                    ],
                    options={
                        'verbose_name': 'personne invitée',
                        'verbose_name_plural': 'personnes invitées',
                        'ordering': ['meeting', 'profile__vocabulary', 'profile__position', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('persons__gte', 1)), name='invitee_counts')],
                    },
                ),
                migrations.CreateModel(
                    name='ComplementUse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                        ('decided_at', models.DateTimeField(verbose_name='enregistré le')),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complement_uses', to='regions.regionalproject')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complement_uses', to='meetings.meeting')),
                    ],
                    options={
                        'verbose_name': 'usage de la part complémentaire',
                        'verbose_name_plural': 'usages de la part complémentaire',
                        'ordering': ['project', '-version'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'version'), name='complement_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AgendaItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('title', models.CharField(max_length=200, verbose_name='point')),
                        ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='meetings.meeting')),
                    ],
                    options={
                        'verbose_name': "point de l'ordre du jour",
                        'verbose_name_plural': "points de l'ordre du jour",
                        'ordering': ['meeting', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('meeting', 'position'), name='agenda_item_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='numéro')),
                        ('text', models.CharField(max_length=600, verbose_name='décision')),
                        ('responsible', models.CharField(blank=True, max_length=150, verbose_name="qui s'en charge")),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='pour le')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='fait le')),
                        ('outcome', models.CharField(blank=True, max_length=300, verbose_name='ce qui a été fait')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='meetings.meeting')),
                    ],
                    options={
                        'verbose_name': 'décision de réunion',
                        'verbose_name_plural': 'décisions de réunion',
                        'ordering': ['-meeting__starts_at', 'meeting', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='meeting_decision_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Minutes',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.JSONField(default=dict, verbose_name='contenu')),
                        ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                        ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='révision')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='motif de la correction')),
                        ('begun_at', models.DateTimeField(verbose_name='commencé le')),
                        ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='approuvé le')),
                        ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
                        ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='meetings.meeting')),
                        ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': 'compte rendu',
                        'verbose_name_plural': 'comptes rendus',
                        'ordering': ['meeting', '-revision'],
                        'constraints': [models.UniqueConstraint(fields=('meeting', 'revision'), name='minutes_revision_once'), models.UniqueConstraint(condition=models.Q(('approved_at', None)), fields=('meeting',), name='minutes_one_draft', violation_error_message="Un compte rendu est déjà en cours d'écriture pour cette réunion.")],
                    },
                ),
                migrations.CreateModel(
                    name='MinutesPart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('title', models.CharField(max_length=200, verbose_name='point')),
                        ('text', models.TextField(blank=True, verbose_name="ce qui s'est dit")),
                        ('edited_at', models.DateTimeField(blank=True, null=True)),
                        ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='meetings.minutes')),
                    ],
                    options={
                        'verbose_name': 'partie du compte rendu',
                        'verbose_name_plural': 'parties du compte rendu',
                        'ordering': ['minutes', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('minutes', 'position'), name='minutes_part_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ComplementLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('purpose', models.CharField(max_length=200, verbose_name='objet')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant')),
                        ('establishment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.establishment', verbose_name='bénéficiaire')),
                        ('use', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='meetings.complementuse')),
                    ],
                    options={
                        'verbose_name': "ligne d'usage de la part complémentaire",
                        'verbose_name_plural': "lignes d'usage de la part complémentaire",
                        'ordering': ['use', 'position'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='complement_line_positive', violation_error_message='Un montant est supérieur à zéro.'), models.UniqueConstraint(fields=('use', 'position'), name='complement_line_once')],
                    },
                ),
            ],
        ),
    ]
