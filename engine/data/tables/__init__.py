"""Tables in CSV, Excel and Parquet files."""
