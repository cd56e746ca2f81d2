"""The tables of the room."""

import core.migrating
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('worklog', '0001_what_the_aract_logs'),
        ('worklog', '0003_one_word_a_thing'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('calls', '0001_tables'),
        ('directory', '0001_tables'),
        ('regions', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='DayRate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2016), django.core.validators.MaxValueValidator(2100)], verbose_name='année')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='tarif journalier')),
                        ('set_at', models.DateTimeField(verbose_name='posé le')),
                        ('aract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='day_rates', to='accounts.organisation')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': 'tarif journalier',
                        'verbose_name_plural': 'tarifs journaliers',
                        'ordering': ['aract', '-year'],
                        'constraints': [models.UniqueConstraint(fields=('aract', 'year'), name='day_rate_once_a_year', violation_error_message='Cette année a déjà un tarif.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='day_rate_positive', violation_error_message='Un tarif est supérieur à zéro.')],
                    },
                ),
                migrations.CreateModel(
                    name='MonthSeal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.JSONField(default=dict, verbose_name='contenu')),
                        ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                        ('month', models.DateField(help_text='Premier jour du mois.', verbose_name='mois')),
                        ('days', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='jours')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant')),
                        ('sealed_at', models.DateTimeField(verbose_name='scellé le')),
                        ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='vu le')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='month_seals', to='regions.regionalproject')),
                        ('sealed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': 'mois scellé',
                        'verbose_name_plural': 'mois scellés',
                        'ordering': ['project', 'month'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'month'), name='month_sealed_once', violation_error_message='Ce mois est déjà scellé.'), models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_by', None)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='month_seen_by_someone')],
                    },
                ),
                migrations.CreateModel(
                    name='WorkDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('worked_on', models.DateField(verbose_name='jour')),
                        ('days', models.DecimalField(decimal_places=2, max_digits=3, verbose_name='jours')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='précision')),
                        ('logged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='noté le')),
                        ('consultant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_days', to='accounts.membership', verbose_name='intervenant')),
                        ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counter_entries', to='worklog.workday', verbose_name='corrige')),
                        ('establishment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='work_days', to='directory.establishment', verbose_name='établissement')),
                        ('logged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='noté par')),
                        ('method', models.ForeignKey(blank=True, limit_choices_to={'vocabulary': 'methode_recueil'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='méthode')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_days', to='regions.regionalproject')),
                        ('stage', models.ForeignKey(limit_choices_to={'vocabulary': 'etape_exploration'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.term', verbose_name='étape')),
                    ],
                    options={
                        'verbose_name': "jour d'intervention",
                        'verbose_name_plural': "jours d'intervention",
                        'ordering': ['worked_on', 'pk'],
                        'indexes': [models.Index(fields=['project', 'worked_on'], name='workday_by_project_and_day')],
                        'constraints': [models.UniqueConstraint(models.F('project'), models.F('consultant'), models.F('worked_on'), models.F('stage'), django.db.models.functions.comparison.Coalesce('establishment', models.Value(0)), django.db.models.functions.comparison.Coalesce('method', models.Value(0)), models.F('note'), condition=models.Q(('corrects', None)), name='workday_once_per_line', violation_error_message='Cette ligne est déjà notée pour ce jour.'), models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('days__in', [Decimal('0.25'), Decimal('0.5'), Decimal('0.75'), Decimal('1')])), models.Q(('corrects__isnull', False), ('days__in', [Decimal('-0.25'), Decimal('-0.5'), Decimal('-0.75'), Decimal('-1'), Decimal('0.25'), Decimal('0.5'), Decimal('0.75'), Decimal('1')])), _connector='OR'), name='workday_by_quarters', violation_error_message='Un jour se note par quarts ; seule une écriture de correction est négative.'), models.CheckConstraint(condition=models.Q(('corrects', None), models.Q(('note', ''), _negated=True), _connector='OR'), name='workday_counter_entry_says_why', violation_error_message='Une écriture de correction dit pourquoi.')],
                    },
                ),
            ],
        ),
    ]
