#!/usr/bin/env bash
# Everything that can be said of the code without running it.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

step() { printf '— %s\n' "$*"; }

step "ruff"; $bin/ruff check --quiet . ; $bin/ruff format --check --quiet .
step "djade"; git ls-files -z 'templates/*.html' | xargs -0 $bin/djade --target-version 5.2 --check
step "mypy"; $bin/mypy acia_portal core records accounts acts calls directory regions regional_calls applications commission meetings worklog fieldwork grants knowledge dashboards demo
step "import-linter"; $bin/lint-imports
step "makemigrations --check"; $bin/python manage.py makemigrations --check --dry-run
step "permissions.md"; $bin/python manage.py write_permissions docs/permissions.md --check
step "check --deploy"
SECRET_KEY=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=portail.example \
  DATABASE_URL=postgres://portail@localhost/portail REDIS_URL=redis://localhost:6379/0 SITE_URL=https://portail.example \
  DJANGO_SETTINGS_MODULE=acia_portal.settings.prod $bin/python manage.py check --deploy --fail-level WARNING
