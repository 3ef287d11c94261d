# Gives files away, and takes those of the system.
# layers: user, read-only root
from kit import *
open("/tmp/x", "w").close()
for path in ("/tmp/x", "/etc/passwd", "/bin/sh"): refused(f"chown {path}", os.chown, path, 0, 0)
for path in ("/etc/passwd", "/bin/sh", "/glovebox-agent"): refused(f"chmod {path}", os.chmod, path, 0o777)
