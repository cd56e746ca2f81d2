"""Phases become rows of a programme; each call keeps its own, and its programme by it."""

import django.db.models.deletion
from django.db import migrations, models

# (code, name, whether it measures): what the code knew of before.
KNOWN = (("exploration", "exploration", False), ("experimentation", "expérimentation", True))


def to_rows(apps, schema_editor):
    Programme, Phase, Call = (apps.get_model("calls", name) for name in ("Programme", "Phase", "Call"))
    for programme in Programme.objects.all():
        # What every call was called before.
        programme.acronym = "ACIA" if programme.slug == "acia" else f"ACIA{programme.pk}"
        programme.save(update_fields=["acronym"])
        first = None
        for position, (code, name, measures) in enumerate(KNOWN, start=1):
            own = code if programme.slug == "acia" else f"{programme.slug}-{code}"
            first = phase = Phase.objects.create(
                programme=programme, code=own, name=name, position=position, measures=measures, follows=first
            )
            calls = Call.objects.filter(programme=programme, named=code)
            phase.frozen_at = calls.aggregate(first=models.Min("published_at"))["first"]
            phase.save(update_fields=["frozen_at"])
            calls.update(phase=phase)
    settle(schema_editor)


def to_names(apps, schema_editor):
    Call = apps.get_model("calls", "Call")
    for call in Call.objects.select_related("phase"):
        call.programme_id, call.named = call.phase.programme_id, KNOWN[call.phase.measures][0]
        call.save(update_fields=["programme", "named"])
    settle(schema_editor)


def settle(schema_editor):
    """PostgreSQL alters no table that still has constraints to check."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0004_questions_about_files'),
    ]

    operations = [
        migrations.AddField('programme', 'acronym', models.CharField(max_length=12, null=True, verbose_name='sigle')),
        migrations.AddField('programme', 'introduction', models.TextField(blank=True, default='', verbose_name='en quelques phrases'), preserve_default=False),
        migrations.AddField('call', 'acronym', models.CharField(default='ACIA', editable=False, max_length=12, verbose_name='sigle')),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='nom')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='ordre')),
                ('measures', models.BooleanField(default=False, help_text='Ses projets posent des hypothèses, les mesurent et en concluent.', verbose_name='mesure une expérimentation')),
                ('follows', models.ForeignKey(blank=True, help_text="Un appel prolonge un appel de la même phase, ou de celle qu'elle suit.", null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='followers', to='calls.phase', verbose_name='suit la phase')),
                ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='figée le')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='calls.programme')),
            ],
            options={
                'verbose_name': 'phase',
                'ordering': ['programme', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'name'), name='phase_name_once', violation_error_message='Ce programme a déjà une phase de ce nom.')],
            },
        ),
        migrations.AddField('term', 'programme', models.ForeignKey(blank=True, help_text="Vide : commune à tous. Un programme qui a des valeurs propres dans une liste n'offre qu'elles.", null=True, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='calls.programme', verbose_name='propre au programme')),
        migrations.RenameField('call', 'phase', 'named'),
        # Going back, the columns are made again empty, then filled.
        migrations.AlterField('call', 'named', models.CharField(max_length=20, null=True)),
        migrations.AlterField('call', 'programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.programme')),
        migrations.AddField('call', 'phase', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.phase', verbose_name='phase du dispositif')),
        migrations.RunPython(to_rows, to_names),
        migrations.AlterField('programme', 'acronym', models.CharField(max_length=12, unique=True, verbose_name='sigle')),
        migrations.AlterField('call', 'phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='calls.phase', verbose_name='phase du dispositif')),
        migrations.RemoveField('call', 'programme'),
        migrations.RemoveField('call', 'named'),
    ]
