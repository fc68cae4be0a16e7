"""The worker threads, and the engine behind them."""
