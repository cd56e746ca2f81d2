"""The tables of the room."""

import core.migrating
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('fieldwork', '0001_conduct_of_projects'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('calls', '0001_tables'),
        ('records', '0001_tables'),
        ('regions', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Hypothesis',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('statement', models.CharField(max_length=500, verbose_name='hypothèse')),
                        ('expected_effect', models.TextField(blank=True, max_length=1500, verbose_name='effet attendu')),
                        ('conclusion', models.CharField(blank=True, choices=[('confirmed', 'confirmée'), ('nuanced', 'à nuancer'), ('refuted', 'infirmée')], max_length=10, verbose_name='conclusion')),
                        ('conclusion_text', models.TextField(blank=True, max_length=4000, verbose_name="ce que l'expérimentation montre")),
                        ('concluded_on', models.DateField(blank=True, null=True, verbose_name='conclue le')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hypotheses', to='regions.regionalproject')),
                    ],
                    options={
                        'verbose_name': 'hypothèse',
                        'verbose_name_plural': 'hypothèses',
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('concluded_on', None), ('conclusion', '')), models.Q(models.Q(('conclusion', ''), _negated=True), models.Q(('conclusion_text', ''), _negated=True), ('concluded_on__isnull', False)), _connector='OR'), name='hypothesis_concluded_in_words', violation_error_message="Une conclusion s'explique en quelques mots.")],
                    },
                ),
                migrations.CreateModel(
                    name='Indicator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('label', models.CharField(max_length=200, verbose_name='indicateur')),
                        ('unit', models.CharField(blank=True, max_length=30, verbose_name='unité')),
                        ('direction', models.CharField(choices=[('up', 'à la hausse'), ('down', 'à la baisse')], max_length=5, verbose_name='sens attendu')),
                        ('baseline', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='valeur de départ')),
                        ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='cible')),
                        ('hypothesis', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='fieldwork.hypothesis')),
                    ],
                    options={
                        'verbose_name': 'indicateur',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Measure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('measured_on', models.DateField(verbose_name='mesurée le')),
                        ('value', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='valeur')),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='précision')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saisie le')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='fieldwork.indicator')),
                        ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='fieldwork.measure', verbose_name='remplace')),
                    ],
                    options={
                        'verbose_name': 'mesure',
                        'ordering': ['measured_on', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Milestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200, verbose_name='jalon')),
                        ('due_on', models.DateField(verbose_name='échéance')),
                        ('responsible', models.CharField(blank=True, max_length=150, verbose_name='fonction responsable')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='atteint le')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='regions.regionalproject')),
                        ('stage', models.ForeignKey(blank=True, limit_choices_to={'vocabulary': 'etape_exploration'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='étape')),
                    ],
                    options={
                        'verbose_name': 'jalon',
                        'verbose_name_plural': 'jalons',
                        'ordering': ['due_on', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Deliverable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('note', 'note'), ('outil', 'outil'), ('compte_rendu', 'compte rendu'), ('synthese', 'synthèse'), ('bilan', 'bilan'), ('orientation', "orientations d'expérimentation"), ('autre', 'autre production')], max_length=15, verbose_name='nature')),
                        ('title', models.CharField(max_length=200, verbose_name='livrable')),
                        ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                        ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliverables', to='fieldwork.milestone')),
                    ],
                    options={
                        'verbose_name': 'livrable',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='MilestoneMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('former_due_on', models.DateField(verbose_name='échéance précédente')),
                        ('reason', models.CharField(max_length=500, verbose_name='raison')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reporté le')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='fieldwork.milestone')),
                    ],
                    options={
                        'verbose_name': 'report de jalon',
                        'verbose_name_plural': 'reports de jalons',
                        'ordering': ['at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Replanning',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('former_starts_on', models.DateField(blank=True, null=True, verbose_name='début précédent')),
                        ('former_ends_on', models.DateField(blank=True, null=True, verbose_name='fin précédente')),
                        ('former_days', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=6, verbose_name='jours précédents')),
                        ('reason', models.CharField(max_length=500, verbose_name='raison')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changé le')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replannings', to='regions.regionalproject')),
                        ('stage', models.ForeignKey(limit_choices_to={'vocabulary': 'etape_exploration'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term')),
                    ],
                    options={
                        'verbose_name': "report d'étape",
                        'verbose_name_plural': "reports d'étapes",
                        'ordering': ['at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='StageProgress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('started_on', models.DateField(verbose_name='commencée le')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='terminée le')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stage_progress', to='regions.regionalproject')),
                        ('stage', models.ForeignKey(limit_choices_to={'vocabulary': 'etape_exploration'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='étape')),
                    ],
                    options={
                        'verbose_name': "avancement d'une étape",
                        'verbose_name_plural': 'avancement des étapes',
                        'ordering': ['project', 'stage__position'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'stage'), name='stage_progress_once'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='stage_progress_in_order', violation_error_message="La fin de l'étape précède son début.")],
                    },
                ),
            ],
        ),
    ]
