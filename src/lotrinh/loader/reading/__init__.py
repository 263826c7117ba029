"""Bytes to text, text to trees and tables: every part of a file knows where it stands."""
