"""The commands of the window: menus, keys, and what each does."""
