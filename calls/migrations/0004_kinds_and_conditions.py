"""Settings of kinds and conditions take the place of four columns, whose values they keep."""

from django.db import migrations, models


TEXTS = {"short_text", "long_text"}
LONGEST_LINE = 500


def settings_of(question):
    if question.kind in TEXTS:
        most = min(question.max_length, LONGEST_LINE) if question.kind == "short_text" else question.max_length
        return {"max_length": most}
    return {"vocabulary": question.vocabulary} if question.vocabulary else {}


def fold(apps, schema_editor):
    """Into the new columns; a choice in a vocabulary becomes one kind of choices in a list."""
    rows = list(apps.get_model("calls", "Question").objects.all())
    for row in rows:
        row.settings = settings_of(row)
        row.kind = "choices" if row.kind == "terms" else row.kind
        if row.shown_if:
            row.condition = {"question": row.shown_if, "one_of": row.shown_answers.split()}
    apps.get_model("calls", "Question").objects.bulk_update(rows, ["settings", "kind", "condition"], batch_size=500)


def unfold(apps, schema_editor):
    """Back into the former columns, as far as they can say it."""
    rows = list(apps.get_model("calls", "Question").objects.all())
    for row in rows:
        row.max_length = row.settings.get("max_length", 4000)
        row.vocabulary = row.settings.get("vocabulary", "")
        row.kind = "terms" if row.kind == "choices" else row.kind
        if "one_of" in row.condition:
            row.shown_if, row.shown_answers = row.condition["question"], " ".join(row.condition["one_of"])
    apps.get_model("calls", "Question").objects.bulk_update(
        rows, ["max_length", "vocabulary", "kind", "shown_if", "shown_answers"], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_one_word_a_thing")]

    operations = [
        migrations.AddField("question", "settings", models.JSONField(blank=True, default=dict)),
        migrations.AddField("question", "condition", models.JSONField(blank=True, default=dict)),
        migrations.RemoveConstraint("question", "question_condition_whole"),
        migrations.RunPython(fold, unfold),
    ]
