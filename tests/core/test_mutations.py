"""One good pipeline, broken in many ways: each mistake is found at its place, with its cure.

The expected problems stand in tests/golden/mutations.txt, one block a mutation; they were read one by
one. `pytest --update-golden` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable

import jsonschema

from copydesk import Pipeline
from copydesk.config.nodes import read_yaml
from copydesk.errors import ConfigError
from copydesk.plugins import Plugins
from copydesk.schema import pipeline_schema

GOOD = """\
name: desk
description: Articles of the desk.
steps:
  - clean: {preset: news, headline: keep}
  - language: {model: en_core_web_sm}
  - entities:
      scheme: coarse
      also: [dates]
  - quotes: {indirect: true, min_words: 2}
  - summary:
      sentences: 3
      lead: 0.5
    when: length > 200
on_error: quarantine
max_document_bytes: 1000000
plugins: [quotes]
tests:
  - name: finds a person
    text: Anna Weber said no.
    meta: {title: "No"}
    expect:
      entities: [{text: Anna Weber, label: PERSON}]
      text: {contains: Weber}
      summary: {count: 0}
"""
# What is replaced in the good file, and by what.
MUTATIONS = [
    ("name: desk", "nmae: desk"),
    ("name: desk", "name: 3"),
    ("name: desk", "name: ''"),
    ("name: desk", "name: [desk]"),
    ("name: desk", "name: desk\nname: other"),
    ("name: desk", "Name: desk"),
    ("name: desk", "name: !!str desk"),
    ("name: desk", "\tname: desk"),
    ("name: desk", "name: *desk"),
    ("name: desk", "name: 'desk"),
    ("name: desk", "{name: desk"),
    ("name: desk", "extends: desk.yaml"),
    ("name: desk", "extends: [1]"),
    ("name: desk", "name: ${NO_SUCH_VARIABLE_HERE}"),
    ("description:", "descripton:"),
    ("description: Articles of the desk.", "description: {a: b}"),
    ("description: Articles of the desk.", "description: a: b"),
    ("steps:", "step:"),
    ("steps:", "steps: []\nmore:"),
    ("- clean:", "- claen:"),
    ("- clean:", "- clean.news:"),
    ("- clean:", "- clean.whitspace:"),
    ("- clean:", "-clean:"),
    ("- clean:", "- Clean:"),
    ("{preset: news, headline: keep}", "{preset: newz}"),
    ("{preset: news, headline: keep}", "{preset: [news]}"),
    ("{preset: news, headline: keep}", "{presets: news}"),
    ("{preset: news, headline: keep}", "{headline: true}"),
    ("{preset: news, headline: keep}", "{reasons: {captoin: keep}}"),
    ("{preset: news, headline: keep}", "{reasons: {caption: kept}}"),
    ("{preset: news, headline: keep}", "news"),
    ("{preset: news, headline: keep}", "[news]"),
    ("{preset: news, headline: keep}", "{preset: news, preset: corpus}"),
    ("{preset: news, headline: keep}", "{<<: {preset: news}}"),
    ("{preset: news, headline: keep}", "{fast: yes}"),
    ("- language:", "- langauge:"),
    ("{model: en_core_web_sm}", "{model: ''}"),
    ("{model: en_core_web_sm}", "{model: 3}"),
    ("{model: en_core_web_sm}", "{max_characters: 0}"),
    ("{model: en_core_web_sm}", "{max_characters: 1.5}"),
    ("  - language: {model: en_core_web_sm}\n", ""),
    ("  - entities:\n      scheme: coarse\n      also: [dates]\n", ""),
    ("  - entities:\n      scheme: coarse\n      also: [dates]\n", "  - entites\n"),
    ("scheme: coarse", "scheme: fine"),
    ("scheme: coarse", "scheme: ontonote"),
    ("scheme: coarse", "shceme: coarse"),
    ("scheme: coarse", "scheme:"),
    ("also: [dates]", "also: dates"),
    ("also: [dates]", "also: [date]"),
    ("also: [dates]", "also: [dates, 7]"),
    ("also: [dates]", "aliases: {Scholz: Olaf}"),
    ("      scheme: coarse", "    scheme: coarse"),
    ("- quotes:", "- qoutes:"),
    ("- quotes:", "- entities\n  - quotes:"),
    ("{indirect: true, min_words: 2}", "{indirect: 1}"),
    ("{indirect: true, min_words: 2}", '{indirect: "true"}'),
    ("{indirect: true, min_words: 2}", "{min_words: 0}"),
    ("{indirect: true, min_words: 2}", "{min_words: two}"),
    ("{indirect: true, min_words: 2}", "{minimum_word: 2}"),
    ("{indirect: true, min_words: 2}", "{kinds: []}"),
    ("{indirect: true, min_words: 2}", "{kinds: [direct, indrect]}"),
    ("{indirect: true, min_words: 2}", "{cues: {moot: speach}}"),
    ("{indirect: true, min_words: 2}", "{marks: singel}"),
    ("{indirect: true, min_words: 2}", "{min_confidence: 2}"),
    ("  - summary:\n", "  - summary\n  - summary:\n"),
    ("sentences: 3", "sentence: 3"),
    ("sentences: 3", "sentences: three"),
    ("sentences: 3", "sentences: 0"),
    ("sentences: 3", "sentences: 3.5"),
    ("sentences: 3", "sentences: -1"),
    ("sentences: 3", "sentences: 1000"),
    ("sentences: 3", "sentences: null"),
    ("lead: 0.5", "lead: 1.5"),
    ("lead: 0.5", "lead: half"),
    ("lead: 0.5", "words: 2"),
    ("      lead: 0.5", "    lead: 0.5"),
    ("when: length > 200", "when: lenght > 200"),
    ("when: length > 200", "when: length >"),
    ("when: length > 200", "when: 200"),
    ("when: length > 200", "when: count(entites) > 2"),
    ("when: length > 200", "when: open('x')"),
    ("when: length > 200", "when: length > 200\n    id: 3"),
    ("when: length > 200", "whne: length > 200"),
    ("on_error: quarantine", "on_error: quarantin"),
    ("on_error: quarantine", "on_error: stop"),
    ("on_error: quarantine", "on_error: true"),
    ("on_error: quarantine", "onerror: fail"),
    ("max_document_bytes: 1000000", "max_document_bytes: 0"),
    ("max_document_bytes: 1000000", "max_document_bytes: 1MB"),
    ("max_document_bytes: 1000000", "max_document_byte: 9"),
    ("max_document_bytes: 1000000", "fields: {txt: body}"),
    ("max_document_bytes: 1000000", "fields: {text: [body, title]}"),
    ("max_document_bytes: 1000000", "fields: body"),
    ("plugins: [quotes]", "plugins: [quote]"),
    ("plugins: [quotes]", "plugins: quotes"),
    ("plugins: [quotes]", "plugins: [3]"),
    ("tests:\n", "test:\n"),
    ("  - name: finds a person\n    text: Anna", "  - text: 3\n    txt: Anna"),
    ("    text: Anna Weber said no.\n", ""),
    ("    text: Anna", "    file: a.txt\n    text: Anna"),
    ('meta: {title: "No"}', "meta: No"),
    ("expect:", "expects:"),
    ("entities: [{text", "entitys: [{text"),
    ("label: PERSON", "lable: PERSON"),
    ("label: PERSON}]", "label: PERSON}, 3]"),
    ("[{text: Anna Weber, label: PERSON}]", "Anna Weber"),
    ("text: {contains: Weber}", "text: {contain: Weber}"),
    ("text: {contains: Weber}", "text: [Weber]"),
    ("{count: 0}", "{count: none}"),
    ("{count: 0}", "{cuont: 0}"),
]


def test_the_good_pipeline_has_no_problem() -> None:
    assert len(Pipeline.parse(GOOD, Plugins(), path="p.yaml").steps) > 10


def test_each_mutation_changes_the_file() -> None:
    assert all(old in GOOD for old, _ in MUTATIONS)
    assert len({(old, new) for old, new in MUTATIONS}) == len(MUTATIONS) > 80


def test_each_mistake_is_found_at_its_place(golden: Callable[[str, str], None]) -> None:
    plugins = Plugins()
    blocks = []
    for old, new in MUTATIONS:
        shown = f"{old.strip()!r} -> {new.strip()!r}"
        try:
            Pipeline.parse(GOOD.replace(old, new, 1), plugins, path="p.yaml")
        except ConfigError as error:
            blocks.append("\n".join([shown, *map(str, error.problems)]))
        else:
            blocks.append(f"{shown}\nno problem")

    golden("mutations.txt", "\n\n".join(blocks) + "\n")


# Problems that a JSON Schema can tell; those of YAML itself come before any schema.
IN_SCHEMA = {
    "wrong-type",
    "wrong-value",
    "out-of-range",
    "unknown-key",
    "unknown-option",
    "unknown-step",
    "missing-option",
    "wrong-test",
}


def test_the_schema_rejects_what_it_can_express() -> None:
    plugins = Plugins()
    schema = jsonschema.Draft202012Validator(pipeline_schema(plugins))
    taken_by_mistake = []
    for old, new in MUTATIONS:
        text = GOOD.replace(old, new, 1)
        root, unreadable = read_yaml(text, "p.yaml")
        if root is None or unreadable:
            continue
        try:
            Pipeline.parse(text, plugins, path="p.yaml")
            codes = set[str]()
        except ConfigError as error:
            codes = {problem.code for problem in error.problems}
        if bool(codes & IN_SCHEMA) == schema.is_valid(root.plain()):
            taken_by_mistake.append((new, sorted(codes)))

    assert taken_by_mistake == []
