import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_people_organisations_and_hats'),
        ('acts', '0001_acts'),
        ('calls', '0001_calls_and_their_models'),
        ('records', '0001_traces'),
        ('regions', '0001_projects_and_awards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'brouillon'), ('deposited', 'déposée'), ('admissible', 'recevable'), ('inadmissible', 'irrecevable'), ('withdrawn', 'retirée')], db_index=True, default='draft', max_length=15, verbose_name='état')),
                ('heading', models.JSONField(default=dict, verbose_name='en-tête')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='empreinte du contenu')),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='modifiée le')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='recevabilité examinée le')),
                ('check_reason', models.TextField(blank=True, max_length=2000, verbose_name="motif d'irrecevabilité")),
                ('outcome', models.CharField(blank=True, choices=[('retained', 'retenue'), ('waiting', "liste d'attente"), ('not_retained', 'non retenue')], max_length=12, verbose_name='décision notifiée')),
                ('notified_at', models.DateTimeField(blank=True, null=True, verbose_name='notifiée le')),
                ('notice_number', models.CharField(blank=True, max_length=30, verbose_name='lettre')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='application', to='regions.regionalproject')),
            ],
            options={
                'verbose_name': 'fiche projet',
                'verbose_name_plural': 'fiches projet',
                'ordering': ['project__region__slug', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Deposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='numéro')),
                ('received_at', models.DateTimeField(verbose_name='reçue le')),
                ('content', models.JSONField(default=dict, verbose_name='contenu')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='deposit', to='applications.application')),
                ('deposited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('fiche_pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                ('receipt', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deposit', to='acts.act')),
                ('silence_told_at', models.DateTimeField(blank=True, null=True, verbose_name='rejet implicite annoncé le')),
            ],
            options={
                'verbose_name': 'dépôt',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='SectionAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict)),
                ('content', models.JSONField(default=dict, verbose_name='contenu')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                ('missing', models.JSONField(default=list, verbose_name='ce qui manque')),
                ('started', models.BooleanField(default=False, verbose_name='commencée')),
                ('version', models.PositiveIntegerField(default=0)),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='applications.application')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.section')),
            ],
            options={
                'verbose_name': "réponses d'une section",
                'ordering': ['section__number'],
            },
        ),
        migrations.CreateModel(
            name='SectionRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('changes', models.JSONField(help_text='{question code: new value}')),
                ('table', models.JSONField(blank=True, null=True, verbose_name='tableau')),
                ('rows', models.JSONField(blank=True, null=True, verbose_name='lignes')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='résumé')),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('section_answers', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='applications.sectionanswers')),
            ],
            options={
                'verbose_name': 'révision de section',
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('ars', 'ARS'), ('aract', 'Aract')], max_length=5, verbose_name='partie')),
                ('signed_as', models.CharField(max_length=300, verbose_name='qualité')),
                ('content_hash', models.CharField(max_length=64, verbose_name='empreinte signée')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signée le')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
                ('void_reason', models.CharField(blank=True, max_length=300, verbose_name="motif d'annulation")),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='applications.application')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='signataire')),
            ],
            options={
                'verbose_name': 'signature',
                'ordering': ['signed_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'inadmissible'), _negated=True), models.Q(('check_reason', ''), _negated=True), _connector='OR'), name='inadmissible_says_why', violation_error_message='Une irrecevabilité se motive.'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('notice_number', ''), ('notified_at', None), ('outcome', '')), models.Q(('notified_at__isnull', False), ('state', 'admissible'), models.Q(('outcome', ''), _negated=True), models.Q(('notice_number', ''), _negated=True)), _connector='OR'), name='notified_by_a_letter', violation_error_message='Une décision se notifie par une lettre, sur une fiche recevable.'),
        ),
        migrations.AddConstraint(
            model_name='sectionanswers',
            constraint=models.UniqueConstraint(fields=('application', 'section'), name='section_answered_once'),
        ),
        migrations.AddConstraint(
            model_name='sectionrevision',
            constraint=models.UniqueConstraint(fields=('section_answers', 'version'), name='section_version_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at', None)), fields=('application', 'party'), name='one_live_signature_per_party', violation_error_message='Cette partie a déjà signé.'),
        ),
        migrations.CreateModel(
            name='PiecesRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pieces', models.TextField(max_length=2000, verbose_name='ce qui manque')),
                ('until', models.DateField(verbose_name="à envoyer jusqu'au")),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandé le')),
                ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pieces_request', to='acts.act')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pieces_requests', to='applications.application')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
            ],
            options={
                'verbose_name': 'demande de pièces',
                'verbose_name_plural': 'demandes de pièces',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PiecesAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='réponse')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyée le')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='applications.piecesrequest')),
            ],
            options={
                'verbose_name': 'réponse à une demande de pièces',
                'verbose_name_plural': 'réponses à des demandes de pièces',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Inadmissibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('findings', models.JSONField(default=dict, verbose_name='constats')),
                ('reason', models.TextField(max_length=2000, verbose_name='motifs')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposée le')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='renvoyée le')),
                ('return_reason', models.TextField(blank=True, max_length=1000, verbose_name='motif du renvoi')),
                ('act', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inadmissibility', to='acts.act')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inadmissibilities', to='applications.application')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('withdrawal', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_inadmissibility', to='acts.act')),
            ],
            options={
                'verbose_name': 'irrecevabilité',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawal', None)), fields=('application',), name='one_standing_inadmissibility', violation_error_message='Une irrecevabilité est déjà proposée pour cette fiche.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='inadmissibility_says_why', violation_error_message='Une irrecevabilité se motive.'), models.CheckConstraint(condition=models.Q(('withdrawal', None), ('act__isnull', False), _connector='OR'), name='only_a_decision_is_withdrawn', violation_error_message='Seule une décision prise se retire.')],
            },
        ),
    ]
