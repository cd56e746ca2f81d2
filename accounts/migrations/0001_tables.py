"""The tables of the room."""

import core.migrating
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('accounts', '0001_people_organisations_and_hats'),
        ('accounts', '0002_organisations_without_mark'),
        ('accounts', '0003_how_a_region_is_said'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Region',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=2, unique=True, verbose_name='code Insee')),
                        ('name', models.CharField(max_length=60, verbose_name='nom')),
                        ('slug', models.SlugField(unique=True)),
                        ('short_name', models.CharField(max_length=6, verbose_name='sigle')),
                        ('of_it', models.CharField(default='', help_text='« du Grand Est », par exemple.', max_length=70, verbose_name='avec « de »')),
                        ('located', models.CharField(default='', help_text='« dans le Grand Est », par exemple.', max_length=70, verbose_name='avec « en » ou « dans »')),
                        ('seat', models.CharField(blank=True, max_length=80, verbose_name="siège de l'ARS")),
                        ('court', models.CharField(blank=True, max_length=120, verbose_name="tribunal administratif du siège de l'ARS")),
                        ('court_address', models.CharField(blank=True, max_length=200, verbose_name='adresse du tribunal')),
                        ('overseas', models.BooleanField(default=False, verbose_name='outre-mer')),
                        ('time_zone', models.CharField(default='Europe/Paris', max_length=40, verbose_name='fuseau horaire')),
                        ('row', models.PositiveSmallIntegerField(default=0)),
                        ('column', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': 'région',
                        'ordering': ['slug'],
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('dgos', 'DGOS'), ('anact', 'Anact'), ('ars', 'ARS'), ('aract', 'Aract'), ('operator', 'autre opérateur'), ('establishment', 'établissement'), ('platform', 'équipe du portail')], max_length=15, verbose_name='nature')),
                        ('name', models.CharField(max_length=150, unique=True, verbose_name='nom')),
                        ('short_name', models.CharField(max_length=60, verbose_name='nom court')),
                        ('in_anact_network', models.BooleanField(default=False, verbose_name='dans le réseau Anact')),
                        ('authority', models.CharField(blank=True, max_length=200, verbose_name='autorité')),
                        ('department', models.CharField(blank=True, max_length=200, verbose_name='direction')),
                        ('office', models.CharField(blank=True, max_length=200, verbose_name='bureau')),
                        ('case_officer', models.CharField(blank=True, max_length=150, verbose_name='affaire suivie par (prénom, nom, fonction)')),
                        ('salutation', models.CharField(blank=True, help_text='«\xa0Madame la directrice générale\xa0», par exemple.', max_length=100, verbose_name="formule d'appel")),
                        ('address', models.CharField(blank=True, max_length=250, verbose_name='adresse postale')),
                        ('city', models.CharField(blank=True, max_length=80, verbose_name='ville')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='accounts.region', verbose_name='région')),
                    ],
                    options={
                        'verbose_name': 'organisation',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='adresse électronique')),
                        ('full_name', models.CharField(max_length=150, verbose_name='nom affiché')),
                        ('is_active', models.BooleanField(default=True, verbose_name='actif')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='inscrit le')),
                        ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='dernière visite')),
                        ('anonymised_at', models.DateTimeField(blank=True, null=True, verbose_name='anonymisé le')),
                        ('work_mails', models.CharField(choices=[('now', "à l'instant"), ('daily', 'une fois par jour, le matin'), ('none', 'jamais : je consulte le portail')], default='now', max_length=5, verbose_name='travail à faire')),
                        ('news_mails', models.CharField(choices=[('now', "à l'instant"), ('daily', 'une fois par jour, le matin'), ('none', 'jamais : je consulte le portail')], default='now', max_length=5, verbose_name='nouvelles')),
                        ('demo', models.BooleanField(default=False, help_text='Ouvert en un clic quand DEMO est actif.', verbose_name='démonstration')),
                        ('session_stamp', models.PositiveIntegerField(default=0, editable=False)),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'personne',
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_any_case', violation_error_message='Un compte existe déjà avec cette adresse.')],
                    },
                ),
                migrations.CreateModel(
                    name='DigestLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=200, unique=True)),
                        ('moment', models.CharField(max_length=60, verbose_name='moment')),
                        ('subject', models.CharField(max_length=200, verbose_name='objet')),
                        ('text', models.TextField(verbose_name='texte')),
                        ('path', models.CharField(blank=True, max_length=300, verbose_name='adresse')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrite le')),
                        ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyée le')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digest_lines', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'ligne du courriel du jour',
                        'verbose_name_plural': 'lignes du courriel du jour',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('writer', 'rédaction'), ('signatory', 'signature'), ('secretary', 'secrétariat'), ('president', 'présidence de la commission'), ('rapporteur', 'rapport'), ('contact', 'référent de la structure'), ('administrator', 'administration du portail')], max_length=20, verbose_name='rôle')),
                        ('job_title', models.CharField(help_text='Figure sous la signature.', max_length=150, verbose_name='fonction')),
                        ('delegation', models.CharField(blank=True, help_text='Par exemple «\xa0Pour le ministre et par délégation\xa0».', max_length=200, verbose_name='délégation')),
                        ('delegation_act', models.CharField(blank=True, help_text="L'acte et sa publication : «\xa0arrêté du 3 mars 2026, Journal officiel du 5 mars 2026\xa0».", max_length=250, verbose_name='publication de la délégation')),
                        ('delegation_from', models.DateField(blank=True, null=True, verbose_name='délégation valable du')),
                        ('delegation_until', models.DateField(blank=True, null=True, verbose_name='au (compris)')),
                        ('own_power', models.BooleanField(default=False, verbose_name='signe par son pouvoir propre')),
                        ('service', models.CharField(blank=True, max_length=200, verbose_name='service')),
                        ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='depuis le')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='terminé le')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organisation', verbose_name='organisation')),
                    ],
                    options={
                        'verbose_name': 'rôle',
                        'ordering': ['organisation__name', 'role', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('user', 'organisation', 'role'), name='membership_once', violation_error_message='Cette personne a déjà ce rôle dans cette organisation.'), models.CheckConstraint(condition=models.Q(('delegation_until', None), ('delegation_from', None), ('delegation_until__gte', models.F('delegation_from')), _connector='OR'), name='delegation_dates_in_order', violation_error_message='La délégation finirait avant de commencer.'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_dates_in_order', violation_error_message='La fin précède le début.')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='adresse électronique')),
                        ('role', models.CharField(choices=[('writer', 'rédaction'), ('signatory', 'signature'), ('secretary', 'secrétariat'), ('president', 'présidence de la commission'), ('rapporteur', 'rapport'), ('contact', 'référent de la structure'), ('administrator', 'administration du portail')], max_length=20, verbose_name='rôle')),
                        ('job_title', models.CharField(max_length=150, verbose_name='fonction')),
                        ('token_digest', models.CharField(max_length=64, unique=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='envoyée le')),
                        ('expires_at', models.DateTimeField(verbose_name='expire le')),
                        ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='acceptée le')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='annulée le')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('accepted_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'invitation',
                        'ordering': ['-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None)), fields=('email', 'organisation', 'role'), name='invitation_once', violation_error_message='Une invitation attend déjà une réponse pour ce rôle.'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), _connector='OR'), name='invitation_accepted_or_revoked', violation_error_message="Une invitation acceptée ne s'annule pas.")],
                    },
                ),
            ],
        ),
    ]
