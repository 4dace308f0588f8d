from __future__ import annotations

import subprocess
import sys

LOADED = """
import sys
from copydesk_language.models import load_model
load_model("en_core_web_sm", ("tok2vec",))
assert "requests" not in sys.modules, "the command line was imported"
import spacy
"""


def _run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", LOADED + code], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_a_model_is_loaded_without_the_command_line_of_spacy() -> None:
    assert _run("print('spacy.cli' in sys.modules)") == "False"


def test_the_command_line_of_spacy_is_there_for_whoever_asks() -> None:
    assert _run("print(spacy.cli.download.__module__)") == "spacy.cli.download"
    assert _run("import spacy.cli; print(spacy.cli.download.__module__)") == "spacy.cli.download"
    assert _run("from spacy.cli.info import info; print(info.__module__)") == "spacy.cli.info"
    assert _run("print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)") == "True"


def test_what_spacy_does_not_have_it_still_does_not_have() -> None:
    assert _run("print(hasattr(spacy, 'no_such_name'))") == "False"


def test_a_spacy_that_is_there_is_left_as_it_is() -> None:
    code = "import spacy; cli = spacy.cli\n" + LOADED.replace("assert", "#") + "print(spacy.cli is cli)"
    made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert made.stdout.strip() == "True"
