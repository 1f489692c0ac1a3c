"""Swaps in the SQLite of the `pysqlite3` wheel; imported first in every entry point.

SQLite 3.7.0 to 3.51.2 has a rare WAL-reset corruption bug, and Debian 12 ships 3.40.1. Where there
is no wheel the standard library's SQLite stays, and the check `kkr.W003` says so.
"""

import sys

try:
    import pysqlite3
except ImportError:
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
