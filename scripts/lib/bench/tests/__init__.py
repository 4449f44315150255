"""Tests of scripts/bench, by the standard library's unittest; scripts/test runs them.

`test_*.py` are about its parts and need nothing. `smoke_*.py` runs the whole thing once, with the
program that THOUGHTS_BIN names."""
