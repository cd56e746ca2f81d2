"""The tables of the room."""

import core.migrating
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('commission', '0001_reviews_decisions_and_notices'),
        ('commission', '0002_convening'),
        ('commission', '0003_one_word_a_thing'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('accounts', '__first__'),
        ('acts', '0001_tables'),
        ('applications', '0001_tables'),
        ('calls', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('party', models.CharField(choices=[('dgos', 'DGOS'), ('anact', 'Anact')], max_length=5, verbose_name='autorité')),
                        ('assigned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='confiée le')),
                        ('has_conflict', models.BooleanField(blank=True, null=True, verbose_name="lien d'intérêt")),
                        ('conflict_reason', models.TextField(blank=True, max_length=1000, verbose_name='nature du lien')),
                        ('declared_at', models.DateTimeField(blank=True, null=True, verbose_name='déclaré le')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='applications.application')),
                        ('assigned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('rapporteur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': 'rapport confié',
                        'verbose_name_plural': 'rapports confiés',
                        'ordering': ['application', 'party', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('application', 'party'), name='one_rapporteur_per_party', violation_error_message='Un rapporteur de cette autorité est déjà désigné.')],
                    },
                ),
                migrations.CreateModel(
                    name='Convening',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('starts_at', models.DateTimeField(verbose_name='date et heure')),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='lieu')),
                        ('remote_link', models.URLField(blank=True, max_length=300, verbose_name='lien de visioconférence')),
                        ('points', models.TextField(blank=True, max_length=2000, verbose_name='autres points')),
                        ('reviews_by', models.DateField(verbose_name='évaluations à remettre au plus tard le')),
                        ('urgency', models.TextField(blank=True, max_length=1000, verbose_name="motif de l'urgence")),
                        ('without_quorum', models.BooleanField(default=False, verbose_name='sans condition de quorum')),
                        ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='convening', to='acts.act')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='convenings', to='calls.call')),
                        ('calling_off', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='convening_called_off', to='acts.act')),
                        ('fiches', models.ManyToManyField(related_name='+', to='applications.application', verbose_name='fiches à examiner')),
                        ('members', models.ManyToManyField(related_name='+', to='accounts.membership', verbose_name='personnes convoquées')),
                    ],
                    options={
                        'verbose_name': 'convocation de la commission',
                        'verbose_name_plural': 'convocations de la commission',
                        'ordering': ['-starts_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('place', ''), _negated=True), models.Q(('remote_link', ''), _negated=True), _connector='OR'), name='convening_says_where', violation_error_message='Indiquez un lieu ou un lien de visioconférence.')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='révision')),
                        ('state', models.CharField(choices=[('proposed', 'proposée'), ('returned', 'renvoyée'), ('validated', 'validée'), ('notified', 'notifiée')], db_index=True, default='proposed', max_length=10, verbose_name='état')),
                        ('outcome', models.CharField(choices=[('retained', 'retenue'), ('waiting', "liste d'attente"), ('not_retained', 'non retenue')], max_length=12, verbose_name='sens')),
                        ('fixed', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='part fixe')),
                        ('complement', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='part complémentaire')),
                        ('by_rule', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='part complémentaire selon la règle')),
                        ('gap_reason', models.TextField(blank=True, max_length=1000, verbose_name="motif de l'écart")),
                        ('rank', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang sur la liste d'attente")),
                        ('reason', models.TextField(max_length=3000, verbose_name='motif')),
                        ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                        ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='renvoyée le')),
                        ('return_reason', models.TextField(blank=True, max_length=2000, verbose_name='motif du renvoi')),
                        ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='applications.application')),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': 'décision',
                        'ordering': ['application'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('complement__gte', 0), ('fixed__gte', 0)), name='decision_amounts_not_negative', violation_error_message='Un montant ne peut pas être négatif.'), models.CheckConstraint(condition=models.Q(('outcome', 'retained'), models.Q(('complement', 0), ('fixed', 0)), _connector='OR'), name='only_retained_gets_money', violation_error_message='Seule une fiche retenue reçoit un montant.'), models.CheckConstraint(condition=models.Q(models.Q(('by_rule__gte', 0), ('by_rule__isnull', False), ('outcome', 'retained')), models.Q(models.Q(('outcome', 'retained'), _negated=True), ('by_rule', None), ('gap_reason', '')), _connector='OR'), name='retained_states_the_rule', violation_error_message='Une fiche retenue dit ce que la règle lui donnait.'), models.CheckConstraint(condition=models.Q(('by_rule', None), ('complement', models.F('by_rule')), models.Q(('gap_reason', ''), _negated=True), _connector='OR'), name='gap_with_the_rule_says_why', violation_error_message="Une part complémentaire qui n'est pas celle de la règle se motive."), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decision_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='return_says_why'), models.CheckConstraint(condition=models.Q(('outcome', 'waiting'), ('rank', None), _connector='OR'), name='only_waiting_is_ranked', violation_error_message="Seule une fiche en liste d'attente porte un rang.")],
                    },
                ),
                migrations.CreateModel(
                    name='Approval',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveSmallIntegerField(verbose_name='révision')),
                        ('party', models.CharField(choices=[('dgos', 'DGOS'), ('anact', 'Anact')], max_length=5, verbose_name='autorité')),
                        ('approved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='validée le')),
                        ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='commission.decision')),
                    ],
                    options={
                        'verbose_name': 'validation',
                        'ordering': ['approved_at'],
                        'constraints': [models.UniqueConstraint(fields=('decision', 'revision', 'party'), name='one_approval_per_party', violation_error_message='Cette autorité a déjà validé.'), models.UniqueConstraint(fields=('decision', 'revision', 'person'), name='two_persons_approve', violation_error_message='Les deux validations viennent de deux personnes.')],
                    },
                ),
                migrations.CreateModel(
                    name='Envelope',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='enveloppe')),
                        ('committed', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='engagé')),
                        ('call', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='calls.call')),
                    ],
                    options={
                        'verbose_name': 'enveloppe engagée',
                        'constraints': [models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('committed__lte', models.F('amount'))), name='envelope_never_exceeded', violation_error_message="L'enveloppe serait dépassée.")],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveSmallIntegerField(verbose_name='révision de la décision')),
                        ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='acts.act')),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='commission.decision')),
                    ],
                    options={
                        'verbose_name': 'notification',
                        'ordering': ['act__number'],
                        'constraints': [models.UniqueConstraint(fields=('decision', 'revision'), name='one_notice_per_revision')],
                    },
                ),
                migrations.CreateModel(
                    name='NoticeReading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('read_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ouverte le')),
                        ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='commission.notice')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': "lecture d'une notification",
                        'ordering': ['read_at'],
                        'constraints': [models.UniqueConstraint(fields=('notice', 'organisation'), name='first_reading_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('draft', 'en cours'), ('submitted', 'remise')], default='draft', max_length=10, verbose_name='état')),
                        ('opinion', models.CharField(blank=True, choices=[('favourable', 'favorable'), ('reserved', 'favorable avec réserves'), ('unfavourable', 'défavorable')], max_length=12, verbose_name='avis')),
                        ('comment', models.TextField(blank=True, max_length=4000, verbose_name='appréciation générale')),
                        ('total', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name='note sur 20')),
                        ('edited_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='remise le')),
                        ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='commission.assignment')),
                        ('deposit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='applications.deposit')),
                    ],
                    options={
                        'verbose_name': 'évaluation',
                        'ordering': ['assignment'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('submitted_at__isnull', False), ('total__isnull', False), models.Q(('opinion', ''), _negated=True)), _connector='OR'), name='submitted_review_is_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Score',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('value', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='note')),
                        ('justification', models.TextField(blank=True, max_length=2000, verbose_name='justification')),
                        ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.criterion')),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='commission.review')),
                    ],
                    options={
                        'verbose_name': 'note',
                        'ordering': ['criterion__position'],
                        'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='criterion_scored_once'), models.CheckConstraint(condition=models.Q(('value', None), ('value__lte', 4), _connector='OR'), name='score_0_to_4')],
                    },
                ),
            ],
        ),
    ]
