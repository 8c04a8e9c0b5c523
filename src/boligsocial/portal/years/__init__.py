"""The frames over the years: what is committed, carried over, renewed and phased out."""
