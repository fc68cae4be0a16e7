"""What stands around the pages: top bar, rail, banner, side panel, menus."""
