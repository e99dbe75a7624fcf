"""Training tokens a second: our Transformer and `torch.nn.Transformer`, in one run.

Both have the same sizes, embeddings, positions, tied output, loss, optimizer and batches, and
dropout in the same places; `torch.nn.Transformer` is also measured with its own, which drops
hidden units and attention weights too. They take turns batch by batch, so that a busy machine
slows all alike, and the time is the process's own. Run from the repository's root:

    python benchmarks/translator/training_speed.py > benchmarks/translator/training_speed.md
"""

import argparse
import platform
import statistics
import time

import torch
from torch import nn
from translator.fused import fuse
from translator.text import collate
from translator.training import accumulate_gradients
from translator.transformer import Transformer, TransformerConfig

PAD, VOCABULARY = 0, 4000


class TorchTransformer(Transformer):
    """Our embeddings and output around PyTorch's layers."""

    def __init__(self, config: TransformerConfig, everywhere: bool):
        super().__init__(config)
        self.layers = nn.Transformer(
            config.d_model,
            config.num_heads,
            config.num_layers,
            config.num_layers,
            config.d_ff,
            config.dropout,
            batch_first=True,
            norm_first=config.norm == "pre",
        )
        self.encoder, self.decoder = nn.ModuleList(), nn.ModuleList()
        self.encoder_norm = self.decoder_norm = nn.Identity()  # nn.Transformer has its own
        if not everywhere:
            for part in self.layers.modules():
                if isinstance(part, nn.MultiheadAttention):
                    part.dropout = 0.0
                elif isinstance(part, nn.TransformerEncoderLayer | nn.TransformerDecoderLayer):
                    part.dropout.p = 0.0

    def forward(self, source, target, source_keep_mask, target_keep_mask):
        """Score every next word; where our masks say True, PyTorch's say False."""
        """Score every next word; PyTorch's masks say True where ours say False."""
        length = target.size(1)
        later = ~torch.ones(length, length, dtype=torch.bool).tril()
        padding = ~source_keep_mask[:, 0, 0]
        x = self.layers(
            self.positions(self.source_embedding(source)),
            self.positions(self.target_embedding(target)),
            tgt_mask=later,
            src_key_padding_mask=padding,
            tgt_key_padding_mask=target == PAD,
            memory_key_padding_mask=padding,
        )
        return self.output(x)


def batches(count: int, max_tokens: int) -> list:
    """Draw batches of like lengths, as bucketing makes them: 8 to 24 tokens a side."""
    draw = torch.Generator().manual_seed(0)
    made = []
    for _ in range(count):
        length = int(torch.randint(8, 25, (1,), generator=draw))
        pairs = []
        for _ in range(max_tokens // length):
            extra = int(torch.randint(-1, 2, (1,), generator=draw))
            ids = torch.randint(4, VOCABULARY, (2 * length + extra,), generator=draw).tolist()
            pairs.append((ids[:-length], [1, *ids[-length:]]))
        made.append(collate(pairs, PAD))
    return made


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=9)
    parser.add_argument("--max-tokens", type=int, default=2000)
    parser.add_argument("--d-model", type=int, default=256)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    d = options.d_model
    config = TransformerConfig(
        VOCABULARY, VOCABULARY, d, 8, 4 * d, 3, dropout=0.1, norm="pre", tied="all"
    )
    models = {
        "ours, fused kernels (what `translator train` runs)": fuse(Transformer(config)),
        "ours, as the chapters write it": Transformer(config),
        "`torch.nn.Transformer`, dropout in the same places": TorchTransformer(config, False),
        "`torch.nn.Transformer`, its own dropout": TorchTransformer(config, True),
    }
    optimizers = {name: torch.optim.AdamW(m.parameters(), 1e-4) for name, m in models.items()}
    seconds: dict[str, list[float]] = {name: [] for name in models}
    tokens = []
    for number, batch in enumerate(batches(options.batches + 1, options.max_tokens)):
        for name, model in models.items():
            began = time.process_time()
            optimizers[name].zero_grad()
            _, count = accumulate_gradients(model.train(), [batch], 0.1, PAD)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizers[name].step()
            if number:  # the first batch warms up
                seconds[name].append(time.process_time() - began)
        tokens.append(count)
    speeds = {
        name: [count / second for count, second in zip(tokens[1:], times, strict=True)]
        for name, times in seconds.items()
    }
    theirs = speeds["`torch.nn.Transformer`, dropout in the same places"]
    print(f"# Training speed, d_model {d}, 3 + 3 layers, 8 heads, d_ff {4 * d}, pre-norm\n")
    print(f"{VOCABULARY} tokens in one tied vocabulary, batches of {options.max_tokens} target")
    print("tokens, AdamW, label smoothing 0.1, dropout 0.1, float32, one thread.")
    print(f"PyTorch {torch.__version__}, {_processor()}. Medians of {options.batches} batches;")
    print("the ratio is the median of the ratios batch by batch.\n")
    print("| model code | parameters | target tokens a CPU-second | ratio |")
    print("| --- | --- | --- | --- |")
    for name, model in models.items():
        ratio = statistics.median(a / b for a, b in zip(speeds[name], theirs, strict=True))
        count = sum(p.numel() for p in model.parameters())
        median = statistics.median(speeds[name])
        print(f"| {name} | {count:,} | {median:,.0f} | {ratio:.2f} |")


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as info:
            return next(line.split(": ")[1].strip() for line in info if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor()


if __name__ == "__main__":
    main()
