"""YAML with positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.config.nodes import Node, read_yaml
from copydesk.errors import Problem


def read(text: str) -> Node:
    node, problems = read_yaml(text, "f.yaml")
    assert not problems
    assert node is not None
    return node


def problems_of(text: str) -> list[Problem]:
    return read_yaml(text, "f.yaml")[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("012", 12),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("2024-01-01", "2024-01-01"),
        ('"3"', "3"),
        ("'true'", "true"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    assert read(f"key: {text}").plain() == {"key": value}


def test_every_key_and_value_knows_its_place() -> None:
    node = read("a: 1\nsteps:\n  - clean\n  - quotes: {indirect: true}\n")

    steps = node.get("steps")
    assert steps is not None
    assert steps.items is not None
    key, value = (steps.items[1].entries or {})["quotes"]
    assert (str(steps.items[0].place), str(key.place), str(value.place)) == (
        "f.yaml:3:5",
        "f.yaml:4:5",
        "f.yaml:4:13",
    )


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", "f.yaml:3:1", "duplicate-key", id="duplicate key"),
        pytest.param("a:\n\t- b\n", "f.yaml:2:1", "tab", id="tab"),
        pytest.param("a: [1, 2\nb: 3\n", "f.yaml:1:4", "yaml-syntax", id="bracket left open"),
        pytest.param("a: !!python/object:os.system x\n", "f.yaml:1:4", "yaml-tag", id="tag"),
        pytest.param("a: &x {b: 1}\nc:\n  <<: *x\n", "f.yaml:3:3", "merge-key", id="merge key"),
        pytest.param("a: *nobody\n", "f.yaml:1:4", "yaml-syntax", id="unknown alias"),
        pytest.param("a: 1\n---\nb: 2\n", "f.yaml:2:1", "yaml-syntax", id="two documents"),
        pytest.param("a: \x07\n", "f.yaml:1:4", "yaml-syntax", id="control character"),
        pytest.param("a: " + "[" * 100 + "]" * 100, "f.yaml:1:43", "too-deep", id="deep"),
        pytest.param("[a]: 1\n", "f.yaml:1:1", "wrong-type", id="list as a key"),
    ],
)
def test_a_mistake_is_found_at_its_place(text: str, place: str, code: str) -> None:
    (problem,) = problems_of(text)

    assert (str(problem.place), problem.code) == (place, code)


def test_aliases_that_explode_are_stopped() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]

    (problem,) = problems_of("\n".join(lines))

    assert problem.code == "too-large"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("? " + "k" * 10_000_000 + "\n: 1\n", "too-large", id="a key of 10 MB"),
        pytest.param("a: " + "[" * 50_000, "too-deep", id="50,000 brackets"),
        pytest.param("a: " + "{b: " * 50_000, "too-deep", id="50,000 mappings"),
        pytest.param("- " * 50_000 + "x", "too-deep", id="50,000 dashes"),
        pytest.param("a: &a [*a]", "yaml-syntax", id="an alias inside its anchor"),
        pytest.param(
            "a: &a {b: 1}\n" + "".join(f"k{n}: *a\n" for n in range(30_000)), "too-large", id="30,000 aliases"
        ),
        pytest.param("<<: {a: 1}\n<<: {b: 2}\n", "merge-key", id="merge keys twice"),
        pytest.param("a: !!python/name:os.system\n", "yaml-tag", id="a Python name"),
        pytest.param("a: !!binary aGk=\n", "yaml-tag", id="binary"),
        pytest.param("%YAML 1.1\n%TAG ! tag:x,2000:\n---\na: !y 1\n", "yaml-tag", id="a tag of its own"),
    ],
)
def test_hostile_files_end_in_problems(text: str, code: str) -> None:
    assert code in [problem.code for problem in problems_of(text)]


def test_a_plain_alias_is_its_anchor() -> None:
    assert read("a: &x [1, 2]\nb: *x\n").plain() == {"a": [1, 2], "b": [1, 2]}


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(
        st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc", "Cs"]), max_size=8
    )
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
    ),
)


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=3), values, max_size=4).filter(bool))
def test_json_reads_as_itself(value: object) -> None:
    import json

    # YAML 1.2 contains JSON; escapes of surrogate pairs are the one thing libyaml leaves out.
    text = json.dumps(value, ensure_ascii=False)

    assert read(text).plain() == value


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    node, problems = read_yaml(text, "f.yaml")

    assert node is None or isinstance(node, Node)
    assert all(problem.place is not None for problem in problems)
