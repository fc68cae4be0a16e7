"""`python -m scripts.house_rules` checks this repository."""

import sys

from scripts.house_rules import main

if __name__ == "__main__":
    sys.exit(main())
