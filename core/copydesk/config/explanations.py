"""What each problem of a pipeline file means, with a wrong and a right example."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """A page about a kind of problem.

    Attributes:
        text: What it means and how to mend it.
        wrong: A pipeline file that has it; empty when no file alone can show it.
        right: The same file without it.
    """

    text: str
    wrong: str = ""
    right: str = ""


_RIGHT = "steps:\n  - clean\n"

EXPLANATIONS: dict[str, Explanation] = {
    "unknown-step": Explanation(
        "No installed plugin has a step of this name. Steps are called as their plugin (`quotes`), or "
        "`plugin.noun` (`clean.whitespace`). `copydesk plugins` lists them.",
        "steps:\n  - claen\n",
        _RIGHT,
    ),
    "unknown-option": Explanation(
        "The step has no option of this name. `copydesk plugins STEP` lists its options.",
        "steps:\n  - summary: {sentence: 3}\n",
        "steps:\n  - summary: {sentences: 3}\n",
    ),
    "missing-option": Explanation(
        "A value is required and not there.",
        "name: news\n",
        "name: news\nsteps:\n  - clean\n",
    ),
    "unknown-key": Explanation(
        "A pipeline file, or a part of it, has no key of this name. The hint names the nearest one.",
        "steps:\n  - clean\non_eror: fail\n",
        "steps:\n  - clean\non_error: fail\n",
    ),
    "wrong-type": Explanation(
        'A value is of another type than the one expected. Types are strict: "3" in quotation marks is a '
        "text, 3 is a number; yes, no, on and off are texts, true and false are not.",
        'steps:\n  - summary: {sentences: "3"}\n',
        "steps:\n  - summary: {sentences: 3}\n",
    ),
    "wrong-value": Explanation(
        "A value is not one of the choices.",
        "steps:\n  - clean\non_error: stop\n",
        "steps:\n  - clean\non_error: fail\n",
    ),
    "out-of-range": Explanation(
        "A number, or a length, is below or above what is allowed.",
        "steps:\n  - summary: {sentences: 0}\n",
        "steps:\n  - summary: {sentences: 1}\n",
    ),
    "missing-layer": Explanation(
        "A step needs what another step finds, and no step before it provides that. Put the step that "
        "provides the layer before it.",
        "steps:\n  - quotes\n",
        "steps:\n  - entities\n  - quotes\n",
    ),
    "wrong-order": Explanation(
        "A step needs a layer that only a later step provides. Steps run in the order of the file.",
        "steps:\n  - quotes\n  - entities\n",
        "steps:\n  - entities\n  - quotes\n",
    ),
    "two-providers": Explanation(
        "Two steps provide the same layer, and the second does not build on the first, so that its work "
        "would overwrite that of the first.",
        "steps:\n  - summary\n  - summary: {sentences: 5}\n",
        "steps:\n  - summary: {sentences: 5}\n",
    ),
    "when-on-provider": Explanation(
        "A step that provides a layer in memory only, such as the parse, cannot have a condition: the steps "
        "after it need the layer for every document. Put the condition on them.",
        "steps:\n  - language: {}\n    when: length > 10\n  - entities\n",
        "steps:\n  - entities: {}\n    when: length > 10\n",
    ),
    "bad-condition": Explanation(
        "A condition may compare `meta.KEY`, `count(LAYER)`, `length`, `media_type`, `id` and `uri` with "
        "values, joined by `and`, `or` and `not`.",
        "steps:\n  - clean: {}\n    when: lenght > 10\n",
        "steps:\n  - clean: {}\n    when: length > 10\n",
    ),
    "unknown-layer": Explanation(
        "A test or a condition names a layer that no step of the pipeline provides.",
        "steps:\n  - sentences\ntests:\n  - text: Hello.\n    expect: {sentnces: [{start: 0}]}\n",
        "steps:\n  - sentences\ntests:\n  - text: Hello.\n    expect: {sentences: [{start: 0}]}\n",
    ),
    "unknown-field": Explanation(
        "A test expects a field that the annotations of the layer do not have.",
        "steps:\n  - sentences\ntests:\n  - text: Hello.\n    expect: {sentences: [{begin: 0}]}\n",
        "steps:\n  - sentences\ntests:\n  - text: Hello.\n    expect: {sentences: [{start: 0}]}\n",
    ),
    "wrong-test": Explanation(
        "A test needs one input, `text` or `file`, and something to expect.",
        "steps:\n  - clean\ntests:\n  - text: Hello.\n",
        "steps:\n  - clean\ntests:\n  - text: Hello.\n    expect: {text: Hello.}\n",
    ),
    "duplicate-key": Explanation(
        "A key stands twice in one mapping, so that one of the two would be lost.",
        "steps:\n  - clean\nname: a\nname: b\n",
        "steps:\n  - clean\nname: a\n",
    ),
    "duplicate-id": Explanation(
        "Two steps have the same `id`, or two documents of a run do.",
        "steps:\n  - clean: {}\n    id: a\n  - sentences: {}\n    id: a\n",
        "steps:\n  - clean: {}\n    id: a\n  - sentences: {}\n    id: b\n",
    ),
    "tab": Explanation(
        "YAML indents with spaces; a tab stands in their place.", "steps:\n\t- clean\n", _RIGHT
    ),
    "yaml-syntax": Explanation("The file is no YAML.", "steps: [clean\n", "steps: [clean]\n"),
    "yaml-tag": Explanation(
        "Tags (`!name`) would make objects; a pipeline is text, numbers, lists and mappings.",
        "steps: !!set [clean]\n",
        "steps: [clean]\n",
    ),
    "merge-key": Explanation(
        "Merge keys (`<<`) are not part of YAML 1.2. Write the keys out, or build on a file with `extends`.",
        "steps:\n  - summary: {<<: {sentences: 3}}\n",
        "steps:\n  - summary: {sentences: 3}\n",
    ),
    "empty-file": Explanation("The file has nothing in it.", "# nothing\n", _RIGHT),
    "too-deep": Explanation(
        "Lists and mappings are nested too deep.", f"steps: {'[' * 60}{']' * 60}\n", _RIGHT
    ),
    "too-large": Explanation(
        "The file, with its aliases written out, is larger than any pipeline; or a document of a run has "
        "more bytes than `max_document_bytes` allows."
    ),
    "impossible-output": Explanation(
        "A run could not write what was asked for: nothing writes files of that ending, the format is made "
        "from a layer that the pipeline does not provide, the folder is missing or closed, or the output is "
        "an input too. `copydesk check PIPELINE -o FILE` looks at it without a run."
    ),
    "not-utf-8": Explanation("The file is not encoded in UTF-8. Save it as UTF-8."),
    "no-such-file": Explanation(
        "A file does not exist, or cannot be read. Paths in `extends` are taken from the folder of the file.",
        "extends: no-such-base.yaml\nsteps:\n  - clean\n",
        _RIGHT,
    ),
    "extends-cycle": Explanation("A file extends itself, directly or through another. Remove one `extends`."),
    "unknown-step-id": Explanation(
        "`before`, `after` or `remove` names a step that the extended file does not have."
    ),
    "unset-variable": Explanation(
        "A variable of the environment is not set. Set it, or give a default: `${NAME:-default}`.",
        "steps:\n  - clean\ndescription: ${COPYDESK_NO_SUCH_VARIABLE}\n",
        "steps:\n  - clean\ndescription: ${COPYDESK_NO_SUCH_VARIABLE:-none}\n",
    ),
    "bad-setting": Explanation("`--set` wants PATH=VALUE, for example `--set summary.sentences=5`."),
    "unknown-path": Explanation("`--set` names a step or a key that the pipeline does not have."),
    "unknown-plugin": Explanation(
        "`plugins:` names a plugin that is not installed. `copydesk plugins` lists those that are.",
        "steps:\n  - clean\nplugins: [qoutes]\n",
        "steps:\n  - clean\nplugins: [quotes]\n",
    ),
    "broken-plugin": Explanation(
        "A plugin cannot be imported or registered. Pipelines that do not use it work."
    ),
    "broken-step": Explanation("A step cannot be made or opened. Tell the author of its plugin."),
    "slow-plugin": Explanation(
        "A plugin takes long to import. `copydesk plugins`, `schema` and `doctor` wait 10 seconds for each, "
        "a pipeline that uses it a minute. The environment variable COPYDESK_IMPORT_SECONDS sets another "
        "limit. A plugin that loads a model should do that in `open`."
    ),
    "plugin-clash": Explanation(
        "Two packages have a plugin of the same name. Uninstall one of them. The names of the plugins that "
        "come with copydesk are their own: another package cannot take one, and the pipeline works."
    ),
    "plugin-api": Explanation("A plugin needs another version of the plugin API. Upgrade it, or copydesk."),
    "missing-model": Explanation(
        "The language model is not installed. The message gives the command for it.",
        "steps:\n  - language: {model: xx_no_such_model}\n  - entities\n",
        "steps:\n  - language: {model: en_core_web_sm}\n  - entities\n",
    ),
    "missing-extra": Explanation(
        "A step needs packages that are not installed with copydesk itself. The message gives the command."
    ),
    "missing-component": Explanation(
        "A step needs a part of the language model that this model does not have, for example names "
        "(`ner`) or grammar (`parser`). Choose a model that has it."
    ),
    "bad-gazetteer": Explanation(
        "A gazetteer file cannot be read, or one of its lines has no name and label.",
        "steps:\n  - entities: {gazetteer: no-such-names.csv}\n",
        "steps:\n  - entities: {gazetteer: {Nord Stream: ORG}}\n",
    ),
    "bad-key": Explanation(
        "A key file cannot be read, or is too short to be a key. "
        "`openssl rand -hex 32 > redact.key` makes one.",
        "steps:\n  - entities\n  - entities.redact: {key: no-such.key}\n",
        "steps:\n  - entities\n  - entities.redact\n",
    ),
}
"""By code. Every problem that `check` reports is here; a test holds the examples against `check`."""
