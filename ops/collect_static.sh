#!/usr/bin/env bash
# Collect the static files that pages use; the design system ships five times more. STATIC_ROOT says where.
set -euo pipefail
cd "$(dirname "$0")/.."
export SECRET_KEY=${SECRET_KEY:-$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(60))' 2>/dev/null || python -c 'import secrets; print(secrets.token_urlsafe(60))')}
python=.venv/bin/python; [ -x $python ] || python=python
ALLOWED_HOSTS=build DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build DJANGO_SETTINGS_MODULE=acia_portal.settings.prod \
  $python manage.py collectstatic --noinput --clear --verbosity 1 \
  --ignore 'dsfr/dist/component/*' --ignore 'dsfr/dist/core/*' --ignore 'dsfr/dist/layout/*' --ignore 'dsfr/dist/scheme/*' \
  --ignore 'dsfr/dist/analytics/*' --ignore 'dsfr/dist/legacy/*' --ignore 'dsfr/dist/dsfr.*' --ignore 'dsfr/dist/utility/*/*' \
  --ignore 'dsfr/dist/artwork/pictograms/*' --ignore '*.main.min.css' --ignore '*.legacy.min.css' --ignore '*.nomodule.min.js' \
  --ignore 'dsfr/dist/README.md' --ignore 'django-dsfr/*' --ignore 'django_htmx/ext/*' --ignore 'django_htmx/*-4*' --ignore 'django_htmx/htmx-2.js'
