"""What the words of a report say, before any gazetteer is asked: sentences, dates, triggers, mentions."""
