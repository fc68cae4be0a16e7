"""What can be fooled by a file is read here, in an isolated process.

Libraries for Excel, Parquet and HDF5 do not stand every file: of some they crash, some they read for ever,
and some make them take all memory. The modules beside this one run in that process, so they import little;
who asks them makes data or models of what they give.
"""
