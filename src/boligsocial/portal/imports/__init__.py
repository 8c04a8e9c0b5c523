"""From a delivery of registers to a snapshot, without any person's data coming into the portal."""
