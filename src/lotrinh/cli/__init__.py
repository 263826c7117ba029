"""The command line: a public interface; tables for people, JSON and CSV for machines."""
