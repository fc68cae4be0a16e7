"""What a file can crash or hang is read here, in an isolated process.

Libraries for Excel, Parquet and HDF5 do not withstand every file: some files crash them, some are read for
ever, and some take all memory. `process` makes the call, `errors` says what is corrupt; the other modules run
in that process, so they import little. Their callers make data or models of what they return.
"""
