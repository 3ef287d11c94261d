# Looks for the host’s name servers and domains.
# layers: network
from kit import *
try: text = open("/etc/resolv.conf").read()
except OSError: text = ""
for line in text.splitlines():
    if line.startswith(("nameserver", "search", "domain")) and line.split()[1:] not in (["127.0.0.1"], ["."]): breach(line)
