"""One module per goal of the analyst; joins the rooms, never prints."""
