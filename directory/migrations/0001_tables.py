"""The tables of the room."""

import core.migrating
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('directory', '0001_establishments_and_imports'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('records', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='LegalEntity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('finess', models.CharField(max_length=9, unique=True, verbose_name='n° FINESS')),
                        ('name', models.CharField(blank=True, max_length=200, verbose_name='nom')),
                        ('siren', models.CharField(blank=True, max_length=9, verbose_name='n° Siren')),
                        ('status_code', models.CharField(blank=True, max_length=2, verbose_name='code de statut juridique')),
                        ('status', models.CharField(blank=True, max_length=150, verbose_name='statut juridique')),
                        ('legal_status', models.CharField(blank=True, choices=[('public', 'public'), ('prive_non_lucratif', 'privé non lucratif'), ('prive_lucratif', 'privé lucratif')], max_length=20, verbose_name='statut')),
                    ],
                    options={
                        'verbose_name': 'entité juridique',
                        'verbose_name_plural': 'entités juridiques',
                        'ordering': ['name', 'finess'],
                    },
                ),
                migrations.CreateModel(
                    name='FinessImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file_name', models.CharField(max_length=200, verbose_name='fichier')),
                        ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                        ('entities_name', models.CharField(blank=True, max_length=200, verbose_name='fichier des entités juridiques')),
                        ('entities_sha256', models.CharField(blank=True, max_length=64)),
                        ('format', models.CharField(blank=True, choices=[('stock', 'stock historique (CSV)'), ('flow', "flux de l'ANS (JSON)")], max_length=10, verbose_name='format')),
                        ('published_on', models.DateField(blank=True, null=True, verbose_name='date du fichier')),
                        ('extract', models.BooleanField(default=False, verbose_name='extrait')),
                        ('forced', models.BooleanField(default=False, verbose_name='sans garde-fou')),
                        ('state', models.CharField(choices=[('waiting', 'en attente'), ('done', 'importé'), ('refused', 'refusé')], default='waiting', max_length=10, verbose_name='état')),
                        ('refusal', models.CharField(blank=True, max_length=500, verbose_name='motif du refus')),
                        ('counts', models.JSONField(default=dict, verbose_name='décompte')),
                        ('problems', models.JSONField(default=list, verbose_name='lignes signalées')),
                        ('file', models.FileField(blank=True, upload_to='finess/')),
                        ('entities_file', models.FileField(blank=True, upload_to='finess/')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='demandé le')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='fini le')),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership', verbose_name='par')),
                        ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.job')),
                    ],
                    options={
                        'verbose_name': 'import FINESS',
                        'verbose_name_plural': 'imports FINESS',
                        'ordering': ['-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Establishment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('etablissement', 'établissement'), ('groupement', 'groupement'), ('territoire', 'territoire')], default='etablissement', max_length=15, verbose_name='nature')),
                        ('finess', models.CharField(blank=True, max_length=9, null=True, unique=True, validators=[django.core.validators.RegexValidator('^[0-9][0-9AB][0-9]{7}$', 'Un numéro FINESS compte neuf caractères, par exemple 750000001.')], verbose_name='n° FINESS')),
                        ('name', models.CharField(max_length=200, verbose_name='nom')),
                        ('short_name', models.CharField(blank=True, max_length=100, verbose_name='nom court')),
                        ('siret', models.CharField(blank=True, max_length=14, verbose_name='n° Siret')),
                        ('category_code', models.CharField(blank=True, max_length=4, verbose_name='code de catégorie')),
                        ('category', models.CharField(blank=True, max_length=150, verbose_name='catégorie')),
                        ('sector', models.CharField(choices=[('sanitaire', 'sanitaire'), ('medico_social', 'médico-social'), ('social', 'social')], max_length=15, verbose_name='secteur')),
                        ('legal_status', models.CharField(choices=[('public', 'public'), ('prive_non_lucratif', 'privé non lucratif'), ('prive_lucratif', 'privé lucratif')], max_length=20, verbose_name='statut')),
                        ('status_presumed', models.BooleanField(default=False, verbose_name='statut présumé')),
                        ('address', models.CharField(blank=True, max_length=250, verbose_name='adresse')),
                        ('city', models.CharField(max_length=80, verbose_name='ville')),
                        ('postcode', models.CharField(blank=True, max_length=5, verbose_name='code postal')),
                        ('department', models.CharField(blank=True, max_length=3, verbose_name='département')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='fermé le')),
                        ('fictional', models.BooleanField(default=False, verbose_name='démonstration')),
                        ('search_text', models.CharField(default='', editable=False, max_length=400)),
                        ('members', models.ManyToManyField(blank=True, related_name='groupings', to='directory.establishment', verbose_name='membres')),
                        ('organisation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='establishment', to='accounts.organisation')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='establishments', to='accounts.region', verbose_name='région')),
                        ('source', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.finessimport')),
                        ('legal_entity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='establishments', to='directory.legalentity', verbose_name='entité juridique')),
                    ],
                    options={
                        'verbose_name': 'établissement',
                        'ordering': ['search_text', 'pk'],
                        'indexes': [models.Index(fields=['search_text', 'id'], name='establishment_by_name'), models.Index(fields=['region', 'search_text', 'id'], name='establishment_by_region')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('finess', None), ('finess__regex', '^[0-9][0-9AB][0-9]{7}$'), _connector='OR'), name='establishment_finess_well_formed', violation_error_message='Un numéro FINESS compte neuf caractères, par exemple 750000001.')],
                    },
                ),
            ],
        ),
    ]
