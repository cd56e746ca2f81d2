"""The database refuses to change or remove what the ledger holds."""

from django.db import migrations

MESSAGE = "Une écriture ne se modifie pas : elle se contre-passe."

SQLITE = [
    f"""
    CREATE TRIGGER ledger_refuse_update BEFORE UPDATE ON grants_ledgerentry
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    f"""
    CREATE TRIGGER ledger_refuse_delete BEFORE DELETE ON grants_ledgerentry
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    # INSERT OR REPLACE removes the row in the way without firing the trigger above. `id` and `key` always clash;
    # NULL never equals NULL, so that rows which reverse nothing do not clash by `reverses_id`.
    f"""
    CREATE TRIGGER ledger_refuse_replace BEFORE INSERT ON grants_ledgerentry
    WHEN EXISTS (
        SELECT 1 FROM grants_ledgerentry WHERE id = NEW.id OR "key" = NEW."key" OR reverses_id = NEW.reverses_id
    )
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
]
SQLITE_UNDO = [
    "DROP TRIGGER ledger_refuse_update",
    "DROP TRIGGER ledger_refuse_delete",
    "DROP TRIGGER ledger_refuse_replace",
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$
    """,
    """
    CREATE TRIGGER ledger_refuse_change BEFORE UPDATE OR DELETE ON grants_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
    """,
    """
    CREATE TRIGGER ledger_refuse_truncate BEFORE TRUNCATE ON grants_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
    """,
]
POSTGRESQL_UNDO = [
    "DROP TRIGGER ledger_refuse_change ON grants_ledgerentry",
    "DROP TRIGGER ledger_refuse_truncate ON grants_ledgerentry",
    "DROP FUNCTION ledger_refuse()",
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_tables")]

    operations = [migrations.RunPython(guard, unguard)]
