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
        ('regions', '0001_projects_and_awards'),
        ('regions', '0002_one_word_a_thing'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('calls', '0001_tables'),
        ('directory', '0001_tables'),
        ('records', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='PriorityRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('least_days', models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MaxValueValidator(3650)], verbose_name='jours de participation')),
                        ('confirmed', models.BooleanField(default=True, verbose_name='avoir confirmé son engagement')),
                        ('stayed', models.BooleanField(default=True, verbose_name="être restée jusqu'au bout")),
                        ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='priority_rule', to='calls.call')),
                    ],
                    options={
                        'verbose_name': 'règle de priorité',
                        'verbose_name_plural': 'règles de priorité',
                    },
                ),
                migrations.CreateModel(
                    name='RegionalProject',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200, verbose_name='titre du projet')),
                        ('requested_complement', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='part complémentaire demandée')),
                        ('complement_reason', models.TextField(blank=True, max_length=2000, verbose_name='justification de la part complémentaire')),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='commencé le')),
                        ('aract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects_as_aract', to='accounts.organisation', verbose_name='Aract ou opérateur')),
                        ('ars', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects_as_ars', to='accounts.organisation', verbose_name='ARS')),
                        ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='calls.call', verbose_name='appel')),
                        ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next_projects', to='regions.regionalproject', verbose_name='projet précédent')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='accounts.region', verbose_name='région')),
                    ],
                    options={
                        'verbose_name': 'projet régional',
                        'verbose_name_plural': 'projets régionaux',
                        'ordering': ['call', 'region__slug'],
                        'constraints': [models.UniqueConstraint(fields=('call', 'region'), name='project_once_per_call_and_region', violation_error_message='Cette région a déjà un projet pour cet appel.'), models.CheckConstraint(condition=models.Q(('requested_complement', None), ('requested_complement__gte', 0), _connector='OR'), name='project_complement_not_negative', violation_error_message='Un montant ne peut pas être négatif.')],
                    },
                ),
                migrations.CreateModel(
                    name='DigitalProject',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200, verbose_name='projet numérique')),
                        ('tool', models.CharField(blank=True, max_length=200, verbose_name='outil')),
                        ('work_question', models.TextField(blank=True, help_text='Conditions de travail, performance ou conduite du changement (R87).', max_length=1500, verbose_name='question de travail posée')),
                        ('maturity', models.ForeignKey(limit_choices_to={'vocabulary': 'maturite_projet'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='maturité')),
                        ('nature', models.ForeignKey(limit_choices_to={'vocabulary': 'nature_projet'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='nature')),
                        ('theme', models.ForeignKey(limit_choices_to={'vocabulary__in': ['theme_national', 'theme_paca']}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='thème')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digital_projects', to='regions.regionalproject')),
                    ],
                    options={
                        'verbose_name': 'projet numérique',
                        'verbose_name_plural': 'projets numériques',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'title'), name='digital_project_title_once', violation_error_message='Ce projet numérique est déjà dans la fiche.')],
                    },
                ),
                migrations.CreateModel(
                    name='Participation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contact_function', models.CharField(blank=True, max_length=150, verbose_name='fonction du référent')),
                        ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='courriel du référent')),
                        ('joined_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='depuis le')),
                        ('left_on', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                        ('left_reason', models.CharField(blank=True, max_length=300, verbose_name='raison du départ')),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='engagement confirmé le')),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('digital_project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='regions.digitalproject', verbose_name='projet numérique')),
                        ('dimensions', models.ManyToManyField(blank=True, limit_choices_to={'vocabulary': 'dimension'}, related_name='+', to='calls.term', verbose_name='dimensions questionnées')),
                        ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='directory.establishment', verbose_name='établissement')),
                        ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document', verbose_name="lettre d'engagement")),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='regions.regionalproject')),
                    ],
                    options={
                        'verbose_name': 'participation',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('left_on', None)), fields=('project', 'establishment'), name='participation_once', violation_error_message='Cette structure participe déjà à ce projet.'), models.CheckConstraint(condition=models.Q(('left_on', None), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='participation_dates_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='CollectiveMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('group', models.CharField(choices=[('collective', 'collectif régional'), ('extended', 'groupe élargi')], max_length=12, verbose_name='groupe')),
                        ('function', models.CharField(max_length=150, verbose_name='fonction')),
                        ('organisation_name', models.CharField(blank=True, max_length=200, verbose_name='organisme')),
                        ('seats', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='nombre de personnes')),
                        ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='profil')),
                        ('participation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='regions.participation', verbose_name='établissement')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='regions.regionalproject')),
                    ],
                    options={
                        'verbose_name': 'membre',
                        'ordering': ['group', 'profile__position', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='member_counts')],
                    },
                ),
                migrations.CreateModel(
                    name='CoFunding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('funder', models.CharField(max_length=200, verbose_name='financeur')),
                        ('purpose', models.CharField(blank=True, max_length=200, verbose_name='objet')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(0)], verbose_name='montant')),
                        ('state', models.CharField(choices=[('asked', 'demandé'), ('granted', 'acquis')], default='asked', max_length=10, verbose_name='état')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cofundings', to='regions.regionalproject')),
                    ],
                    options={
                        'verbose_name': 'cofinancement',
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='cofunding_not_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='Award',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fixed', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='part fixe')),
                        ('complement', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='part complémentaire')),
                        ('notice_number', models.CharField(max_length=40, verbose_name='notification')),
                        ('awarded_on', models.DateField(verbose_name='attribuée le')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='close le')),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('project', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award', to='regions.regionalproject')),
                    ],
                    options={
                        'verbose_name': 'attribution',
                        'constraints': [models.CheckConstraint(condition=models.Q(('complement__gte', 0), ('fixed__gte', 0)), name='award_not_negative', violation_error_message='Un montant ne peut pas être négatif.'), models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('awarded_on')), _connector='OR'), name='award_dates_in_order', violation_error_message="La clôture précède l'attribution.")],
                    },
                ),
                migrations.CreateModel(
                    name='StagePlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('planned_days', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=6, verbose_name='jours prévus')),
                        ('starts_on', models.DateField(blank=True, null=True, verbose_name='début')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin')),
                        ('method', models.TextField(blank=True, max_length=1500, verbose_name='méthode')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='regions.regionalproject')),
                        ('stage', models.ForeignKey(limit_choices_to={'vocabulary': 'etape_exploration'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='étape')),
                    ],
                    options={
                        'verbose_name': 'étape prévue',
                        'verbose_name_plural': 'étapes prévues',
                        'ordering': ['project', 'stage__position'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'stage'), name='stage_plan_once'), models.CheckConstraint(condition=models.Q(('planned_days__gte', 0)), name='stage_days_not_negative'), models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='stage_dates_in_order', violation_error_message="La fin de l'étape précède son début.")],
                    },
                ),
                migrations.CreateModel(
                    name='MaturityMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(verbose_name='le')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('digital_project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='maturity_moves', to='regions.digitalproject')),
                        ('former', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='état quitté')),
                        ('reached', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='état atteint')),
                    ],
                    options={
                        'verbose_name': "changement d'état",
                        'verbose_name_plural': "changements d'état",
                        'ordering': ['on', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('former', models.F('reached')), _negated=True), name='maturity_move_changes_something', violation_error_message='Le projet numérique est déjà dans cet état.')],
                    },
                ),
            ],
        ),
    ]
