# The attacks that are written in C, compiled on the base of every box, so that they run in any of them.
ARG BASE
FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
COPY attacks/ /src/
RUN mkdir /attacks && for file in /src/*.c; do gcc -O1 -Wall -o "/attacks/$(basename "$file" .c)" "$file" || exit 1; done
