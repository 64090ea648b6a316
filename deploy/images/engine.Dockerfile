# The engine (avatar-service): conversation, speech, face, WebRTC. Build it in the project's folder:
#   docker build -f deploy/images/engine.Dockerfile -t virtual-tutor-engine .
#
# Our files are under Apache-2.0. The image also holds node-av's FFmpeg, which is under the GNU GPL version 3, and so is
# the image as a whole: whoever publishes it has to offer the corresponding source. See THIRD_PARTY.md, which it carries.
FROM oven/bun:1.4.5 AS packages
WORKDIR /app
COPY package.json bun.lock bunfig.toml ./
COPY patches patches
RUN bun install --frozen-lockfile --production --ignore-scripts
COPY . .
RUN bun deploy/images/keep-packages.ts engine \
  && bun deploy/sbom.ts engine > /app/sbom.json

FROM oven/bun:1.4.5-slim
LABEL org.opencontainers.image.title="Virtual Tutor engine" \
  org.opencontainers.image.licenses="Apache-2.0 AND GPL-3.0-or-later" \
  org.opencontainers.image.description="Holds FFmpeg (by node-av) under the GPL version 3: offer its source to whom you give this image. See /app/THIRD_PARTY.md."
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=packages /app/sbom.json sbom.json
COPY LICENSE THIRD_PARTY.md package.json ./
COPY deploy/error-in-log.ts deploy/settings.ts deploy/ip-address.ts deploy/metrics-port.ts deploy/process-family.ts deploy/tracing.ts deploy/trace-export.ts deploy/
COPY openapi openapi
COPY generated generated
COPY engine engine
# A volume takes the owner of the folder that it covers.
RUN mkdir -p /data/avatars && chown -R bun:bun /data
# The transpiler's cache would want to be written beside the code. How memory is given back and collected: deploy/kept-service.ts.
ENV NODE_ENV=production \
  BUN_RUNTIME_TRANSPILER_CACHE_PATH=0 \
  MIMALLOC_PURGE_HOLES_MIN_INTERVAL=10000 \
  BUN_JSC_heapGrowthMaxIncrease=0.7 \
  BUN_JSC_smallHeapGrowthFactor=1.7 \
  HOST=0.0.0.0 \
  ENGINE_PORT=8001 \
  MEDIA_PORT=8001 \
  MEDIA_TCP_PORT=8101 \
  ENGINE_METRICS_PORT=9465 \
  DATA_DIR=/data
VOLUME /data
EXPOSE 8001/tcp 8001/udp 8101/tcp 9465/tcp
USER bun
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["bun", "-e", "process.exit((await fetch(`http://127.0.0.1:${process.env.ENGINE_PORT}/readyz`)).ok ? 0 : 1)"]
# The base image's entry point is a shell script; the service is process 1 itself and hears SIGTERM.
ENTRYPOINT ["bun"]
CMD ["engine/main.ts"]
