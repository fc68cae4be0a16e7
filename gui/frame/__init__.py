"""The widgets around the pages: top bar, rail, banner, side panel, menus; and what the menus do."""
