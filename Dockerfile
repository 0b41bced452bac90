# The API and the command line. Build: docker build -t maillage .
# Node 24 is the image's own: the npm package `node`, which pins it in a checkout, is a devDependency and stays out.

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    MAILLAGE_HOME=/data \
    HOST=0.0.0.0 \
    PORT=3000
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json package-lock.json LICENSE ./
COPY migrations ./migrations
COPY data ./data
COPY src ./src
# The embedded database and the download cache. One running container a volume: two would share the database's files.
RUN install --directory --owner=node --group=node /data
VOLUME /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
# The first start loads the built-in sample before it answers.
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1 and ends on SIGTERM by itself once it serves; `docker run --init` covers the seconds before.
CMD ["node", "src/cli/bin.js", "start"]
