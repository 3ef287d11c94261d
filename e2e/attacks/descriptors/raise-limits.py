# Raises its limits.
# layers: ulimits, capabilities
from kit import *
import resource as r
for kind, value in ((r.RLIMIT_NOFILE, 100_000), (r.RLIMIT_FSIZE, 1 << 40), (r.RLIMIT_CORE, 1 << 30), (r.RLIMIT_STACK, 1 << 30)):
    try: r.setrlimit(kind, (value, value)); breach(f"limit {kind}")
    except (OSError, ValueError): pass
