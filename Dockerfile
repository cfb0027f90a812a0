# The first stage builds an environment and, apart from it, the bot: a change of the bot alone renews one small layer.
# The second stage holds only these two, and runs as nobody in particular.
FROM python:3.12.12-slim-bookworm AS build

ENV UV_LINK_MODE=copy
WORKDIR /src
COPY constraints.txt pyproject.toml ./
RUN pip install --no-cache-dir --constraint constraints.txt uv \
    && uv venv --python /usr/local/bin/python3 /opt/thidua \
    && uv pip install --no-cache --compile-bytecode --python /opt/thidua/bin/python \
        --constraints constraints.txt --requirements pyproject.toml

COPY LICENSE README.md ./
COPY store store
COPY messages messages
COPY handlers handlers
COPY bot bot
RUN uv pip install --no-cache --compile-bytecode --python /opt/thidua/bin/python \
        --build-constraints constraints.txt --no-deps --target /opt/bot .


FROM python:3.12.12-slim-bookworm

RUN groupadd --gid 10001 thidua \
    && useradd --uid 10001 --gid 10001 --no-log-init --home-dir /data --no-create-home --shell /usr/sbin/nologin thidua \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data
COPY --from=build /opt/thidua /opt/thidua
COPY --from=build /opt/bot /opt/bot

ENV PATH="/opt/bot/bin:/opt/thidua/bin:$PATH" \
    PYTHONPATH=/opt/bot \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    THIDUA_DATA_DIR=/data \
    THIDUA_LISTEN=0.0.0.0:8080 \
    THIDUA_LOG_FORMAT=json

USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080

# Not urllib: it would ask the proxy that the bot's way to Telegram may need.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; web = http.client.HTTPConnection('127.0.0.1', int(os.environ['THIDUA_LISTEN'].rpartition(':')[2]), timeout=4); web.request('GET', '/healthz'); sys.exit(web.getresponse().status != 200)"]

ENTRYPOINT ["thidua"]
CMD ["run"]
