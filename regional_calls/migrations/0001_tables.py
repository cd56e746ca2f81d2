"""The tables of the room."""

import core.migrating
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('regional_calls', '0001_regional_calls_and_expressions'),
        ('regional_calls', '0002_one_word_a_thing'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('acts', '0001_tables'),
        ('calls', '0001_tables'),
        ('directory', '0001_tables'),
        ('records', '0001_tables'),
        ('regions', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='RegionalCall',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200, verbose_name='titre')),
                        ('slug', models.SlugField(max_length=80, unique=True, verbose_name='adresse')),
                        ('presentation', models.TextField(max_length=4000, verbose_name='présentation')),
                        ('expectations', models.TextField(blank=True, max_length=2000, verbose_name='ce qui guidera les choix')),
                        ('contact_function', models.CharField(max_length=150, verbose_name='fonction du contact')),
                        ('contact_email', models.EmailField(max_length=254, verbose_name='adresse du contact')),
                        ('opens_at', models.DateTimeField(verbose_name='ouverture')),
                        ('closes_at', models.DateTimeField(help_text='Une réponse reçue à cet instant précis est déjà hors délai.', verbose_name='clôture')),
                        ('time_zone', models.CharField(default='Europe/Paris', max_length=40, verbose_name='fuseau horaire')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='préparé le')),
                        ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='publié le')),
                        ('closed_before', models.DateTimeField(blank=True, null=True, verbose_name="clôture d'abord prévue")),
                        ('postponement_reason', models.CharField(blank=True, max_length=500, verbose_name='motif du report')),
                        ('announced_at', models.DateTimeField(blank=True, null=True, verbose_name='choix annoncés le')),
                        ('announced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regional_calls', to='regions.regionalproject')),
                        ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regional_calls', to='calls.questionnaire')),
                    ],
                    options={
                        'verbose_name': 'appel régional',
                        'verbose_name_plural': 'appels régionaux',
                        'ordering': ['-opens_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='regional_call_dates_in_order', violation_error_message="La clôture doit suivre l'ouverture."), models.CheckConstraint(condition=models.Q(('announced_at', None), ('published_at__isnull', False), _connector='OR'), name='regional_call_published_before_announced'), models.UniqueConstraint(condition=models.Q(('announced_at', None)), fields=('project',), name='regional_call_one_at_a_time', violation_error_message='Ce projet a déjà un appel régional en cours.')],
                    },
                ),
                migrations.CreateModel(
                    name='AccessLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                        ('token_digest', models.CharField(max_length=64, unique=True)),
                        ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyé le')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='regional_calls.regionalcall')),
                    ],
                    options={
                        'verbose_name': "lien d'accès",
                        'verbose_name_plural': "liens d'accès",
                        'ordering': ['-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RegionalDocument',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200, verbose_name='titre')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='regional_calls.regionalcall')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                    ],
                    options={
                        'verbose_name': "document de l'appel régional",
                        'verbose_name_plural': "documents de l'appel régional",
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='RegionalQuestion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                        ('text', models.TextField(max_length=1500, verbose_name='question')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='posée le')),
                        ('wording', models.TextField(blank=True, max_length=1500, verbose_name='question publiée')),
                        ('answer', models.TextField(blank=True, max_length=3000, verbose_name='réponse')),
                        ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondue le')),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='regional_calls.regionalcall')),
                    ],
                    options={
                        'verbose_name': 'question du public',
                        'verbose_name_plural': 'questions du public',
                        'ordering': ['asked_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(models.Q(('answer', ''), _negated=True), models.Q(('wording', ''), _negated=True)), _connector='OR'), name='regional_question_answered_in_words')],
                    },
                ),
                migrations.CreateModel(
                    name='RegionalTheme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('label', models.CharField(max_length=200, verbose_name='thème')),
                        ('definition', models.TextField(max_length=1000, verbose_name='définition')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='regional_calls.regionalcall')),
                        ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='thème du dispositif')),
                    ],
                    options={
                        'verbose_name': 'thème régional',
                        'verbose_name_plural': 'thèmes régionaux',
                        'ordering': ['position', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('call', 'label'), name='regional_theme_once', violation_error_message="Ce thème est déjà dans l'appel.")],
                    },
                ),
                migrations.CreateModel(
                    name='Expression',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.JSONField(default=dict, verbose_name='contenu')),
                        ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                        ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                        ('state', models.CharField(choices=[('draft', 'brouillon'), ('submitted', 'remise'), ('withdrawn', 'retirée')], default='draft', max_length=10, verbose_name='état')),
                        ('draft', models.JSONField(default=dict, verbose_name="en cours d'écriture")),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='commencée le')),
                        ('edited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='modifiée le')),
                        ('number', models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name='numéro')),
                        ('submission', models.PositiveSmallIntegerField(default=0, verbose_name='remise n°')),
                        ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='remise le')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                        ('kind', models.CharField(blank=True, choices=[('etablissement', 'établissement'), ('groupement', 'groupement'), ('territoire', 'territoire')], max_length=15, verbose_name='nature')),
                        ('name', models.CharField(blank=True, max_length=200, verbose_name='structure')),
                        ('finess', models.CharField(blank=True, max_length=9, verbose_name='n° FINESS')),
                        ('category', models.CharField(blank=True, max_length=150, verbose_name='catégorie')),
                        ('city', models.CharField(blank=True, max_length=80, verbose_name='ville')),
                        ('address', models.CharField(blank=True, max_length=350, verbose_name='adresse postale')),
                        ('sector', models.CharField(blank=True, choices=[('sanitaire', 'sanitaire'), ('medico_social', 'médico-social'), ('social', 'social')], max_length=15, verbose_name='secteur')),
                        ('legal_status', models.CharField(blank=True, choices=[('public', 'public'), ('prive_non_lucratif', 'privé non lucratif'), ('prive_lucratif', 'privé lucratif')], max_length=20, verbose_name='statut')),
                        ('contact_function', models.CharField(blank=True, max_length=150, verbose_name='fonction du référent')),
                        ('title', models.CharField(blank=True, max_length=200, verbose_name='projet numérique')),
                        ('tool', models.CharField(blank=True, max_length=200, verbose_name='outil')),
                        ('work_question', models.TextField(blank=True, max_length=1500, verbose_name='question de travail')),
                        ('answers', models.JSONField(default=dict, verbose_name='réponses')),
                        ('establishment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expressions', to='directory.establishment')),
                        ('maturity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term')),
                        ('nature', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term')),
                        ('participation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='expression', to='regions.participation')),
                        ('receipt', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expression', to='acts.act')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expressions', to='regional_calls.regionalcall')),
                        ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expressions', to='regional_calls.regionaltheme', verbose_name='thème')),
                    ],
                    options={
                        'verbose_name': 'réponse à un appel régional',
                        'verbose_name_plural': 'réponses à un appel régional',
                        'ordering': ['name', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('call', 'email'), name='expression_once_per_address', violation_error_message='Cette adresse a déjà une réponse à cet appel.'), models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('call', 'establishment'), name='expression_once_per_establishment', violation_error_message='Cette structure a déjà répondu à cet appel.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), models.Q(('maturity__isnull', False), ('nature__isnull', False), ('number__isnull', False), ('submitted_at__isnull', False), ('theme__isnull', False), models.Q(('name', ''), _negated=True), models.Q(('address', ''), _negated=True), models.Q(('title', ''), _negated=True)), _connector='OR'), name='expression_handed_in_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('engagement', "lettre d'engagement de la direction"), ('minutes', "extrait du procès-verbal d'une instance"), ('presentation', 'présentation du projet numérique'), ('other', 'autre pièce')], max_length=12, verbose_name='nature')),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='jointe le')),
                        ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='remise le')),
                        ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                        ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='regional_calls.expression')),
                    ],
                    options={
                        'verbose_name': 'pièce jointe',
                        'verbose_name_plural': 'pièces jointes',
                        'ordering': ['kind', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='JointChoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.CharField(choices=[('retained', 'retenue'), ('waiting', "liste d'attente"), ('not_retained', 'non retenue')], max_length=12, verbose_name='choix')),
                        ('rank', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang en liste d'attente")),
                        ('reason', models.TextField(blank=True, max_length=1500, verbose_name='motif')),
                        ('revision', models.PositiveSmallIntegerField(default=1)),
                        ('proposed_party', models.CharField(choices=[('ars', 'ARS'), ('aract', 'Aract')], max_length=5)),
                        ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposé le')),
                        ('confirmed_party', models.CharField(blank=True, choices=[('ars', 'ARS'), ('aract', 'Aract')], max_length=5)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmé le')),
                        ('act', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='choice', to='acts.act')),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('expression', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='choice', to='regional_calls.expression')),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': 'choix commun',
                        'verbose_name_plural': 'choix communs',
                        'ordering': ['expression'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('outcome', 'retained'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='joint_choice_says_why', violation_error_message='Un choix autre que « retenue » se motive.'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'waiting'), ('rank__gte', 1)), models.Q(models.Q(('outcome', 'waiting'), _negated=True), ('rank', None)), _connector='OR'), name='joint_choice_ranks_those_who_wait', violation_error_message="Une structure en liste d'attente a un rang, et elle seule."), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None), ('confirmed_party', '')), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_party', ''), _negated=True), models.Q(('confirmed_party', models.F('proposed_party')), _negated=True)), _connector='OR'), name='joint_choice_made_by_two', violation_error_message="Le choix est confirmé par l'autre partie que celle qui le propose.")],
                    },
                ),
                migrations.CreateModel(
                    name='PartyView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('party', models.CharField(choices=[('ars', 'ARS'), ('aract', 'Aract')], max_length=5, verbose_name='partie')),
                        ('leaning', models.CharField(choices=[('favourable', 'favorable'), ('reserved', 'réservé'), ('unfavourable', 'défavorable')], max_length=12, verbose_name='avis')),
                        ('comment', models.TextField(blank=True, max_length=2000, verbose_name='commentaire')),
                        ('submission', models.PositiveSmallIntegerField()),
                        ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='donné le')),
                        ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to='regional_calls.expression')),
                        ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': "avis d'une partie",
                        'verbose_name_plural': 'avis des parties',
                        'ordering': ['expression', 'party'],
                        'constraints': [models.UniqueConstraint(fields=('expression', 'party'), name='party_view_once')],
                    },
                ),
            ],
        ),
    ]
