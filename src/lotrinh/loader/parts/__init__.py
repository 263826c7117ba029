"""Trees and tables to the parts of a configuration; each part checks its own words."""
