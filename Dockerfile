# syntax=docker/dockerfile:1

FROM node:22-bookworm-slim AS web
WORKDIR /source
ENV npm_config_cache=/cache/npm
COPY client-sdk client-sdk
COPY web web
COPY tools/web tools/web
RUN --mount=type=cache,target=/cache/npm tools/web

FROM rust:1.95-bookworm AS build
WORKDIR /source
COPY . .
COPY --from=web /source/web/out web/out
COPY --from=web /source/client-sdk/dist client-sdk/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --locked --profile dist -p renexus --bin renexus \
    && install -D target/dist/renexus /out/renexus

FROM debian:bookworm-slim
# A fixed number, so that a volume's owner can be set from outside.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin renexus \
    && install --directory --owner renexus --group renexus --mode 0700 /data
COPY --from=build /out/renexus /usr/local/bin/renexus
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
    CMD ["renexus", "health", "--url", "http://127.0.0.1:8080"]
ENTRYPOINT ["renexus"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--data", "/data"]
