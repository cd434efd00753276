"""DuckDB over the NDJSON: with_duckdb.py EVENTS DAY prints the answers."""
import pathlib, sys
import duckdb

here = pathlib.Path(__file__).resolve().parent
database = duckdb.connect()
database.execute((here / "duckdb.sql").read_text(), {"events": sys.argv[1], "day": sys.argv[2]})
for row in database.execute((here / "answers.sql").read_text()).fetchall(): print(*row, sep=",")
