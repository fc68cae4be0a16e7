"""The parts of one training are put together in three steps, each from what the steps before have made."""
