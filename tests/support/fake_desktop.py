"""What xlwings does on Windows, where there is no Windows: its cleaning of values, its import of functions.

The code is xlwings' own, taken from its files; only pywin32, which exists on Windows alone, is replaced by nothing.
"""

import ast
import datetime as dt
import importlib
import io
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import xlwings as xw
from xlwings import conversion

PYWIN32: dict[str, dict[str, Any]] = {
    "pythoncom": {"CoInitialize": lambda: None, "IID_IDispatch": 1},
    "pywintypes": {"com_error": Exception},
    "win32com": {},
    "win32com.client": {"Dispatch": lambda result: result},
}


def desktop_engine() -> Any:
    """The engine of xlwings for Excel on Windows, as far as it cleans values."""
    source = Path(xw.__file__).with_name("_xlwindows.py").read_text(encoding="utf-8")
    names: dict[str, Any] = {
        "time_types": (dt.datetime,),
        "_com_time_to_datetime": lambda value, _: value,
        "_datetime_to_com_time": lambda value: value,
        "pd": None,
        "np": None,
        "Apps": list,
    }
    for node in ast.parse(source).body:
        target = getattr(node, "targets", [None])[0]
        if getattr(target, "id", getattr(node, "name", "")) in ("cell_errors", "_clean_value_data_element", "Engine"):
            exec(compile(ast.Module([node], []), "_xlwindows", "exec"), names)  # noqa: S102  # xlwings' own code
    return names["Engine"]()


ERROR_NUMBERS = {"#N/A": -2146826246, "#DIV/0!": -2146826281, "#VALUE!": -2146826273}
"""How Excel hands error values over."""


@contextmanager
def imported_functions() -> Iterator[tuple[types.ModuleType, types.ModuleType]]:
    """Import ``xlplugin.excel.functions`` as it is imported on Windows; gives it with ``xlwings.udfs``."""
    added = {name: types.ModuleType(name) for name in PYWIN32 if name not in sys.modules}
    for name, module in added.items():
        module.__dict__.update(PYWIN32[name])
    before = {name: getattr(xw, name) for name in ("func", "arg", "ret", "sub")}
    kept = {name: sys.modules.pop(name, None) for name in ("xlwings.udfs", "xlplugin.excel.functions")}
    sys.modules.update(added)
    try:
        udfs = importlib.import_module("xlwings.udfs")
        xw.func, xw.arg, xw.ret, xw.sub = udfs.xlfunc, udfs.xlarg, udfs.xlret, udfs.xlsub
        yield importlib.import_module("xlplugin.excel.functions"), udfs
    finally:
        for name, value in before.items():
            setattr(xw, name, value)
        for name in added:
            del sys.modules[name]
        for name, loaded in kept.items():
            sys.modules.pop(name, None)
            if loaded:
                sys.modules[name] = loaded


def call_as_excel(function: Any, *given: Any) -> Any:
    """Call a function with what Excel hands over: blocks as tuples of tuples, error values as numbers."""
    if "excel" not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=desktop_engine()))
    described, layer = function.__xlfunc__, cast("Any", conversion)
    arguments = [layer.read(None, value, info["options"]) for value, info in zip(given, described["args"], strict=True)]
    return layer.write(function(*arguments), None, described["ret"]["options"])


def wrapper(functions: types.ModuleType, udfs: types.ModuleType) -> str:
    """Return the VBA that xlwings would write for the functions."""
    out = io.StringIO()
    book = types.SimpleNamespace(Name="考核.xlsm")
    udfs.generate_vba_wrapper("xlplugin.excel.functions", functions, out, book)
    return out.getvalue()
