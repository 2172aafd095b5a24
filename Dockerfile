# One image for prepare, worker, relay, deliver and api. Checked by reading, not built: see docker-compose.yml.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements-dev.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-dev.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . && python -m workshop build
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheel .

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements.lock && rm /tmp/requirements.lock
COPY --from=build /wheel /tmp/wheel
RUN pip install --no-cache-dir --no-deps /tmp/wheel/*.whl && rm -r /tmp/wheel \
    && useradd --system --uid 10001 --home-dir /nonexistent xiaohao \
    && install -d -m 700 -o xiaohao /keys /search
USER xiaohao
EXPOSE 8710
ENTRYPOINT ["xiaohao"]
CMD ["--help"]
