# One image for every process: `argosy serve`, or any other command of argosy after the image's name.
FROM python:3.13-slim AS built
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE NOTICE ./
COPY src src
RUN python -m venv /opt/argosy \
 && /opt/argosy/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
 && /opt/argosy/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
RUN useradd --uid 10001 --create-home argosy && mkdir /workspace && chown argosy /workspace
COPY --from=built /opt/argosy /opt/argosy
ENV PATH=/opt/argosy/bin:$PATH ARGOSY_WORKSPACE=/workspace PYTHONUNBUFFERED=1
USER argosy
VOLUME /workspace
EXPOSE 8400
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8400/readyz', timeout=4)"]
ENTRYPOINT ["argosy"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8400"]
