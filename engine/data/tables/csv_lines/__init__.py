"""The lines of a CSV file: its bytes in pieces (`source`), their encoding (`find_encoding`), where its table
begins (`header`), and the table of its lines (`read`); `format` has the rules of projects of before.
"""
