import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_people_organisations_and_hats'),
        ('records', '0001_traces'),
    ]

    operations = [
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
                ('fictional', models.BooleanField(default=False, verbose_name='démonstration')),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next_calls', to='calls.call', verbose_name='appel précédent')),
            ],
            options={
                'verbose_name': 'appel à projets',
                'verbose_name_plural': 'appels à projets',
                'ordering': ['-opens_at', '-pk'],
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
            },
        ),
        migrations.AddField(
            model_name='call',
            name='grid',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.grid', verbose_name='grille'),
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
            },
        ),
        migrations.CreateModel(
            name='CallMilestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='date')),
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
            },
        ),
        migrations.AddField(
            model_name='call',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.programme'),
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
        migrations.AddField(
            model_name='call',
            name='questionnaire',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.questionnaire'),
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
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='calls.questionnaire')),
            ],
            options={
                'verbose_name': 'section',
                'ordering': ['questionnaire', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, verbose_name='code')),
                ('label', models.CharField(max_length=300, verbose_name='question')),
                ('help_text', models.CharField(blank=True, max_length=500, verbose_name='aide')),
                ('kind', models.CharField(choices=[('short_text', 'texte court'), ('long_text', 'texte long'), ('date', 'date'), ('number', 'nombre entier'), ('yes_no', 'oui ou non'), ('terms', "valeurs d'une liste")], default='long_text', max_length=20, verbose_name='nature')),
                ('required', models.BooleanField(default=True, verbose_name='obligatoire')),
                ('max_length', models.PositiveIntegerField(default=4000, verbose_name='longueur maximale (caractères)')),
                ('vocabulary', models.CharField(blank=True, choices=[('etape_exploration', "étapes de l'exploration"), ('dimension', 'dimensions questionnées'), ('theme_national', 'thèmes nationaux'), ('theme_paca', 'thèmes pré-ciblés en Paca'), ('nature_projet', 'natures de projet'), ('forme_acia', "formes d'ACIA"), ('maturite_projet', 'états de maturité'), ('profil_collectif', 'profils du collectif'), ('profil_groupe_elargi', 'profils du groupe élargi'), ('enjeu', 'enjeux'), ('condition_reussite', 'conditions favorables'), ('axe_travail', 'axes de travail'), ('methode_recueil', 'méthodes de recueil')], max_length=30, verbose_name='liste de valeurs')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('shown_if', models.CharField(blank=True, help_text="Code d'une question posée avant celle-ci.", max_length=60, verbose_name='dépend de la question')),
                ('shown_answers', models.CharField(blank=True, help_text='« oui », « non », ou des codes de la liste, séparés par des espaces.', max_length=400, verbose_name='posée pour les réponses')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='calls.section')),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ['section', 'position', 'pk'],
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
        migrations.AddField(
            model_name='call',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='+', to='calls.term', verbose_name='thèmes'),
        ),
        migrations.CreateModel(
            name='AllocationRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('envelope', models.DecimalField(decimal_places=2, default=Decimal('1000000'), max_digits=12, verbose_name='enveloppe')),
                ('fixed', models.DecimalField(decimal_places=2, default=Decimal('70000'), max_digits=12, verbose_name='part fixe par région')),
                ('project_weight', models.DecimalField(decimal_places=2, default=Decimal('1'), max_digits=6, verbose_name="poids d'un projet")),
                ('establishment_weight', models.DecimalField(decimal_places=2, default=Decimal('1'), max_digits=6, verbose_name="poids d'un établissement")),
                ('step', models.DecimalField(decimal_places=2, default=Decimal('0.01'), max_digits=8, verbose_name='arrondi')),
                ('cap', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='plafond par région')),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rule', to='calls.call')),
            ],
            options={
                'verbose_name': 'règle de répartition',
                'constraints': [models.CheckConstraint(condition=models.Q(('envelope__gt', 0), ('establishment_weight__gte', 0), ('fixed__gte', 0), ('project_weight__gte', 0), ('step__gt', 0)), name='rule_amounts_not_negative', violation_error_message='Les montants et les poids ne peuvent pas être négatifs.'), models.CheckConstraint(condition=models.Q(('fixed__lte', models.F('envelope'))), name='rule_fixed_within_envelope', violation_error_message="La part fixe dépasse l'enveloppe.")],
            },
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('grid', 'code'), name='criterion_code_once'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(('weight__gte', 1)), name='criterion_weighs'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.UniqueConstraint(fields=('criterion', 'score'), name='level_score_once'),
        ),
        migrations.AddConstraint(
            model_name='level',
            constraint=models.CheckConstraint(condition=models.Q(('score__lte', 4)), name='level_score_0_to_4'),
        ),
        migrations.AddConstraint(
            model_name='postponement',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('closed_before'))), name='postponement_goes_later', violation_error_message="La nouvelle clôture doit être postérieure à l'ancienne."),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'number'), name='section_number_once'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(fields=('questionnaire', 'code'), name='section_code_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('section', 'code'), name='question_code_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shown_answers', ''), ('shown_if', '')), models.Q(models.Q(('shown_if', ''), _negated=True), models.Q(('shown_answers', ''), _negated=True)), _connector='OR'), name='question_condition_whole', violation_error_message='Dites à la fois la question dont celle-ci dépend et les réponses qui la font poser.'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='call_dates_in_order', violation_error_message="La clôture doit suivre l'ouverture."),
        ),
    ]
