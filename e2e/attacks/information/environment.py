# Reads the environment, its own and the agent’s.
# layers: environment
from kit import *
allowed = {"PATH", "HOME", "LANG", "TERM", "COLORTERM", "PYTHONDONTWRITEBYTECODE", "PYTHONNOUSERSITE", "MPLBACKEND", "MPLCONFIGDIR", "PYTEST_ADDOPTS"}
for name in os.environ:
    if name not in allowed: breach(f"{name}={os.environ[name]}")
