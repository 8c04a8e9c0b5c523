"""What a frame can carry and who feels it; for those who decide."""
