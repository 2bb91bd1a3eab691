"""Turns transaction texts into categories; no database, no secrets."""

import os

# OpenBLAS's threads wait by spinning: beside other busy processes two of them are slower than one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
