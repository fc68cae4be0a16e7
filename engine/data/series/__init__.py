"""Time series, and labelled series of the UCR and UEA archives."""
