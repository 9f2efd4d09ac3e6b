"""A number of the catalogue: its value, its unit, and where it comes from.

Inside the program a value is SI and radians. Text with a unit exists only where people type or read;
pint is imported here and nowhere else, and only when a file or an option is read.
"""
