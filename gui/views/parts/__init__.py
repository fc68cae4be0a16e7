"""Small views and formats that several views share."""
