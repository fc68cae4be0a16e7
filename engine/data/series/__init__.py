"""Time series, and labelled series of the UCR and UEA archives.

`read` cuts windows, on `columns` (roles) and `cut_series` (time order, gaps); `overview` and `naive_forecast`
serve what is shown; `labelled` reads labelled series, on `ucr_file`.
"""
