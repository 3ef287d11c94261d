# What shows that the wall does not break honest programs: CPython's own tests on the Python image, and the kernel's list of system calls.
ARG PYTHON
FROM ${PYTHON}
USER 0:0
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpython3.13-testsuite linux-libc-dev \
 && rm -rf /var/lib/apt/lists/*
USER 60101:60101
