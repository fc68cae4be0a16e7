"""What libraries that read tables raise for a file that is torn; none of them has a class for all of it."""

import struct
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

BROKEN = (
    *(OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, EOFError),
    *(
        OverflowError,
        NotImplementedError,
        RuntimeError,
        struct.error,
        zlib.error,
        zipfile.BadZipFile,
        ParseError,
    ),
)
