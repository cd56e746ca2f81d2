"""The database refuses to write a day in a sealed month, and to change or remove a seal."""

from django.db import migrations

DAY = "Ce mois est scellé : ses jours ne changent plus."
SEAL = "Un mois scellé ne change plus."


def sealed(row):
    return (
        f"EXISTS (SELECT 1 FROM worklog_monthseal s WHERE s.project_id = {row}.project_id "
        f"AND substr(s.month, 1, 7) = substr({row}.worked_on, 1, 7))"
    )


KEPT = ("project_id", "month", "days", "amount", "content", "sha256", "sealed_at", "sealed_by_id")
SQLITE = [
    f"""
    CREATE TRIGGER workday_refuse_insert BEFORE INSERT ON worklog_workday WHEN {sealed("NEW")}
    BEGIN SELECT RAISE(ABORT, '{DAY}'); END
    """,
    f"""
    CREATE TRIGGER workday_refuse_update BEFORE UPDATE ON worklog_workday WHEN {sealed("OLD")} OR {sealed("NEW")}
    BEGIN SELECT RAISE(ABORT, '{DAY}'); END
    """,
    f"""
    CREATE TRIGGER workday_refuse_delete BEFORE DELETE ON worklog_workday WHEN {sealed("OLD")}
    BEGIN SELECT RAISE(ABORT, '{DAY}'); END
    """,
    f"""
    CREATE TRIGGER monthseal_refuse_update BEFORE UPDATE ON worklog_monthseal
    WHEN OLD.seen_at IS NOT NULL OR {" OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in KEPT)}
    BEGIN SELECT RAISE(ABORT, '{SEAL}'); END
    """,
    f"""
    CREATE TRIGGER monthseal_refuse_delete BEFORE DELETE ON worklog_monthseal
    BEGIN SELECT RAISE(ABORT, '{SEAL}'); END
    """,
]
SQLITE_UNDO = [
    "DROP TRIGGER workday_refuse_insert",
    "DROP TRIGGER workday_refuse_update",
    "DROP TRIGGER workday_refuse_delete",
    "DROP TRIGGER monthseal_refuse_update",
    "DROP TRIGGER monthseal_refuse_delete",
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION workday_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM worklog_monthseal s WHERE s.project_id = OLD.project_id
          AND s.month = date_trunc('month', OLD.worked_on)::date) THEN
        RAISE EXCEPTION '{DAY}' USING ERRCODE = 'restrict_violation';
      END IF;
      IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM worklog_monthseal s WHERE s.project_id = NEW.project_id
          AND s.month = date_trunc('month', NEW.worked_on)::date) THEN
        RAISE EXCEPTION '{DAY}' USING ERRCODE = 'restrict_violation';
      END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER workday_refuse_sealed BEFORE INSERT OR UPDATE OR DELETE ON worklog_workday
    FOR EACH ROW EXECUTE FUNCTION workday_refuse()
    """,
    f"""
    CREATE FUNCTION monthseal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.seen_at IS NULL
          AND NOT ({" OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in KEPT)}) THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION '{SEAL}' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER monthseal_refuse_change BEFORE UPDATE OR DELETE ON worklog_monthseal
    FOR EACH ROW EXECUTE FUNCTION monthseal_refuse()
    """,
]
POSTGRESQL_UNDO = [
    "DROP TRIGGER workday_refuse_sealed ON worklog_workday",
    "DROP FUNCTION workday_refuse()",
    "DROP TRIGGER monthseal_refuse_change ON worklog_monthseal",
    "DROP FUNCTION monthseal_refuse()",
]


def guard(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("worklog", "0001_tables")]

    operations = [migrations.RunPython(guard, unguard)]
