"""A callback to begin with: all sixteen hooks of Keras, each with when it is called and what it gets.

Delete the hooks that you do not need. With a batch hook every step runs by itself, as in `model.fit`, which
is slower; without one, Fitroom runs many steps in one call.

In every hook: self.model is the model, self.params has "epochs", "steps" and "verbose". `logs` has the values
by name, such as logs["loss"]; "val_loss" is in the logs of an epoch that was validated.
To stop the training: self.model.stop_training = True.
"""

import keras


class AllHooks(keras.callbacks.Callback):
    """Prints the loss of each epoch, and how many batches it had."""

    def __init__(self):
        super().__init__()
        self.batches = 0  # what the attributes hold is saved with the run, and restored when it is resumed

    # Once in a run

    def on_train_begin(self, logs=None):
        """Before the first epoch; `logs` is empty."""

    def on_train_end(self, logs=None):
        """After the last epoch, with the logs of that epoch."""

    # Once an epoch; `epoch` counts from 0

    def on_epoch_begin(self, epoch, logs=None):
        """Before the first batch of an epoch; `logs` is empty."""
        self.batches = 0

    def on_epoch_end(self, epoch, logs=None):
        """After the validation of an epoch, with its values and those of the validation (val_...)."""
        print(f"Epoch {epoch + 1}: {self.batches} batches, loss {logs['loss']:.4f}")

    # Once a training batch; `batch` counts from 0 in each epoch

    def on_train_batch_begin(self, batch, logs=None):
        """Before a training step. Keras's own method calls on_batch_begin."""
        super().on_train_batch_begin(batch, logs)

    def on_train_batch_end(self, batch, logs=None):
        """After a training step; `logs` has the means over the batches of this epoch so far."""
        self.batches += 1
        super().on_train_batch_end(batch, logs)

    def on_batch_begin(self, batch, logs=None):
        """An older name: called by on_train_batch_begin."""

    def on_batch_end(self, batch, logs=None):
        """An older name: called by on_train_batch_end."""

    # The validation of an epoch, and model.evaluate

    def on_test_begin(self, logs=None):
        """Before the first batch of a validation."""

    def on_test_end(self, logs=None):
        """After the last batch, with the values; they have no val_ before their names here."""

    def on_test_batch_begin(self, batch, logs=None):
        """Before a batch of a validation."""

    def on_test_batch_end(self, batch, logs=None):
        """After a batch of a validation."""

    # model.predict: not called while a run trains

    def on_predict_begin(self, logs=None):
        """Before the first batch of model.predict."""

    def on_predict_end(self, logs=None):
        """After its last batch."""

    def on_predict_batch_begin(self, batch, logs=None):
        """Before a batch of model.predict."""

    def on_predict_batch_end(self, batch, logs=None):
        """After a batch; logs["outputs"] has what the model answered."""
