"""The kinds of model that are made of layers, by the data they read; `engine.settings.model` joins them."""
