#!/usr/bin/env bash
# The whole suite on every engine at hand, and a plain account of what ran and what could not.
# usage: ops/test.sh [faults|browser]     With CI=true whatever cannot run is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
only=${1:-all}
pytest=".venv/bin/python -m pytest --quiet"
# A process with nothing left to do takes from the other.
two="-n 2 --dist worksteal"
ran=(); missing=(); status=0

run() { # $1: what it is; the rest: the command
  local what=$1 since=$SECONDS; shift
  printf '\n— %s\n' "$what"
  if "$@"; then ran+=("$what : réussi, $((SECONDS - since)) s"); else ran+=("$what : ÉCHEC"); status=1; fi
}

can_run() { # $1: what it is; the rest: what it needs among postgres, redis and chromium
  local what=$1 name absent=(); shift
  for name in "$@"; do [ -n "${!name}" ] || absent+=("${names[$name]}"); done
  [ ${#absent[@]} = 0 ] || { missing+=("$what, faute de : $(printf '%s, ' "${absent[@]}" | sed 's/, $//')"); return 1; }
}

declare -A names=(
  [postgres]="PostgreSQL (aucun serveur local, et TEST_DATABASE_URL n'est pas défini)"
  [redis]="Redis (apt-get install redis-server)"
  [chromium]="Chromium (apt-get install chromium)"
)
postgres=${TEST_DATABASE_URL:-$(.venv/bin/python ops/find_postgres.py)}
redis=$(command -v redis-server)
chromium=$(ops/find_chromium.sh)

if [ "$only" = all ]; then
  # Without PostgreSQL, all of it runs on SQLite.
  run "Suite sur SQLite" env -u TEST_DATABASE_URL $pytest $two ${postgres:+--beside postgresql} -m "not browser and not faults"
  what="Suite sur PostgreSQL"
  if can_run "$what" postgres; then
    run "$what" env TEST_DATABASE_URL="$postgres" $pytest $two --beside sqlite -m "not browser and not faults"
  fi
fi
if [ "$only" != browser ]; then
  what="Pannes (processus tués, Redis arrêté)"
  if can_run "$what" postgres redis; then
    run "$what" env TEST_DATABASE_URL="$postgres" $pytest tests/faults
  fi
fi
if [ "$only" != faults ]; then
  what="Navigateur (Chromium, sur ce que sert la production)"
  if can_run "$what" postgres redis chromium; then
    run "$what" env TEST_DATABASE_URL="$postgres" CHROMIUM="$chromium" $pytest $two -m browser tests/journeys
  fi
fi

printf '\nCe qui a tourné :\n'; printf '  %s\n' "${ran[@]:-rien}"
if [ ${#missing[@]} -gt 0 ]; then
  printf "Ce qui n'a pas pu tourner :\n"; printf '  %s\n' "${missing[@]}"
  [ "${CI:-}" = true ] && status=1
fi
exit $status
