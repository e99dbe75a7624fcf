"""Hostile submissions, as data."""

from attacks.attack import WON, Attack
from attacks.exhausting import EXHAUSTING
from attacks.forging import FORGING
from attacks.scoring import SCORING
from attacks.showing import SHOWING
from attacks.stealing import STEALING

ATTACKS = (*SCORING, *STEALING, *EXHAUSTING, *SHOWING, *FORGING)

__all__ = ["ATTACKS", "WON", "Attack"]
