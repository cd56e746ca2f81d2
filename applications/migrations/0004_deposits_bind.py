from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_deposit_in_force")]

    operations = [
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), models.Q(('deposit', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('deposit__isnull', False)), _connector='OR'), name='a_deposited_fiche_has_its_deposit', violation_error_message="Une fiche déposée a son dépôt ; un brouillon n'en a pas."),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.UniqueConstraint(fields=('application', 'rank'), name='one_deposit_per_rank', violation_error_message='Ce dépôt existe déjà.'),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='deposits_rank_from_one', violation_error_message='Le premier dépôt a le rang 1.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('deposit', None), ('voided_at', None)), fields=('application', 'party'), name='one_live_signature_per_party', violation_error_message='Cette partie a déjà signé.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('deposit__isnull', False)), fields=('deposit', 'party'), name='one_signature_per_deposit_and_party', violation_error_message='Cette partie a déjà signé ce dépôt.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('deposit', None), ('voided_at', None), _connector='OR'), name='a_deposited_signature_stands', violation_error_message="La signature d'un contenu déposé ne s'annule plus."),
        ),
    ]
