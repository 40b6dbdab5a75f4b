"""``python -m samskaping``: the way into the command line."""

import sys

from samskaping.cli import main
from samskaping.config import Misconfigured

if __name__ == "__main__":
    try:
        main()
    except Misconfigured as error:
        sys.exit(str(error))
