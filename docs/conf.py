"""Sphinx settings: Markdown pages, one theme, warnings treated as errors by `make docs`."""

from importlib.metadata import version as installed_version

project = "shortdeck"
author = "the shortdeck contributors"
release = installed_version("shortdeck")
version = release

extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "amsmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"shortdeck {release}"
html_show_copyright = False
html_copy_source = False
