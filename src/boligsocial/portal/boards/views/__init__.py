"""The pages of leading together, beneath the address of a case."""
