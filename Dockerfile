# syntax=docker/dockerfile:1
FROM node:26-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package of the bot needs its install script.
RUN npm ci --omit=dev --ignore-scripts

FROM node:26-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts/build.mjs scripts/build.mjs
COPY src src
# The stand-ins are for development: the image holds the bot alone.
RUN npm run build && rm -rf dist/local

FROM node:26-trixie-slim
ENV NODE_ENV=production IR_HEALTH_PORT=8080
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
# The user "node", as a number: Kubernetes' runAsNonRoot believes no names. All files are root's, and the bot writes none.
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.IR_HEALTH_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# exec form: SIGTERM reaches the bot itself.
CMD ["node", "dist/main.js"]
