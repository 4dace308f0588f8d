"""Runs: a pipeline over inputs into outputs, with a ledger of every document."""

# Workers share the processors; a matrix library that starts threads of its own makes all slower, and in a
# process with several threads each lock costs more.
ONE_THREAD: dict[str, str] = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
