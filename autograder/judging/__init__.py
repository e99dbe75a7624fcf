"""Cases, comparison, diagnosis, verdict: how an answer is judged. Knows no exercise."""
