"""The sources file: YAML in, sources out, every mistake with its file, line and field."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shpalta.errors import SourcesError
from shpalta.sources.model import Source

_REMEDY = "docs/SOURCES.md lists every field"


def load_sources(path: str) -> dict[str, Source]:
    """Read a sources file, or one that ships with Shpalta by its bare name. Raises SourcesError."""
    file = locate(path)
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise SourcesError(f"Cannot read the sources file {file}: {error.strerror}", remedy=_HOW_NAMED) from error
    except UnicodeDecodeError as error:
        raise SourcesError(f"{file} is not UTF-8: {error.reason} at byte {error.start}", remedy="Save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise SourcesError(_not_yaml(file, error), remedy="Correct the YAML") from error
    except RecursionError as error:
        raise SourcesError(f"{file} is nested too deeply", remedy=_REMEDY) from error
    return _sources(file, root)


_HOW_NAMED = "SHPALTA_SOURCES or --sources names a YAML file, or a shipped one: ukraine"


def locate(path: str) -> Path:
    """Give the sources file of that path, or the one that ships with Shpalta under that bare name."""
    shipped = Path(str(files("shpalta.sources").joinpath(f"{path}.yaml")))
    return shipped if path.isidentifier() and shipped.is_file() else Path(path)


def _sources(file: Path, root: yaml.Node | None) -> dict[str, Source]:
    entries = _entries(file, root)
    sources: dict[str, Source] = {}
    for node in entries:
        source = _source(file, node)
        if source.id in sources:
            raise SourcesError(
                f"{_place(file, node)}: id: {source.id!r} stands here twice", remedy="Give each source its own id"
            )
        sources[source.id] = source
    return sources


def _entries(file: Path, root: yaml.Node | None) -> list[yaml.Node]:
    listed = root
    if isinstance(root, yaml.MappingNode):
        _refuse_twins(file, root)
        fields = {key.value: value for key, value in root.value}
        unknown = sorted(set(fields) - {"sources"})
        if unknown:
            raise SourcesError(f"{_place(file, root)}: {unknown[0]}: unknown field", remedy="The file holds one list: sources")
        listed = fields.get("sources")
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        raise SourcesError(f"{_place(file, listed or root)}: sources: a list of sources is expected", remedy=_REMEDY)
    return list(listed.value)


def _source(file: Path, node: yaml.Node) -> Source:
    if not isinstance(node, yaml.MappingNode):
        raise SourcesError(f"{_place(file, node)}: a source is a mapping of fields", remedy=_REMEDY)
    _refuse_twins(file, node)
    try:
        return Source.model_validate(_plain(node))
    except yaml.YAMLError as error:
        raise SourcesError(_not_yaml(file, error), remedy="Use plain texts and numbers") from error
    except ValidationError as error:
        problems = [_problem(file, node, each) for each in error.errors()]
        raise SourcesError("; ".join(problems), remedy=_REMEDY) from error


def _problem(file: Path, node: yaml.Node, error: ErrorDetails) -> str:
    names = [name for name in error["loc"] if not _is_kind(name, error["loc"])]
    place = node
    for name in names:
        place = _child(place, name) or place
    message = "unknown field" if error["type"] == "extra_forbidden" else error["msg"].removeprefix("Value error, ")
    value = "" if isinstance(error["input"], dict | list | tuple) else f" (here: {error['input']!r})"
    return f"{_place(file, place)}: {'.'.join(map(str, names)) or 'source'}: {message}{value}"


def _is_kind(name: str | int, location: tuple[str | int, ...]) -> bool:
    """Tell whether pydantic put a strategy's kind into the path, where the file has no such level."""
    position = location.index(name)
    return position == 2 and location[0] == "strategies"


def _child(node: yaml.Node, name: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next(
            (key if key.value == name and not value.value else value for key, value in node.value if key.value == name), None
        )
    if isinstance(node, yaml.SequenceNode) and isinstance(name, int) and name < len(node.value):
        found: yaml.Node = node.value[name]
        return found
    return None


def _refuse_twins(file: Path, node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                raise SourcesError(f"{_place(file, key)}: {key.value}: this field stands here twice", remedy="Keep one of them")
            seen.add(str(key.value))
            _refuse_twins(file, value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            _refuse_twins(file, each)


def _plain(node: yaml.Node) -> object:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _place(file: Path, node: yaml.Node | None) -> str:
    return f"{file}, line {node.start_mark.line + 1}" if node else f"{file}, line 1"


def _not_yaml(file: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f", line {mark.line + 1}" if mark else ""
    return f"{file}{line}: not YAML: {getattr(error, 'problem', None) or 'cannot be read'}"
