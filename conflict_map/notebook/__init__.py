"""Maps in notebooks: the picture beside the frame, places by name, the widget; opens no file."""
