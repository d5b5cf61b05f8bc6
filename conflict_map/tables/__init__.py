"""Files to records and back: articles, event tables, exports; knows no map and no command line."""
