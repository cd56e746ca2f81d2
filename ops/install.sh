#!/usr/bin/env bash
# Create .venv with the hashed requirements and see to the system packages; seconds when all is there.
# usage: ops/install.sh base|dev
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=${1:-base}

say() { printf '%s\n' "$*" >&2; }

# Install Debian packages when root, else print the one line to type. $1: why; the rest: packages.
system_packages() {
  local why=$1; shift
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installation de $* ($why)…"
    apt-get install -y -qq "$@" >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq "$@" >/dev/null; }
  else
    say "Il manque : $why. Tapez cette ligne, puis recommencez :"
    say "  sudo apt-get install -y $*"
    return 1
  fi
}

find_python() {
  local candidate
  for candidate in "${PYTHON3:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$candidate"; return; }
  done
  say "Python 3.11 ou plus récent est nécessaire."
  return 1
}

make_venv() {
  local python
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    system_packages "le module venv de Python" python3-venv
  fi
  "$python" -m venv .venv
}

libraries_missing() {
  ! .venv/bin/python - <<'PY'
import ctypes, sys
try:
    for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
        ctypes.CDLL(name)
except OSError:
    sys.exit(1)
PY
}

fonts_missing() { [ ! -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || [ ! -d /usr/share/fonts/truetype/liberation ]; }

[ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null || { rm -rf .venv; make_venv; }

# The development requirements hold the base ones: once installed, base has nothing to add.
for name in dev "$wanted"; do  # "dev" first: it satisfies both
  stamp=.venv/requirements-$name.sha256
  if sha256sum --check --status "$stamp" 2>/dev/null; then installed=$name; break; fi
done
if [ -z "${installed:-}" ]; then
  say "Installation des dépendances Python ($wanted)…"
  .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r "requirements/$wanted.txt"
  sha256sum "requirements/$wanted.txt" >".venv/requirements-$wanted.sha256"
fi

if libraries_missing || fonts_missing; then
  system_packages "les bibliothèques de WeasyPrint, pour les PDF" \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-liberation
fi

mkdir -p var build
