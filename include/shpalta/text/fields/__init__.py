"""The fields of an article besides its text and its dates, each with where it was found and how sure."""
