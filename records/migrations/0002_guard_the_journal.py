"""The database refuses to change or remove what the journal holds."""

from django.db import migrations

MESSAGE = "Le journal ne se modifie pas : on y ajoute seulement."

SQLITE = [
    f"""
    CREATE TRIGGER journal_refuse_update BEFORE UPDATE ON records_journalentry
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    f"""
    CREATE TRIGGER journal_refuse_delete BEFORE DELETE ON records_journalentry
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    # INSERT OR REPLACE removes the row in the way without firing the trigger above.
    f"""
    CREATE TRIGGER journal_refuse_replace BEFORE INSERT ON records_journalentry
    WHEN EXISTS (SELECT 1 FROM records_journalentry WHERE id = NEW.id OR hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
]
SQLITE_UNDO = [
    "DROP TRIGGER journal_refuse_update",
    "DROP TRIGGER journal_refuse_delete",
    "DROP TRIGGER journal_refuse_replace",
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$
    """,
    """
    CREATE TRIGGER journal_refuse_change BEFORE UPDATE OR DELETE ON records_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse()
    """,
    """
    CREATE TRIGGER journal_refuse_truncate BEFORE TRUNCATE ON records_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()
    """,
]
POSTGRESQL_UNDO = [
    "DROP TRIGGER journal_refuse_change ON records_journalentry",
    "DROP TRIGGER journal_refuse_truncate ON records_journalentry",
    "DROP FUNCTION journal_refuse()",
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_tables")]

    operations = [migrations.RunPython(guard, unguard)]
