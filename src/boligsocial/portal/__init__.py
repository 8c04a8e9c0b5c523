"""The frame of the portal: its look, its components and its way of writing figures."""
