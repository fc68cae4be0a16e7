"""How values are written in a column of text: numbers and times in the notations of many countries.

`number_notation` and `time_notation` judge a column over all of its values; `time_formats` reads single
dates; `number_times` are times that are written as numbers; `joined_times` stand in several columns;
`missing_signs` say what means missing. `parse` does it for a whole table: what each column holds, and what
is asked.
"""
