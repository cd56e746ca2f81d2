from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grants', '0002_guard_the_ledger'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='instalment',
            name='instalment_has_an_amount',
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='instalment_is_not_negative', violation_error_message='Une échéance ne porte pas sur un montant négatif.'),
        ),
    ]
