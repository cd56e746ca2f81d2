"""The tables of the room."""

import core.migrating
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('calls', '0001_calls_and_their_models'),
        ('calls', '0002_archives_say_their_sources'),
        ('calls', '0003_one_word_a_thing'),
        ('calls', '0004_kinds_and_conditions'),
        ('calls', '0005_questions_say_who_and_when'),
        ('calls', '0006_call_revisions'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('records', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Programme',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='nom')),
                        ('slug', models.SlugField(unique=True)),
                        ('owners', models.CharField(max_length=200, verbose_name='porté par')),
                        ('objectives', models.TextField(blank=True, verbose_name='objectifs')),
                    ],
                    options={
                        'verbose_name': 'programme',
                    },
                ),
                migrations.CreateModel(
                    name='Grid',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=60, verbose_name='code')),
                        ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='révision')),
                        ('title', models.CharField(max_length=200, verbose_name='titre')),
                        ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='figée le')),
                    ],
                    options={
                        'verbose_name': 'grille',
                        'ordering': ['code', '-revision'],
                        'constraints': [models.UniqueConstraint(fields=('code', 'revision'), name='grid_revision_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Criterion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=60, verbose_name='code')),
                        ('title', models.CharField(max_length=150, verbose_name='critère')),
                        ('question', models.CharField(max_length=400, verbose_name='question posée')),
                        ('weight', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='poids')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                        ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='calls.grid')),
                    ],
                    options={
                        'verbose_name': 'critère',
                        'verbose_name_plural': 'critères',
                        'ordering': ['grid', 'position', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('grid', 'code'), name='criterion_code_once'), models.CheckConstraint(condition=models.Q(('weight__gte', 1)), name='criterion_weighs')],
                    },
                ),
                migrations.CreateModel(
                    name='Level',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('score', models.PositiveSmallIntegerField(verbose_name='note')),
                        ('wording', models.CharField(max_length=300, verbose_name='libellé')),
                        ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='calls.criterion')),
                    ],
                    options={
                        'verbose_name': 'niveau',
                        'verbose_name_plural': 'niveaux',
                        'ordering': ['criterion', 'score'],
                        'constraints': [models.UniqueConstraint(fields=('criterion', 'score'), name='level_score_once'), models.CheckConstraint(condition=models.Q(('score__lte', 4)), name='level_score_0_to_4')],
                    },
                ),
                migrations.CreateModel(
                    name='Questionnaire',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=60, verbose_name='code')),
                        ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='révision')),
                        ('title', models.CharField(max_length=200, verbose_name='titre')),
                        ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='figé le')),
                    ],
                    options={
                        'verbose_name': 'questionnaire',
                        'ordering': ['code', '-revision'],
                        'constraints': [models.UniqueConstraint(fields=('code', 'revision'), name='questionnaire_revision_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Section',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=60, verbose_name='code')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='numéro')),
                        ('title', models.CharField(max_length=150, verbose_name='titre')),
                        ('kind', models.CharField(choices=[('questions', 'sans tableau'), ('participants', 'structures participantes'), ('collective', 'collectif régional'), ('extended_group', 'groupe élargi'), ('stages', 'jours par étape'), ('budget', 'budget')], default='questions', max_length=20, verbose_name='nature')),
                        ('guidance', models.TextField(blank=True, verbose_name='conseils')),
                        ('condition', models.JSONField(blank=True, default=dict, help_text='Vide : toujours. Sinon, selon des questions des sections précédentes, comme pour une question.', verbose_name='demandée si')),
                        ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='calls.questionnaire')),
                    ],
                    options={
                        'verbose_name': 'section',
                        'ordering': ['questionnaire', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('questionnaire', 'number'), name='section_number_once'), models.UniqueConstraint(fields=('questionnaire', 'code'), name='section_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=60, verbose_name='code')),
                        ('label', models.CharField(max_length=300, verbose_name='question')),
                        ('help_text', models.CharField(blank=True, max_length=500, verbose_name='aide')),
                        ('kind', models.CharField(choices=[('short_text', 'texte court'), ('long_text', 'texte long'), ('number', 'nombre entier'), ('amount', 'montant en euros'), ('date', 'date'), ('yes_no', 'oui ou non'), ('choice', 'un choix dans une liste'), ('choices', 'plusieurs choix dans une liste'), ('email', 'adresse électronique'), ('establishment', "structure de l'annuaire"), ('table', 'tableau'), ('block', 'éléments à décrire un par un')], default='long_text', max_length=20, verbose_name='nature')),
                        ('required', models.BooleanField(default=True, verbose_name='obligatoire')),
                        ('settings', models.JSONField(blank=True, default=dict, help_text='Selon la nature : {"max_length": 1500}, {"vocabulary": "enjeu"}, {"options": [{"code": "a", "label": "Premier choix"}], "other": true}…', verbose_name='réglages')),
                        ('owner', models.CharField(choices=[('both', "l'ARS et l'Aract"), ('ars', "l'ARS"), ('aract', "l'Aract")], default='both', help_text="L'autre partie lit la réponse et ne peut pas l'écrire.", max_length=10, verbose_name='à remplir par')),
                        ('for_reviewers', models.BooleanField(default=True, help_text="Sinon, seuls la lisent l'ARS, l'Aract et le secrétariat de la commission.", verbose_name='montrée aux rapporteurs')),
                        ('personal', models.BooleanField(default=False, help_text='La page le dit à côté de la question ; la réponse ne part pas dans les exports des lecteurs.', verbose_name='donnée personnelle')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                        ('condition', models.JSONField(blank=True, default=dict, help_text='Vide : toujours. Sinon, selon des questions posées avant celle-ci : {"question": "appel", "one_of": ["oui"]} ; « none_of », « answered », « at_least », « at_most » ; plusieurs tests dans {"all": […]} ou {"any": […]}.', verbose_name='posée si')),
                        ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='calls.section')),
                    ],
                    options={
                        'verbose_name': 'question',
                        'ordering': ['section', 'position', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('section', 'code'), name='question_code_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Term',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('vocabulary', models.CharField(choices=[('etape_exploration', "étapes de l'exploration"), ('dimension', 'dimensions questionnées'), ('theme_national', 'thèmes nationaux'), ('theme_paca', 'thèmes pré-ciblés en Paca'), ('nature_projet', 'natures de projet'), ('forme_acia', "formes d'ACIA"), ('maturite_projet', 'états de maturité'), ('profil_collectif', 'profils du collectif'), ('profil_groupe_elargi', 'profils du groupe élargi'), ('enjeu', 'enjeux'), ('condition_reussite', 'conditions favorables'), ('axe_travail', 'axes de travail'), ('methode_recueil', 'méthodes de recueil')], max_length=30, verbose_name='liste')),
                        ('code', models.CharField(max_length=40, verbose_name='code')),
                        ('label', models.CharField(max_length=200, verbose_name='libellé')),
                        ('definition', models.TextField(blank=True, verbose_name='définition')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                        ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                        ('counts_as', models.CharField(blank=True, help_text='Code du thème national que ce thème régional dit autrement : la région choisit le sien.', max_length=40, verbose_name='compté avec le thème national')),
                        ('retired', models.BooleanField(default=False, verbose_name='retiré')),
                    ],
                    options={
                        'verbose_name': 'terme',
                        'ordering': ['vocabulary', 'position', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('vocabulary', 'code'), name='term_code_once', violation_error_message='Ce code existe déjà dans cette liste.')],
                    },
                ),
                migrations.CreateModel(
                    name='Call',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('phase', models.CharField(choices=[('exploration', 'exploration'), ('experimentation', 'expérimentation')], max_length=20, verbose_name='phase du dispositif')),
                        ('number', models.PositiveSmallIntegerField(default=1, verbose_name="numéro d'ordre")),
                        ('title', models.CharField(max_length=200, verbose_name='titre')),
                        ('slug', models.SlugField(max_length=80, unique=True, verbose_name='adresse')),
                        ('reference', models.CharField(max_length=80, verbose_name='référence')),
                        ('legal_basis', models.CharField(blank=True, max_length=300, verbose_name='fondement budgétaire')),
                        ('summary', models.TextField(max_length=4000, verbose_name='présentation')),
                        ('opens_at', models.DateTimeField(verbose_name='ouverture')),
                        ('closes_at', models.DateTimeField(help_text='Un dépôt reçu à cet instant précis est déjà hors délai.', verbose_name='clôture')),
                        ('time_zone', models.CharField(default='Europe/Paris', max_length=40, verbose_name='fuseau horaire')),
                        ('commission_on', models.DateField(blank=True, null=True, verbose_name="commission d'examen")),
                        ('funds_from', models.DateField(blank=True, null=True, verbose_name='financements disponibles à compter du')),
                        ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='publié le')),
                        ('concluded_at', models.DateTimeField(blank=True, null=True, verbose_name='conclu le')),
                        ('opening_told', models.BooleanField(default=False, editable=False)),
                        ('sources', models.TextField(blank=True, max_length=4000, verbose_name='ce que disent les sources')),
                        ('dates_in_words', models.JSONField(blank=True, default=dict, verbose_name='dates en mots')),
                        ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next_calls', to='calls.call', verbose_name='appel précédent')),
                        ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.grid', verbose_name='grille')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.programme')),
                        ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.questionnaire')),
                        ('themes', models.ManyToManyField(blank=True, related_name='+', to='calls.term', verbose_name='thèmes')),
                    ],
                    options={
                        'verbose_name': 'appel à projets',
                        'verbose_name_plural': 'appels à projets',
                        'ordering': ['-opens_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='call_dates_in_order', violation_error_message="La clôture doit suivre l'ouverture.")],
                    },
                ),
                migrations.CreateModel(
                    name='CallContact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('function', models.CharField(max_length=150, verbose_name='fonction')),
                        ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='calls.call')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': "contact de l'appel",
                        'verbose_name_plural': "contacts de l'appel",
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='CallDocument',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('note', 'note technique'), ('fiche', 'modèle de fiche projet'), ('guide', 'guide'), ('letter', "lettre d'instruction"), ('other', 'autre document')], max_length=10, verbose_name='nature')),
                        ('title', models.CharField(max_length=200, verbose_name='titre')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='calls.call')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                    ],
                    options={
                        'verbose_name': "document de l'appel",
                        'verbose_name_plural': "documents de l'appel",
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='CallMilestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(verbose_name='date')),
                        ('when', models.CharField(blank=True, max_length=60, verbose_name='date en mots')),
                        ('label', models.CharField(max_length=200, verbose_name='jalon')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='calls.call')),
                    ],
                    options={
                        'verbose_name': 'jalon',
                        'verbose_name_plural': 'jalons',
                        'ordering': ['on', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Postponement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('closed_before', models.DateTimeField(verbose_name='clôture précédente')),
                        ('closes_at', models.DateTimeField(verbose_name='nouvelle clôture')),
                        ('reason', models.CharField(max_length=500, verbose_name='motif')),
                        ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='décidé le')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postponements', to='calls.call')),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': 'report de clôture',
                        'verbose_name_plural': 'reports de clôture',
                        'ordering': ['decided_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('closed_before'))), name='postponement_goes_later', violation_error_message="La nouvelle clôture doit être postérieure à l'ancienne.")],
                    },
                ),
                migrations.CreateModel(
                    name='CallRevision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(max_length=500, verbose_name='motif')),
                        ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='décidée le')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='calls.call')),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.questionnaire', verbose_name='après')),
                        ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.questionnaire', verbose_name='avant')),
                    ],
                    options={
                        'verbose_name': "révision d'appel",
                        'verbose_name_plural': "révisions d'appel",
                        'ordering': ['decided_at', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('call', 'after'), name='call_revised_to_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AllocationRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('envelope', models.DecimalField(decimal_places=2, default=Decimal('1000000'), max_digits=12, verbose_name='enveloppe')),
                        ('fixed', models.DecimalField(decimal_places=2, default=Decimal('70000'), max_digits=12, verbose_name='part fixe par région')),
                        ('project_weight', models.DecimalField(decimal_places=2, default=Decimal('1'), max_digits=6, verbose_name="poids d'un projet")),
                        ('establishment_weight', models.DecimalField(decimal_places=2, default=Decimal('1'), max_digits=6, verbose_name="poids d'une structure")),
                        ('step', models.DecimalField(decimal_places=2, default=Decimal('0.01'), max_digits=8, verbose_name='arrondi')),
                        ('cap', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='plafond par région')),
                        ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rule', to='calls.call')),
                    ],
                    options={
                        'verbose_name': 'règle de répartition',
                        'constraints': [models.CheckConstraint(condition=models.Q(('envelope__gt', 0), ('establishment_weight__gte', 0), ('fixed__gte', 0), ('project_weight__gte', 0), ('step__gt', 0)), name='rule_amounts_not_negative', violation_error_message='Les montants et les poids ne peuvent pas être négatifs.'), models.CheckConstraint(condition=models.Q(('fixed__lte', models.F('envelope'))), name='rule_fixed_within_envelope', violation_error_message="La part fixe dépasse l'enveloppe.")],
                    },
                ),
            ],
        ),
    ]
