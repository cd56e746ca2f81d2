"""A fiche may be deposited several times: its deposits have a rank, and one of them is in force."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_how_a_region_is_said'),
        ('acts', '0002_convening_kinds'),
        ('applications', '0001_fiches_and_deposits'),
        ('records', '0002_guard_the_journal'),
        ('regions', '0002_one_word_a_thing'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='signature',
            name='one_live_signature_per_party',
        ),
        migrations.AlterField(
            model_name='deposit',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deposits', to='applications.application'),
        ),
        migrations.AddField(
            model_name='application',
            name='deposit',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='in_force_of', to='applications.deposit', verbose_name='dépôt en vigueur'),
        ),
        migrations.AddField(
            model_name='deposit',
            name='rank',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='rang'),
        ),
        migrations.AddField(
            model_name='signature',
            name='deposit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='applications.deposit'),
        ),
    ]
