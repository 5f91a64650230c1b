"""Build the workbooks: ``python build_workbook.py`` writes ``dist/<rubric>.xlsx`` for each scoring table.

Takes the options of ``xlplugin build``; see ``python build_workbook.py --help``.
"""

import sys

from xlplugin.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
