"""``templates/rubric.schema.json``: the schema of rubric and scheme files for editors.

It is generated from ``file_format`` by ``tools/write-generated``. It only helps: ``xlplugin check`` decides.
"""

from collections.abc import Iterable
from typing import Any, assert_never

from xlplugin.rubric.file_fields import FieldForm, FileField
from xlplugin.rubric_files.field_reader import MOST_LABEL, MOST_TEXT
from xlplugin.rubric_files.file_format import DEFINITIONS, FORMAT, RUBRIC_FIELDS, SCHEME_FIELDS
from xlplugin.rubric_files.scheme_file import MOST_ID

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_AMOUNT = r"^([0-9]+(\.[0-9]{1,4})?%?|全部|满分)$"
_POINTS = r"^([0-9]+(\.[0-9]{1,4})?|—|-|——)$"


def rubric_schema() -> dict[str, Any]:
    """Return the JSON Schema of rubrics and schemes; a file with 评分表 is a rubric."""
    return {
        "$schema": JSON_SCHEMA,
        "title": "考核细则与评分表，或考核方案",
        "description": "供编辑器提示和核对；以 xlplugin check 为准。",
        "if": {"required": ["评分表"]},
        "then": {"$ref": "#/$defs/table"},
        "else": {"$ref": "#/$defs/scheme"},
        "$defs": {
            "table": _mapping(RUBRIC_FIELDS),
            "scheme": _mapping(SCHEME_FIELDS),
            **{name: _mapping(fields) for name, fields in DEFINITIONS.items()},
        },
    }


def _mapping(fields: Iterable[FileField]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required = []
    for field in fields:
        if field.form is FieldForm.AMOUNT:
            # Which of the two is allowed depends on the standard above; the schema does not know it.
            for verb in ("扣", "加"):
                properties[f"{verb}分"] = _amount(field.description.replace("{verb}", verb))
            continue
        properties[field.name] = _schema(field)
        if field.required:
            required.append(field.name)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _schema(field: FileField) -> dict[str, Any]:
    schema = _by_form(field)
    if field.description and "description" not in schema:
        schema["description"] = field.description
    return schema


def _by_form(field: FileField) -> dict[str, Any]:
    match field.form:
        case FieldForm.AMOUNT | FieldForm.POINTS:
            return _points(field.description)
        case FieldForm.LIMIT | FieldForm.FACTOR:
            return {"type": ["number", "string"]}
        case FieldForm.PERCENT:
            return {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"}
        case FieldForm.COUNT:
            return {"type": ["integer", "string"], "pattern": "^[1-9][0-9]*$"}
        case FieldForm.PRINTED_COUNT:
            return {"type": ["integer", "string"]}
        case FieldForm.LABEL:
            return {"type": ["string", "number"], "maxLength": MOST_LABEL}
        case FieldForm.TEXT:
            return {"type": "string"}
        case FieldForm.FORMULA:
            return {"type": ["string", "number"]}  # under 得分标准 points, too
        case FieldForm.BOUND:
            return {"type": ["number", "string"], "pattern": r"^-?[0-9]+(\.[0-9]+)?%?$"}
        case FieldForm.YES_NO:
            return {"enum": ["是", "否"]}
        case FieldForm.WORDS_OR_NUMBER:
            return {"type": ["string", "number"]}
        case FieldForm.WORDS_OR_NOTHING:
            return {"type": ["string", "number", "null"]}
        case FieldForm.QUOTE:
            return _quote()
        case FieldForm.QUOTES:
            return {"type": "array", "items": _quote()}
        case FieldForm.NAMES:
            return {"type": "array", "items": {"type": "string"}}
        case FieldForm.ID:
            return {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": MOST_ID}
        case FieldForm.NUMBER:
            return {"type": "string", "description": field.description, "pattern": r"^[0-9]+(\.[0-9]+){0,2}$"}
        case FieldForm.YEAR:
            return {"type": ["integer", "string"], "pattern": "^[0-9]{4}$"}
        case FieldForm.FORMAT:
            return {"enum": [int(FORMAT), FORMAT]}
        case FieldForm.CHOICE:
            return {"enum": list(field.choices)}
        case FieldForm.GROUP:
            return _mapping(field.fields)
        case FieldForm.LIST:
            return _list(field)
        case _:
            assert_never(field.form)


def _points(description: str) -> dict[str, Any]:
    return {"type": ["number", "string"], "pattern": _POINTS, "minimum": 0, "description": description}


def _amount(description: str) -> dict[str, Any]:
    return {"type": ["number", "string"], "pattern": _AMOUNT, "minimum": 0, "description": description}


def _quote() -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": MOST_TEXT}


def _list(field: FileField) -> dict[str, Any]:
    of_names = [{"$ref": f"#/$defs/{name}"} for name in field.definition.split("|") if name]
    items = {"anyOf": of_names} if len(of_names) > 1 else of_names[0] if of_names else _mapping(field.fields)
    bounds = {"minItems": field.at_least, "maxItems": field.at_most}
    return {"type": "array", "items": items} | {name: most for name, most in bounds.items() if most is not None}
