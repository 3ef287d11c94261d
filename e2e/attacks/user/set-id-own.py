# Makes a set-user-id copy of a shell, and runs it as the one it belongs to.
# layers: user, no-new-privileges
from kit import *
import shutil, subprocess
for folder in ("/tmp", "/code"):
    path = folder + "/sh"
    shutil.copy("/bin/sh", path)
    refused("chown to root", os.chown, path, 0, 0)
    os.chmod(path, 0o6755)
    uid = subprocess.run([path, "-p", "-c", "id -u"], capture_output=True, text=True).stdout.strip()
    if uid == "0": breach(f"root by {path}")
