"""Synthetic Denmark: made-up people on made-up estates in real municipalities."""
