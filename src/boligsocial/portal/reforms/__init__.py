"""What another rule would do to the lists."""
