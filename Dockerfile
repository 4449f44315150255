# syntax=docker/dockerfile:1.7
# The program in a small image that runs without privilege. Needs no database to
# build, since the queries' data lies in the tree (.sqlx).

FROM rust:1.95.0-bookworm AS chef
RUN cargo install cargo-chef --locked --version 0.1.78
WORKDIR /build

# What the dependencies are, and nothing else: this layer's result changes only with them.
FROM chef AS plan
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS build
COPY --from=plan /build/recipe.json recipe.json
RUN cargo chef cook --release --locked --bin thoughts --recipe-path recipe.json
COPY . .
ENV SQLX_OFFLINE=true
RUN cargo build --release --locked --bin thoughts \
    && strip --strip-debug target/release/thoughts \
    && install -d -m 0700 /data

FROM debian:12.11-slim
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /build/target/release/thoughts /usr/local/bin/thoughts
# The embedded storage's place, for a container that runs alone: docker run -v thoughts:/data
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
WORKDIR /
ENV HOST=0.0.0.0 \
    PORT=3000 \
    LOG_FORMAT=json
EXPOSE 3000
# It asks /readyz of the port that PORT names.
HEALTHCHECK --interval=5s --timeout=6s --start-period=20s --retries=3 \
    CMD ["thoughts", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["thoughts"]
CMD ["serve"]
