"""From the model of a run to a file.

- `network`: the network as it is exported: nothing random, float32, unrolled; `frozen`: as one graph.
- `converters`: LiteRT, ONNX and C of a frozen graph; `int8`: what of it stays in float32.
- `keras_files`: what Keras itself writes.
"""
