"""From a run to a file that works elsewhere, with evidence.

    run -> convert/ (a file) -> proof/ (run again in its own runtime) -> folder/ (what stands beside it)

- `make`: one export from beginning to end; `whole_folder`: it is there as a whole, or not at all.
- `formats`: which formats there are; `possible`: which of them can be made here.
- `evidence`: what is known of a file after it was run again; `problems`: why an export is not made.
- `quiet`: what libraries print goes to a file; `array_files`: how processes pass arrays to each other.

It leaves to others: opening a run (`engine.predict`), reading data (`engine.data`).
"""
