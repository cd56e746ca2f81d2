import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_people_organisations_and_hats'),
        ('acts', '0001_acts'),
        ('applications', '0001_fiches_and_deposits'),
        ('calls', '0001_calls_and_their_models'),
        ('records', '0001_traces'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ('by_rule', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='complément selon la règle')),
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
            },
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('application', 'party'), name='one_rapporteur_per_party', violation_error_message='Un rapporteur de cette autorité est déjà désigné.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('complement__gte', 0), ('fixed__gte', 0)), name='decision_amounts_not_negative', violation_error_message='Un montant ne peut pas être négatif.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'retained'), models.Q(('complement', 0), ('fixed', 0)), _connector='OR'), name='only_retained_gets_money', violation_error_message='Seule une fiche retenue reçoit un montant.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by_rule__gte', 0), ('by_rule__isnull', False), ('outcome', 'retained')), models.Q(models.Q(('outcome', 'retained'), _negated=True), ('by_rule', None), ('gap_reason', '')), _connector='OR'), name='retained_states_the_rule', violation_error_message='Une fiche retenue dit ce que la règle lui donnait.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('by_rule', None), ('complement', models.F('by_rule')), models.Q(('gap_reason', ''), _negated=True), _connector='OR'), name='gap_with_the_rule_says_why', violation_error_message="Un complément qui n'est pas celui de la règle se motive."),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decision_says_why'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='return_says_why'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'waiting'), ('rank', None), _connector='OR'), name='only_waiting_is_ranked', violation_error_message="Seule une fiche en liste d'attente porte un rang."),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('decision', 'revision', 'party'), name='one_approval_per_party', violation_error_message='Cette autorité a déjà validé.'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('decision', 'revision', 'person'), name='two_persons_approve', violation_error_message='Les deux validations viennent de deux personnes.'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('committed__lte', models.F('amount'))), name='envelope_never_exceeded', violation_error_message="L'enveloppe serait dépassée."),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('decision', 'revision'), name='one_notice_per_revision'),
        ),
        migrations.AddConstraint(
            model_name='noticereading',
            constraint=models.UniqueConstraint(fields=('notice', 'organisation'), name='first_reading_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('submitted_at__isnull', False), ('total__isnull', False), models.Q(('opinion', ''), _negated=True)), _connector='OR'), name='submitted_review_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('review', 'criterion'), name='criterion_scored_once'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(('value', None), ('value__lte', 4), _connector='OR'), name='score_0_to_4'),
        ),
    ]
