"""What can be added to a gazetteer, read into entries; knows no book that they go into."""
