# The agent, the library that makes interpreters wait, and the probe that measures a box from inside: compiled and tested here, so that no machine needs Go of its own.
ARG BASE
FROM ${BASE} AS source
RUN apt-get update \
 && apt-get install -y --no-install-recommends golang-go gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY standby/ /standby/
RUN gcc -std=gnu17 -O2 -Wall -Wextra -Werror -shared -fPIC -s -o /glovebox-standby.so /standby/standby.c
COPY agent/ ./
ENV CGO_ENABLED=0 GOFLAGS=-trimpath GOTOOLCHAIN=local GOPROXY=off GOCACHE=/tmp/go-cache

FROM source AS build
RUN go build -ldflags "-s -w" -o /glovebox-agent . \
 && go build -ldflags "-s -w" -o /glovebox-probe ./probe

FROM scratch AS agent
COPY --from=build /glovebox-agent /glovebox-probe /glovebox-standby.so /
