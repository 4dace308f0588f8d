"""Plugins: found by name, their failures kept to themselves."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

import pytest

from copydesk import CopydeskError, Document, hookimpl, step
from copydesk.formats.inputs import FileReader, InputFile, find_inputs
from copydesk.formats.protocols import Unreadable
from copydesk.formats.readers import built_in_readers
from copydesk.plugins import Plugins
from copydesk.steps import StepFunction

MakePlugin = Callable[..., Any]


@step(name="tidy")
def tidy(doc: Document) -> None:
    """Do nothing."""


@step(name="other.step")
def other(doc: Document) -> None:
    """Do nothing."""


def failure(plugins: Plugins, name: str) -> CopydeskError:
    with pytest.raises(CopydeskError) as caught:
        plugins.load(name)
    return caught.value


def misspelt_hook() -> SimpleNamespace:
    @hookimpl
    def copydesk_setps() -> list[Any]:
        return []

    return SimpleNamespace(copydesk_setps=copydesk_setps)


def wrong_signature() -> SimpleNamespace:
    @hookimpl
    def copydesk_run_started(pipline: str) -> None:
        """Take an argument that the hook has not."""

    return SimpleNamespace(copydesk_run_started=copydesk_run_started)


@pytest.mark.parametrize(
    ("module", "code", "words"),
    [
        pytest.param(ImportError("no torch"), "broken-plugin", "ImportError: no torch", id="import error"),
        pytest.param(SystemExit(3), "broken-plugin", "SystemExit: 3", id="exits at import"),
        pytest.param(SyntaxError("bad"), "broken-plugin", "SyntaxError: bad", id="syntax error"),
        pytest.param(misspelt_hook(), "broken-plugin", "copydesk_setps", id="misspelt hook"),
        pytest.param(wrong_signature(), "broken-plugin", "pipline", id="wrong signature"),
        pytest.param(SimpleNamespace(), "broken-plugin", "it implements no hook", id="no hook"),
    ],
)
def test_a_broken_plugin_tells_why(point: type, module: Any, code: str, words: str) -> None:
    error = failure(Plugins([point("bad", module)]), "bad")

    assert error.code == code
    assert words in error.problem.message


def test_a_broken_plugin_costs_the_others_nothing(point: type, make_plugin: MakePlugin) -> None:
    plugins = Plugins([point("bad", SystemExit(1)), point("tidy", make_plugin(tidy))])

    assert plugins.step("tidy")[1] is tidy
    assert [*plugins.installed] == ["bad", "tidy"]


def test_a_step_of_another_name_is_refused(point: type, make_plugin: MakePlugin) -> None:
    error = failure(Plugins([point("tidy", make_plugin(other))]), "tidy")

    assert "`tidy` registers a step called `other.step`, expected `tidy` or `tidy.something`" in str(error)


def test_two_steps_of_one_name_are_refused(point: type, make_plugin: MakePlugin) -> None:
    assert "registers `tidy` twice" in str(failure(Plugins([point("tidy", make_plugin(tidy, tidy))]), "tidy"))


def test_what_is_no_step_is_refused(point: type, make_plugin: MakePlugin) -> None:
    assert "which is no step" in str(failure(Plugins([point("tidy", make_plugin(len))]), "tidy"))


def test_a_clash_names_both_distributions(point: type, make_plugin: MakePlugin) -> None:
    clash = [point("tidy", make_plugin(tidy), "one"), point("tidy", make_plugin(tidy), "two")]

    error = failure(Plugins(clash), "tidy")

    assert error.code == "plugin-clash"
    assert "claimed by one 1.2.3 and by two 1.2.3" in error.problem.message


def test_one_distribution_found_twice_is_no_clash(point: type, make_plugin: MakePlugin) -> None:
    module = make_plugin(tidy)

    assert Plugins([point("tidy", module), point("tidy", module)]).load("tidy").version == "1.2.3"


def test_nothing_that_is_installed_takes_a_name_of_copydesk(point: type, make_plugin: MakePlugin) -> None:
    own, other = make_plugin(tidy), make_plugin(tidy)
    plugins = Plugins([point("tidy", other, "intruder"), point("tidy", own, "copydesk")])

    assert plugins.load("tidy").implementation is own
    assert [refused.dist.name for refused in plugins.installed["tidy"].refused if refused.dist] == [
        "intruder"
    ]


def test_another_process_has_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("from copydesk import Document, step\n@step\ndef mine(doc: Document) -> None: ...\n")
    plugins = Plugins(files=[str(path)])
    version = plugins.load("mine").version
    sent = pickle.dumps(plugins)
    path.unlink()

    received = pickle.loads(sent).load("mine")

    assert [*received.steps] == ["mine"]
    assert received.version == version


def test_a_file_is_compiled_with_its_own_future_only(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("from copydesk import Document, step\n@step\ndef mine(doc: Document) -> None: ...\n")

    definition = Plugins(files=[str(path)]).step("mine")[1]

    assert isinstance(definition, StepFunction)
    assert definition.function.__annotations__["doc"] is Document


def test_what_a_plugin_replaces_for_everybody_is_put_back(point: type, make_plugin: MakePlugin) -> None:
    dumps = json.dumps

    class Meddling(point):  # type: ignore[misc]  # a fixture gives the class
        def load(self) -> Any:
            vars(json)["dumps"] = repr
            return super().load()

    error = failure(Plugins([Meddling("tidy", make_plugin(tidy))]), "tidy")

    assert "it replaces `json.dumps` for everybody" in error.problem.message
    assert json.dumps is dumps


@pytest.mark.parametrize("seconds", ["soon", "0", "-1", "inf", "nan"])
def test_the_limit_of_seconds_must_be_a_number(
    point: type, make_plugin: MakePlugin, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    monkeypatch.setenv("COPYDESK_IMPORT_SECONDS", seconds)

    error = failure(Plugins([point("tidy", make_plugin(tidy))]), "tidy")

    assert (
        f"`COPYDESK_IMPORT_SECONDS` must be a number of seconds above 0, got '{seconds}'"
        in error.problem.message
    )


@pytest.mark.parametrize(("wanted", "works"), [(">=1.0,<2", True), (">=2", False), ("<1", False)])
def test_the_version_of_the_api_is_checked(
    point: type, make_plugin: MakePlugin, wanted: str, works: bool
) -> None:
    plugins = Plugins([point("tidy", make_plugin(tidy, copydesk_api=lambda: wanted))])

    if works:
        assert plugins.load("tidy").steps == {"tidy": tidy}
    else:
        assert failure(plugins, "tidy").code == "plugin-api"


def test_a_failure_is_remembered(point: type) -> None:
    plugins = Plugins([point("bad", ImportError("once"))])

    assert failure(plugins, "bad") is failure(plugins, "bad")


class TornReader:
    """Reads documents up to a mark, and raises there."""

    name = "torn"
    suffixes = (".torn",)

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document]:
        yield Document.of(stream.read(max_bytes).decode(), id=uri)
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        pytest.param(
            CopydeskError("no-timing", "line 3 has no timing"), "no-timing", "line 3 has no timing", id="told"
        ),
        pytest.param(
            KeyError("when"), "broken-reader", "{uri}: the reader `torn` raised KeyError: 'when'", id="a bug"
        ),
    ],
)
def test_what_a_reader_raises_is_a_failure_of_its_file(
    tmp_path: Path, error: Exception, code: str, message: str
) -> None:
    path = tmp_path / "a.torn"
    path.write_text("Read.")

    read, failed = FileReader(InputFile(str(path), TornReader(error)), max_bytes=100).documents()

    assert isinstance(read, Document)
    assert isinstance(failed, Unreadable)
    assert (failed.problem.code, failed.problem.message) == (code, message.format(uri=path))


class CardReader:
    """A card a line: "id|text"."""

    name = "cards"
    suffixes = (".cards",)

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document | Unreadable]:
        """Read the cards."""
        for line in stream:
            name, _, text = line.decode().strip().partition("|")
            yield Document.of(text, id=name)


class TextWriter:
    """The texts, a line each."""

    name = "lines"
    suffix = ".lines"

    def encode(self, document: Document) -> bytes:
        """Write the text."""
        return f"{document.text}\n".encode()


def test_a_plugin_brings_formats(point: type, make_plugin: MakePlugin, tmp_path: Path) -> None:
    hooks = {"copydesk_readers": lambda: [CardReader()], "copydesk_writers": lambda: [TextWriter()]}
    plugin = Plugins([point("cards", make_plugin(**hooks))]).load("cards")
    (tmp_path / "a.cards").write_text("one|First card.\ntwo|Second card.\n")

    (file,) = find_inputs([str(tmp_path)], [*plugin.readers, *built_in_readers()]).files
    documents = [*FileReader(file, max_bytes=100).documents()]

    assert [document.id for document in documents] == ["one", "two"]
    assert isinstance(documents[1], Document)
    assert plugin.writers[0].encode(documents[1]) == b"Second card.\n"


def test_every_hook_is_documented_with_an_example() -> None:
    from copydesk.plugins import _manager

    specifications = {
        name: caller.spec.function
        for name, caller in vars(_manager().hook).items()
        if name.startswith("copydesk_")
    }

    reference = (Path(__file__).parent.parent.parent / "docs" / "reference" / "hooks.md").read_text()
    assert specifications
    for name, function in specifications.items():
        assert "Example:" in (function.__doc__ or ""), name
        assert f"def {name}(" in (function.__doc__ or ""), name
        assert f"::: copydesk.hookspecs.{name}\n" in reference
