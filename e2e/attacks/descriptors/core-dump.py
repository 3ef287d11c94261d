# Dumps core, into a file or a handler of the host.
# layers: ulimits
from kit import *
import resource
if resource.getrlimit(resource.RLIMIT_CORE)[1] != 0: breach("a core may be dumped")
pid = os.fork()
if pid == 0: os.abort()
if os.WCOREDUMP(os.waitpid(pid, 0)[1]): breach("a core was dumped")
