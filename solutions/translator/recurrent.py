"""Chapter 1: a translator that reads one word after another, and passes on one vector."""

from collections.abc import Callable

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn


class GRUCell(nn.Module):
    """Update a state by one input: how much to forget, how much to keep.

    The reset gate acts on the state after its product with the weights, as in `torch.nn.GRUCell`.
    Source: Cho et al. 2014, section 2.3.
    """

    def __init__(self, d_input: int, d_state: int):
        """Make `W_x` (d_input -> 3 d_state) and `W_h` (d_state -> 3 d_state).

        Each holds the weights of the reset gate, the update gate and the candidate.
        """
        super().__init__()
        self.W_x = nn.Linear(d_input, 3 * d_state)
        self.W_h = nn.Linear(d_state, 3 * d_state)

    def forward(
        self, x: Float[Tensor, "B d_input"], state: Float[Tensor, "B d_state"]
    ) -> Float[Tensor, "B d_state"]:
        """Return the next state."""
        x_reset, x_update, x_new = self.W_x(x).chunk(3, dim=-1)  # 3 times (B, d_state)
        h_reset, h_update, h_new = self.W_h(state).chunk(3, dim=-1)
        reset = torch.sigmoid(x_reset + h_reset)
        update = torch.sigmoid(x_update + h_update)
        candidate = torch.tanh(x_new + reset * h_new)
        return update * state + (1 - update) * candidate


def last_state(
    query: Float[Tensor, "B 1 d_model"],
    memory: Float[Tensor, "B S d_model"],
    keep_mask: Bool[Tensor, "B 1 S"],
) -> tuple[Float[Tensor, "B 1 d_model"], None]:
    """Look up nothing: whatever is asked, answer with the encoder's last state.

    This one vector has to hold the whole sentence.
    """
    return memory[:, -1:], None


class RecurrentTranslator(nn.Module):
    """Translate with two GRUs: one reads the source, one writes the target.

    `lookup(query, memory, keep_mask) -> (context, weights)` says what the writer sees of the
    source at each step. Chapter 1 gives it the last state; chapters 2 and 3 give it attention.
    Source: Sutskever et al. 2014; the context at every step as in Cho et al. 2014.
    """

    def __init__(
        self,
        source_vocabulary: int,
        target_vocabulary: int,
        d_model: int,
        dropout: float = 0.0,
        lookup: Callable = last_state,
    ):
        """Make the two embeddings, the two cells and the output layer."""
        super().__init__()
        self.source_embedding = nn.Embedding(source_vocabulary, d_model)
        self.target_embedding = nn.Embedding(target_vocabulary, d_model)
        self.reader = GRUCell(d_model, d_model)
        self.writer = GRUCell(2 * d_model, d_model)
        self.lookup = lookup
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(2 * d_model, target_vocabulary)

    def encode(
        self, source: Int[Tensor, "B S"], source_keep_mask: Bool[Tensor, "B 1 1 S"]
    ) -> Float[Tensor, "B S d_model"]:
        """Read the source from left to right and return the state after each word."""
        x = self.dropout(self.source_embedding(source))  # (B, S, D)
        keep = source_keep_mask[:, 0, 0, :, None]  # (B, S, 1)
        state = torch.zeros_like(x[:, 0])  # (B, D)
        states = []
        for t in range(x.size(1)):
            # Padding holds the state, so the last one is that of the last word.
            state = torch.where(keep[:, t], self.reader(x[:, t], state), state)
            states.append(state)
        return torch.stack(states, dim=1)

    def step(
        self,
        token: Int[Tensor, "B"],
        state: Float[Tensor, "B d_model"],
        memory: Float[Tensor, "B S d_model"],
        source_keep_mask: Bool[Tensor, "B 1 1 S"],
    ) -> tuple[Float[Tensor, "B V"], Float[Tensor, "B d_model"], Float[Tensor, "B 1 S"] | None]:
        """Write one word: `(logits, next state, weights)`."""
        context, weights = self.lookup(state[:, None], memory, source_keep_mask[:, 0])
        context = context[:, 0]  # (B, D)
        x = self.dropout(self.target_embedding(token))
        state = self.writer(torch.cat([x, context], dim=-1), state)
        logits = self.output(self.dropout(torch.cat([state, context], dim=-1)))  # (B, V)
        return logits, state, weights

    def decode(
        self,
        target: Int[Tensor, "B T"],
        memory: Float[Tensor, "B S d_model"],
        target_keep_mask: Bool[Tensor, "#B 1 T T"] | None,
        source_keep_mask: Bool[Tensor, "B 1 1 S"],
    ) -> Float[Tensor, "B T V"]:
        """Score every next word. Reading in order needs no mask: `target_keep_mask` is unused."""
        state = memory[:, -1]  # (B, D)
        steps = []
        for token in target.unbind(dim=1):
            logits, state, _ = self.step(token, state, memory, source_keep_mask)
            steps.append(logits)
        return torch.stack(steps, dim=1)

    def forward(
        self,
        source: Int[Tensor, "B S"],
        target: Int[Tensor, "B T"],
        source_keep_mask: Bool[Tensor, "B 1 1 S"],
        target_keep_mask: Bool[Tensor, "#B 1 T T"] | None = None,
    ) -> Float[Tensor, "B T V"]:
        """Score every next word of `target`, given `source`."""
        memory = self.encode(source, source_keep_mask)
        return self.decode(target, memory, target_keep_mask, source_keep_mask)
