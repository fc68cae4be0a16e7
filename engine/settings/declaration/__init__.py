"""How settings are declared, walked and put into words."""
