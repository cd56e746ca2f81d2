# One image for web, worker, beat and the migrations.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/venv
COPY requirements/base.txt requirements/base.txt
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
      fonts-dejavu-core fonts-liberation \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --uid 10001 portail \
 && install -d -o portail -g portail /data/documents
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY --chown=root:root . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=acia_portal.settings.prod \
    MEDIA_ROOT=/data/documents
RUN ops/collect_static.sh
USER portail
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/etat/', timeout=4)"]
CMD ["gunicorn", "acia_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
