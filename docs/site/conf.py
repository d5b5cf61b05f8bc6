"""Settings of Sphinx for the site: no font, script or search that asks another host."""

from conflict_map import __version__

project = "conflict-map"
author = "The conflict-map founders"
release = version = __version__
html_title = f"conflict-map {version}"
html_show_copyright = False
html_last_updated_fmt = None  # the same sources give the same site, on any day

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
smartquotes = False  # "--help" is no dash
root_doc = "index"
html_theme = "furo"
html_theme_options = {"source_repository": ""}
html_copy_source = html_show_sourcelink = False
# From a disk a page may read no other page, and the search would ask for each that it finds.
html_show_search_summary = False

# Links to headings, as GitHub makes them.
myst_heading_anchors = 4
# The changelog skips no level, but its first title is that of a version; README has a picture first.
suppress_warnings = ["myst.header"]
highlight_language = "text"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "separated"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_google_docstring = False
napoleon_use_rtype = False
add_module_names = False
