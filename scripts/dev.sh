#!/usr/bin/env bash
# The one door for contributors: start, stop, test, check, ... ("./scripts/dev.sh help" lists them).
# Finds a Python that can do the rest; works from any folder.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export PYTHONPATH="$root/scripts"

newest_enough=""
for python in "$root/.saldo/venv/bin/python" python3 python3.11 python3.12 python3.13 python3.14 /usr/bin/python3; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
  newest_enough=$python
  if "$python" -c 'import ensurepip, venv' 2>/dev/null; then exec "$python" -m saldo_dev "$@"; fi
done

if [ -n "$newest_enough" ]; then
  echo "Python's venv module is missing: install it (on Debian and Ubuntu: apt install python3-venv), then run this again." >&2
else
  echo "Saldo needs Python 3.11 or newer, and found $(python3 --version 2>/dev/null || echo none): install one (python3 --version must show it), then run this again." >&2
fi
exit 1
