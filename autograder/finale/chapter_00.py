"""Chapter 0: products, scores and masks inside the trained Transformer."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from by_hand.positions import sinusoidal_pe
from by_hand.shapes import batched_dot, where_mask
from by_hand.soft_lookup import softmax
from torch import Tensor, nn
from translator.decoding import greedy_decode
from translator.heads import MultiHeadAttention, merge_heads, split_heads
from translator.masks import padding_mask
from translator.models import TrainedModel
from translator.text import collate
from translator.transformer import Transformer
from translator.vocabulary import BOS, EOS, PAD

from autograder.finale.finale import PAIR, Finale, InferenceOnly
