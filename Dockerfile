# Entrelacs in one image: the site, its Node and its PostgreSQL. Data is in the volume /data.
#   docker build -t entrelacs . && docker run -p 3000:3000 -v entrelacs:/data -e ORIGIN=http://localhost:3000 entrelacs

FROM node:24-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY . .
# Only `bin/node` of the runtime that npm brings is of use here.
RUN node tooling/build-pages.ts && rm -rf node_modules/node-*/include node_modules/node-*/share

FROM debian:trixie-slim
RUN groupadd --gid 10001 entrelacs \
  && useradd --uid 10001 --gid entrelacs --home-dir /data --no-create-home --no-log-init entrelacs \
  && install --directory --owner=entrelacs --group=entrelacs --mode=0700 /data
WORKDIR /app
COPY --from=build /app .
ENV PATH="/app/node_modules/.bin:$PATH" HOST=0.0.0.0 PORT=3000 ENTRELACS_DATA=/data
USER entrelacs
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/entrelacs.js"]
CMD ["start"]
