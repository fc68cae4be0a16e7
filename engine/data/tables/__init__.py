"""Tables in CSV, Excel and Parquet files.

`read` makes the data set; `file` opens any format with `csv` (on `csv_lines.source`), `excel` and `parquet`;
`columns`, `column_kinds` and `column_roles` say what columns hold and are for; `rows` measures them, and
`fitted_columns` encodes them.
"""
