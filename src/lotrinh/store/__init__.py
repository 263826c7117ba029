"""The books in a database: what was decided, said and done, on SQLite and on PostgreSQL.

`database.SqlStore` is the way in. One file per port, explicit statements, no session that
loads by itself; rows become values of the domain here and nowhere above.
"""
