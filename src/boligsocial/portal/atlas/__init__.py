"""The published lists and each area's story: overview, areas, one area, method."""
