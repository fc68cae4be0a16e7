"""The settings of a keras.applications network, in the transfer preset and in a stack."""

from __future__ import annotations

from typing import Literal

from engine.settings.declaration.declare import Section, setting
from engine.settings.presets.base import ModelSection, dropout

Base = Literal[
    "MobileNetV2",
    "MobileNetV3Small",
    "MobileNetV3Large",
    "EfficientNetV2B0",
    "ResNet50V2",
    "DenseNet121",
    "Xception",
]
BASES = {
    "MobileNetV2": "MobileNetV2 (2.3 million weights)",
    "MobileNetV3Small": "MobileNetV3Small (0.9 million)",
    "MobileNetV3Large": "MobileNetV3Large (3 million)",
    "EfficientNetV2B0": "EfficientNetV2B0 (5.9 million)",
    "ResNet50V2": "ResNet50V2 (24 million)",
    "DenseNet121": "DenseNet121 (7 million)",
    "Xception": "Xception (21 million)",
}


class NetworkSection(Section):
    """Base class: which network, where its weights come from, and how many of its layers are trainable."""

    base: Base = setting(
        "MobileNetV2",
        title="Network",
        help="The network from keras.applications. Larger ones see more and take longer.",
        keras="keras.applications",
        choices=BASES,
    )
    weights: Literal["imagenet", "file", "none"] = setting(
        "imagenet",
        title="Weights",
        help="What the network knows already. ImageNet's weights are downloaded once and kept by Keras."
        " From scratch it knows nothing, and needs many images.",
        keras="weights",
        choices={
            "imagenet": "ImageNet (downloaded once)",
            "file": "From a file",
            "none": "None: from scratch",
        },
    )
    weights_path: str = setting(
        "",
        title="Weights file",
        help="A .weights.h5 or .h5 file with the weights of this network without its last layers.",
        editor="path",
    )
    fine_tune: int = setting(
        0,
        title="Layers that learn",
        help="How many of the network's last layers learn on, with 0 for none. Begin with 0; when that is as"
        " good as it gets, let some 20 learn with a learning rate a hundred times smaller.",
        keras="trainable",
        ge=0,
        le=10_000,
        lower="Keeps more of what the network knows; faster.",
        raise_="Fits the network to your images; slower, and overfits sooner where they are few.",
    )


class TransferModel(NetworkSection, ModelSection):
    """Transfer learning: a network of `keras.applications` without its last layer, and a new last layer."""

    title = "Transfer"
    about = (
        "A known network that has learned from millions of photographs, with a new last layer."
        " For photographs of which there are few."
    )
    group = "For images"

    kind: Literal["transfer"] = "transfer"
    dropout: float = dropout(0.2)
