"""How many steps run in one call, and whether XLA pays: decided for a run, and remembered from run to run."""
