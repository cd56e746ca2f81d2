"""Print the URL of a local PostgreSQL server on which a test database can be created, or nothing."""

import psycopg

CANDIDATES = (
    "postgresql:///postgres?host=/var/run/postgresql",
    "postgresql://127.0.0.1:5432/postgres",
    "postgresql://postgres@127.0.0.1:5432/postgres",
)

for candidate in CANDIDATES:
    try:
        with psycopg.connect(candidate, connect_timeout=2) as connection:
            row = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.OperationalError:
        continue
    if row and row[0]:
        print(candidate.replace("/postgres?", "/portail_acia?").removesuffix("/postgres") + ("" if "?" in candidate else "/portail_acia"))  # noqa: T201
        break
