"""``templates/look.schema.json``: the schema of look files for editors.

It is generated from ``templates/look.yaml`` by ``tools/write-generated``: an office's own file may have every setting
of that file.
"""

from typing import Any

from xlplugin.workbook.look_file import MOST_LINES, MOST_TEXT, shipped_settings

_COLOUR = {"type": ["string", "integer"], "pattern": "^[0-9A-Fa-f]{6}$", "description": "六位十六进制颜色，加引号"}
_YES_NO = {"enum": ["是", "否"]}


def _number(unit: str) -> dict[str, Any]:
    return {"type": ["number", "string"], "pattern": r"^[0-9]{1,3}(\.[0-9]{1,2})?$", "description": unit}


_BY_NAME: dict[str, dict[str, Any]] = {
    "字体": {"type": "string", "description": "字体名称"},
    "字号": _number("磅"),
    "加粗": _YES_NO,
    "对齐": {"enum": ["左", "居中", "右"]},
    "边框": _YES_NO,
    "底色": _COLOUR,
    "字色": _COLOUR,
    "纸": {"enum": ["A4", "A3"]},
    "方向": {"enum": ["横向", "纵向"]},
    **{side: _number("毫米") for side in ("左", "右", "上", "下")},
    "字号不小于": _number("磅"),
}
_WIDTH = {
    "type": ["number", "string"],
    "pattern": r"^[0-9]{1,3}(\.[0-9]{1,2}|[—–~至-][0-9]{1,3})?$",
    "description": "Excel 列宽；评分表里文字多的栏可写范围，如 18—70",
}
_DEFINITIONS = {"样式": "style", "标记": "mark", "纸张": "paper"}
"""The sections whose settings all have the same fields, with the name of their definition."""


def look_schema() -> dict[str, Any]:
    """Return the JSON Schema of an office's own file of changes: all settings of ``look.yaml``, none required."""
    properties: dict[str, Any] = {"格式": {"enum": [1, "1"]}}
    definitions: dict[str, Any] = {}
    for (section, *rest), setting in shipped_settings().items():
        node = properties.setdefault(section, _mapping())["properties"]
        if name := _DEFINITIONS.get(section):
            node[rest[0]] = {"$ref": f"#/$defs/{name}"}
            definitions.setdefault(name, _mapping())["properties"][rest[-1]] = _BY_NAME[rest[-1]]
            continue
        for group in rest[:-1]:
            node = node.setdefault(group, _mapping())["properties"]
        node[rest[-1]] = _setting(section, setting.value)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "工作簿的样子",
        "description": "供编辑器提示和核对；各项都可以不写。",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": definitions | {"width": _WIDTH},
    }


def _mapping() -> dict[str, Any]:
    return {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def _setting(section: str, shipped: str | tuple[str, ...]) -> dict[str, Any]:
    if section == "列宽":
        return {"$ref": "#/$defs/width"}
    if section == "图表":
        return _COLOUR
    if section == "版面":
        return _YES_NO
    if isinstance(shipped, tuple):
        return {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_LINES}
    return {"type": "string", "maxLength": MOST_TEXT, "default": shipped}
