#!/usr/bin/env bash
# The whole suite on every engine at hand, and a plain account of what ran and what could not.
# usage: ops/test.sh [faults]     With CI=true whatever cannot run is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
only=${1:-all}
pytest=".venv/bin/python -m pytest --quiet"
ran=(); missing=(); status=0

run() { # $1: what it is; the rest: the command
  local what=$1; shift
  printf '\n— %s\n' "$what"
  if "$@"; then ran+=("$what : réussi"); else ran+=("$what : ÉCHEC"); status=1; fi
}

postgres=${TEST_DATABASE_URL:-$(.venv/bin/python ops/find_postgres.py)}
redis=${TEST_REDIS_URL:-redis://127.0.0.1:6379/9}
.venv/bin/python -c "import redis, sys; redis.Redis.from_url(sys.argv[1]).ping()" "$redis" 2>/dev/null || redis=
chromium=$(ops/find_chromium.sh)

if [ "$only" = all ]; then
  run "Suite sur SQLite" env -u TEST_DATABASE_URL $pytest -n 2 -m "not browser and not faults"
  if [ -n "$postgres" ]; then
    run "Suite sur PostgreSQL" env TEST_DATABASE_URL="$postgres" $pytest -n 2 --dist loadgroup -m "not browser and not faults"
  else
    missing+=("PostgreSQL : aucun serveur local, et TEST_DATABASE_URL n'est pas défini")
  fi
fi
if [ -n "$postgres" ] && [ -n "$redis" ]; then
  run "Pannes (PostgreSQL, Redis, Celery)" env TEST_DATABASE_URL="$postgres" TEST_REDIS_URL="$redis" $pytest -m faults
else
  missing+=("Pannes : il faut PostgreSQL et Redis")
fi
if [ "$only" = all ]; then
  if [ -n "$chromium" ]; then
    run "Navigateur (Chromium)" env -u TEST_DATABASE_URL CHROMIUM="$chromium" DJANGO_ALLOW_ASYNC_UNSAFE=true \
      $pytest -n 2 -m browser
  else
    missing+=("Navigateur : Chromium est introuvable (apt-get install chromium)")
  fi
fi

printf '\nCe qui a tourné :\n'; printf '  %s\n' "${ran[@]}"
if [ ${#missing[@]} -gt 0 ]; then
  printf "Ce qui n'a pas pu tourner :\n"; printf '  %s\n' "${missing[@]}"
  [ "${CI:-}" = true ] && status=1
fi
exit $status
