"""`python -m saldo_dev`: what scripts/dev.sh runs."""

import sys

from saldo_dev.cli import main

sys.exit(main(sys.argv[1:]))
