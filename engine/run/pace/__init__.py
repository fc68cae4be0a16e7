"""How many steps run in one call, and whether XLA pays."""
