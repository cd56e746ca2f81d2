"""The tables of the room."""

import core.migrating
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # What made the same tables before they were written as one: a database that has all of it has this too.
    replaces = [
        ('grants', '0001_money_of_projects'),
        ('grants', '0003_one_word_a_thing'),
    ]

    dependencies = [
        ('accounts', '0001_tables'),
        ('acts', '0001_tables'),
        ('records', '0001_tables'),
        ('regions', '0001_tables'),
    ]

    operations = [
        core.migrating.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Beneficiary',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='nom')),
                        ('status', models.CharField(choices=[('public', 'public'), ('prive_non_lucratif', 'privé non lucratif'), ('prive_lucratif', 'privé lucratif')], max_length=20, verbose_name='statut')),
                        ('siret', models.CharField(blank=True, max_length=14, verbose_name='n° SIRET')),
                        ('address', models.CharField(blank=True, max_length=250, verbose_name='adresse postale')),
                        ('email', models.EmailField(blank=True, max_length=150, verbose_name='adresse électronique')),
                        ('representative', models.CharField(blank=True, max_length=200, verbose_name='représentant légal')),
                        ('closing_month', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name="dernier mois de l'exercice")),
                        ('ars', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='beneficiaries', to='accounts.organisation', verbose_name='ARS')),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region', verbose_name='région de son siège')),
                    ],
                    options={
                        'verbose_name': 'bénéficiaire',
                        'ordering': ['name', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('ars', 'name'), name='beneficiary_once', violation_error_message="L'ARS a déjà un bénéficiaire de ce nom."), models.UniqueConstraint(fields=('ars', 'organisation'), name='beneficiary_organisation_once'), models.CheckConstraint(condition=models.Q(('closing_month__gte', 1), ('closing_month__lte', 12)), name='beneficiary_month_exists', violation_error_message="L'exercice se clôt à la fin d'un des douze mois.")],
                    },
                ),
                migrations.CreateModel(
                    name='Agreement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('account', models.CharField(choices=[('fixed', 'part fixe'), ('complement', 'part complémentaire')], max_length=12, verbose_name='part de la subvention')),
                        ('number', models.CharField(blank=True, max_length=40, verbose_name='numéro')),
                        ('purpose', models.CharField(max_length=300, verbose_name='objet')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant')),
                        ('terms', models.TextField(max_length=2000, verbose_name='modalités de versement')),
                        ('conditions', models.TextField(max_length=4000, verbose_name="conditions d'utilisation")),
                        ('evaluation', models.TextField(max_length=2000, verbose_name='évaluation')),
                        ('starts_on', models.DateField(verbose_name='prend effet le')),
                        ('ends_on', models.DateField(verbose_name='prend fin le')),
                        ('state', models.CharField(choices=[('draft', 'en préparation'), ('signed', 'signée'), ('ended', 'terminée')], default='draft', max_length=10, verbose_name='état')),
                        ('party', models.CharField(blank=True, max_length=300, verbose_name='cocontractant')),
                        ('ars_signed_on', models.DateField(blank=True, null=True, verbose_name="signée par l'ARS le")),
                        ('beneficiary_signed_on', models.DateField(blank=True, null=True, verbose_name='signée par le bénéficiaire le')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='terminée le')),
                        ('end_reason', models.CharField(blank=True, max_length=300, verbose_name='motif de fin')),
                        ('begun_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='préparée le')),
                        ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document', verbose_name='convention signée')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='regions.regionalproject')),
                        ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('beneficiary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='grants.beneficiary', verbose_name='bénéficiaire')),
                    ],
                    options={
                        'verbose_name': 'convention',
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='agreement_has_an_amount', violation_error_message='Une convention porte sur un montant.'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='agreement_dates_in_order', violation_error_message='La convention prend fin avant de prendre effet.'), models.CheckConstraint(condition=models.Q(('account__in', ['fixed', 'complement'])), name='agreement_spends_the_grant'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('ars_signed_on__isnull', False), ('beneficiary_signed_on__isnull', False), ('document__isnull', False), ('number__gt', ''), ('party__gt', '')), _connector='OR'), name='agreement_signed_by_both', violation_error_message='Une convention signée porte un numéro, deux dates de signature et sa pièce.'), models.UniqueConstraint(condition=models.Q(('number__gt', '')), fields=('number',), name='agreement_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Contribution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('funder', models.CharField(max_length=200, verbose_name='financeur')),
                        ('purpose', models.CharField(blank=True, max_length=200, verbose_name='objet')),
                        ('confirmed', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant confirmé')),
                        ('confirmed_on', models.DateField(verbose_name='confirmé le')),
                        ('cofunding', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contribution', to='regions.cofunding')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='regions.regionalproject')),
                    ],
                    options={
                        'verbose_name': 'cofinancement confirmé',
                        'verbose_name_plural': 'cofinancements confirmés',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('project', 'funder', 'purpose'), name='contribution_once', violation_error_message='Ce cofinancement est déjà suivi.'), models.CheckConstraint(condition=models.Q(('confirmed__gte', 0)), name='contribution_not_negative', violation_error_message='Un montant ne peut pas être négatif.')],
                    },
                ),
                migrations.CreateModel(
                    name='Hearing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ground', models.CharField(choices=[('unspent', 'somme non employée'), ('misused', "emploi non conforme à l'objet")], max_length=10, verbose_name='fondement')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant envisagé')),
                        ('facts', models.TextField(max_length=3000, verbose_name='faits et motifs envisagés')),
                        ('invited_on', models.DateField(verbose_name='invitation du')),
                        ('answer_by', models.DateField(verbose_name="réponse attendue jusqu'au")),
                        ('reply', models.TextField(blank=True, max_length=6000, verbose_name='observations reçues')),
                        ('replied_on', models.DateField(blank=True, null=True, verbose_name='reçues le')),
                        ('asks_to_speak', models.BooleanField(default=False, verbose_name='demande à être reçu')),
                        ('spoke_on', models.DateField(blank=True, null=True, verbose_name='reçu le')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='close le')),
                        ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='hearing', to='acts.act')),
                        ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='grants.agreement')),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('piece', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                    ],
                    options={
                        'verbose_name': 'invitation à présenter des observations',
                        'verbose_name_plural': 'invitations à présenter des observations',
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='hearing_has_an_amount', violation_error_message="L'invitation dit le montant envisagé."), models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('agreement',), name='hearing_one_at_a_time', violation_error_message='Le bénéficiaire est déjà invité à présenter ses observations.')],
                    },
                ),
                migrations.CreateModel(
                    name='Instalment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('label', models.CharField(max_length=150, verbose_name='échéance')),
                        ('due_on', models.DateField(verbose_name='prévue le')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant')),
                        ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instalments', to='grants.agreement')),
                    ],
                    options={
                        'verbose_name': 'échéance',
                        'ordering': ['due_on', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('agreement', 'position'), name='instalment_position_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='instalment_is_not_negative', violation_error_message='Une échéance ne porte pas sur un montant négatif.')],
                    },
                ),
                migrations.CreateModel(
                    name='Recovery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant à reverser')),
                        ('reason', models.TextField(max_length=3000, verbose_name='motifs')),
                        ('decided_on', models.DateField(verbose_name='décidée le')),
                        ('act', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='recovery', to='acts.act')),
                        ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='grants.agreement')),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('hearing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='recovery', to='grants.hearing')),
                        ('lift', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lifted_recovery', to='acts.act')),
                    ],
                    options={
                        'verbose_name': 'décision de reversement',
                        'verbose_name_plural': 'décisions de reversement',
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='recovery_has_an_amount', violation_error_message='Un reversement porte sur un montant.')],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('account', models.CharField(choices=[('fixed', 'part fixe'), ('complement', 'part complémentaire'), ('cofunding', 'cofinancements')], max_length=12, verbose_name='compte')),
                        ('nature', models.CharField(choices=[('grant', 'crédits reçus'), ('instalment', 'échéance versée'), ('aid', 'aide sans convention'), ('purchase', 'achat'), ('cofunding', 'cofinancement reçu'), ('repayment', 'reversement reçu'), ('reversal', 'écriture de correction')], max_length=12, verbose_name='nature')),
                        ('direction', models.CharField(choices=[('in', 'recette'), ('out', 'dépense')], max_length=3, verbose_name='sens')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant')),
                        ('on', models.DateField(verbose_name='date')),
                        ('label', models.CharField(max_length=300, verbose_name='libellé')),
                        ('counterpart', models.CharField(max_length=200, verbose_name='tiers')),
                        ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='inscrit le')),
                        ('beneficiary', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grants.beneficiary')),
                        ('contribution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='grants.contribution')),
                        ('instalment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='grants.instalment')),
                        ('piece', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='regions.regionalproject')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='grants.ledgerentry')),
                        ('recovery', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='grants.recovery')),
                    ],
                    options={
                        'verbose_name': 'écriture',
                        'ordering': ['on', 'pk'],
                        'indexes': [models.Index(fields=['project', 'account', 'on'], name='ledger_by_account')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='ledger_amount_positive', violation_error_message='Une écriture porte sur un montant positif.'), models.CheckConstraint(condition=models.Q(models.Q(('direction', 'in'), ('nature__in', ['grant', 'cofunding', 'repayment']), ('reverses__isnull', True)), models.Q(('direction', 'out'), ('nature__in', ['instalment', 'aid', 'purchase']), ('reverses__isnull', True)), models.Q(('nature', 'reversal'), ('reverses__isnull', False)), _connector='OR'), name='ledger_nature_has_its_way')],
                    },
                ),
                migrations.CreateModel(
                    name='Statement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('draft', 'à établir'), ('submitted', 'déposé'), ('returned', 'renvoyé'), ('accepted', 'accepté')], default='draft', max_length=10, verbose_name='état')),
                        ('achievements', models.TextField(blank=True, max_length=6000, verbose_name='actions réalisées')),
                        ('gaps', models.TextField(blank=True, max_length=3000, verbose_name='écarts entre le prévu et le réalisé')),
                        ('allocation', models.TextField(blank=True, max_length=3000, verbose_name='règles de répartition des charges')),
                        ('edition', models.PositiveIntegerField(default=0)),
                        ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='grants.agreement')),
                    ],
                    options={
                        'verbose_name': 'compte rendu financier',
                        'verbose_name_plural': 'comptes rendus financiers',
                    },
                ),
                migrations.CreateModel(
                    name='StatementLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('rubric', models.CharField(choices=[('60', 'Charges directes : achats'), ('61', 'Charges directes : services extérieurs'), ('62', 'Charges directes : autres services extérieurs'), ('63', 'Charges directes : impôts et taxes'), ('64', 'Charges directes : charges de personnel'), ('65', 'Charges directes : autres charges de gestion courante'), ('66', 'Charges directes : charges financières'), ('67', 'Charges directes : charges exceptionnelles'), ('68', 'Charges directes : dotations aux amortissements et provisions'), ('fixed', 'Charges indirectes : charges fixes de fonctionnement'), ('financial', 'Charges indirectes : frais financiers'), ('shared', 'Charges indirectes : autres'), ('70', 'Produits : ventes de produits finis et prestations de services'), ('74', "Produits : autres subventions d'exploitation"), ('75', 'Produits : autres produits de gestion courante'), ('76', 'Produits : produits financiers'), ('77', 'Produits : produits exceptionnels'), ('78', 'Produits : reprises sur amortissements et provisions'), ('87', 'Contributions volontaires : bénévolat'), ('86', 'Contributions volontaires : mise à disposition de biens, de services ou de personnel')], max_length=10, verbose_name='rubrique')),
                        ('label', models.CharField(max_length=200, verbose_name='intitulé')),
                        ('planned', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='prévu')),
                        ('actual', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='réalisé')),
                        ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='grants.statement')),
                    ],
                    options={
                        'verbose_name': 'ligne du compte rendu',
                        'verbose_name_plural': 'lignes du compte rendu',
                        'ordering': ['statement', 'position'],
                        'constraints': [models.UniqueConstraint(fields=('statement', 'position'), name='statement_line_position_once'), models.CheckConstraint(condition=models.Q(('actual__gte', 0), ('planned__gte', 0)), name='statement_line_not_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='Submission',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.JSONField(default=dict, verbose_name='contenu')),
                        ('sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256')),
                        ('rank', models.PositiveSmallIntegerField(verbose_name='version')),
                        ('paid', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='versé')),
                        ('used', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='justifié')),
                        ('submitted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='déposé le')),
                        ('outcome', models.CharField(blank=True, choices=[('accepted', 'accepté'), ('returned', 'renvoyé')], max_length=10, verbose_name='suite')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='examiné le')),
                        ('reason', models.TextField(blank=True, max_length=2000, verbose_name='motif du renvoi')),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                        ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                        ('signed_copy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                        ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='grants.statement')),
                        ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': "dépôt d'un compte rendu",
                        'verbose_name_plural': 'dépôts de comptes rendus',
                        'ordering': ['statement', 'rank'],
                        'constraints': [models.UniqueConstraint(fields=('statement', 'rank'), name='submission_rank_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Amendment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rank', models.PositiveSmallIntegerField(verbose_name='rang')),
                        ('reason', models.TextField(max_length=1000, verbose_name="objet de l'avenant")),
                        ('former_amount', models.DecimalField(decimal_places=2, max_digits=12)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='nouveau montant')),
                        ('former_end', models.DateField()),
                        ('ends_on', models.DateField(verbose_name='nouvelle fin')),
                        ('ars_signed_on', models.DateField(verbose_name="signé par l'ARS le")),
                        ('beneficiary_signed_on', models.DateField(verbose_name='signé par le bénéficiaire le')),
                        ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='grants.agreement')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document')),
                        ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                    ],
                    options={
                        'verbose_name': 'avenant',
                        'ordering': ['agreement', 'rank'],
                        'constraints': [models.UniqueConstraint(fields=('agreement', 'rank'), name='amendment_rank_once')],
                    },
                ),
            ],
        ),
    ]
