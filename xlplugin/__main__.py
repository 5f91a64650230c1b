"""``python -m xlplugin``."""

import sys

from xlplugin.cli import main

sys.exit(main())
