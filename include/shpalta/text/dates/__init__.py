"""When an article came out and was changed, and the days that its text speaks of."""
