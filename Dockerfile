# One image for web and worker. Build it with `make image` (docker or buildah).
#   web:     docker run -p 8000:8000 --env-file .env samskaping
#   worker:  docker run --env-file .env samskaping python -m samskaping work

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python3 -m venv /house/.venv
COPY requirements.txt /house/
# Only wheels: nothing is compiled, so no build tools are needed here or in what comes of it.
RUN /house/.venv/bin/pip install --require-hashes --only-binary :all: --requirement /house/requirements.txt \
    && /house/.venv/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 samskaping \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin samskaping \
    && mkdir /data && chown 10001:10001 /data
WORKDIR /house
COPY --from=packages /house/.venv /house/.venv
# The list of its parts (SBOM, CycloneDX JSON), which `make image` makes: /house/parts.cdx.json.
COPY wsgi.py parts.cdx.jso[n] ./
COPY migrations migrations
COPY translations translations
COPY samskaping samskaping
RUN /house/.venv/bin/python -m compileall -q samskaping migrations wsgi.py
ENV PATH=/house/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SAMSKAPING_DATA=/data \
    WEB_CONCURRENCY=2 \
    PORT=8000
VOLUME /data
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# The worker has no port to ask; where it runs, switch the check off (docker run --no-healthcheck).
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.parse as p, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', headers={'Host': p.urlsplit(os.environ['SAMSKAPING_BASE_URL']).netloc}), timeout=4)"]
CMD ["sh", "-c", "exec gunicorn wsgi:app --bind 0.0.0.0:$PORT --worker-class gthread --threads 4 --worker-tmp-dir /dev/shm --no-control-socket --logger-class samskaping.logs.Gunicorn"]
