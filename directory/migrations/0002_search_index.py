"""A trigram index on what is searched, where the database has such indexes (PostgreSQL)."""

from django.db import migrations
from django.db.utils import Error

NEEDED = (
    "L'extension pg_trgm de PostgreSQL est nécessaire à la recherche d'établissements. Le propriétaire de la base peut "
    "la créer si le paquet « contrib » est installé ; sinon, demandez à l'administrateur du serveur : "
    "CREATE EXTENSION pg_trgm; puis relancez migrate."
)


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is None:
            try:
                cursor.execute("CREATE EXTENSION pg_trgm")
            except Error as error:
                raise RuntimeError(NEEDED) from error
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS establishment_searched ON directory_establishment "
            "USING gin (search_text gin_trgm_ops)"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS establishment_searched")


class Migration(migrations.Migration):

    dependencies = [("directory", "0001_tables")]

    operations = [migrations.RunPython(make_index, drop_index)]
