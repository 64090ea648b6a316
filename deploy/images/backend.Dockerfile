# The backend: accounts, tutors, sessions. Build it in the project's folder:
#   docker build -f deploy/images/backend.Dockerfile -t virtual-tutor-backend .
FROM oven/bun:1.4.5 AS packages
WORKDIR /app
COPY package.json bun.lock bunfig.toml ./
COPY patches patches
RUN bun install --frozen-lockfile --production --ignore-scripts
COPY . .
RUN bun deploy/images/keep-packages.ts backend \
  && bun deploy/sbom.ts backend > /app/sbom.json

FROM oven/bun:1.4.5-slim
LABEL org.opencontainers.image.title="Virtual Tutor backend" \
  org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/sbom.json sbom.json
COPY LICENSE THIRD_PARTY.md package.json ./
COPY deploy/error-in-log.ts deploy/settings.ts deploy/ip-address.ts deploy/metrics-port.ts deploy/process-family.ts deploy/tracing.ts deploy/trace-export.ts deploy/
COPY openapi openapi
COPY generated generated
COPY backend backend
RUN mkdir /data && chown bun:bun /data
# The transpiler's cache would want to be written beside the code. How memory is given back and collected: deploy/kept-service.ts.
ENV NODE_ENV=production \
  BUN_RUNTIME_TRANSPILER_CACHE_PATH=0 \
  MIMALLOC_PURGE_HOLES_MIN_INTERVAL=10000 \
  BUN_JSC_heapGrowthMaxIncrease=0.7 \
  BUN_JSC_smallHeapGrowthFactor=1.7 \
  HOST=0.0.0.0 \
  BACKEND_PORT=8000 \
  BACKEND_METRICS_PORT=9464 \
  DATA_DIR=/data
VOLUME /data
EXPOSE 8000/tcp 9464/tcp
USER bun
STOPSIGNAL SIGTERM
# The start may take as long as a new release needs to change large tables.
HEALTHCHECK --interval=10s --timeout=5s --start-period=15m --retries=3 \
  CMD ["bun", "-e", "process.exit((await fetch(`http://127.0.0.1:${process.env.BACKEND_PORT}/readyz`)).ok ? 0 : 1)"]
# The base image's entry point is a shell script; the service is process 1 itself and hears SIGTERM.
ENTRYPOINT ["bun"]
CMD ["backend/main.ts"]
