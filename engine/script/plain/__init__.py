"""The plain form of the script: what a course on Keras teaches, with scikit-learn's and Keras's own means."""
