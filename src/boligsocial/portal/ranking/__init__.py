"""The index of every estate: who stands where, why, and who moves with other weights."""
