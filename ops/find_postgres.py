"""Print the URL of a local PostgreSQL server on which a test database can be created, or nothing."""

import psycopg

# Where to connect, and how the suite's own database is named there.
CANDIDATES = {
    "postgresql:///postgres?host=/var/run/postgresql": "postgresql:///portail_acia?host=/var/run/postgresql",
    "postgresql://127.0.0.1:5432/postgres": "postgresql://127.0.0.1:5432/portail_acia",
    "postgresql://postgres@127.0.0.1:5432/postgres": "postgresql://postgres@127.0.0.1:5432/portail_acia",
}
ALLOWED = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"

for server, suite in CANDIDATES.items():
    try:
        with psycopg.connect(server, connect_timeout=2) as connection:
            row = connection.execute(ALLOWED).fetchone()
    except psycopg.OperationalError:
        continue
    if row and row[0]:
        print(suite)
        break
