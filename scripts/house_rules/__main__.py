"""`python -m scripts.house_rules` checks this repository."""

import gc
import sys

from scripts.house_rules import main

if __name__ == "__main__":
    gc.disable()  # it would walk over a million nodes of syntax trees again and again
    sys.exit(main())
