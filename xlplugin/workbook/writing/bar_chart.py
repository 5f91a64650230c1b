"""Draws bar charts on a worksheet."""

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.workbook.sheet_model import Chart

_TITLE_SIZE = 1100
"""Hundredths of a point; of the title of a chart."""

_CM = 28.35
"""Points in a centimetre."""


def draw_bars(worksheet: Worksheet, chart: Chart) -> None:
    """Draw bars that are readable in black and white: one series filled, the other only outlined."""
    drawn = BarChart()
    drawn.type, drawn.grouping = "bar", "clustered"
    drawn.gapWidth, drawn.overlap = 60, 0
    small = CharacterProperties(sz=_TITLE_SIZE, b=False)
    words = [Paragraph(pPr=ParagraphProperties(defRPr=small), r=[RegularTextRun(rPr=small, t=chart.title)])]
    drawn.title = Title(tx=Text(rich=RichText(p=words)))
    drawn.legend = None  # programs list the series in different orders; the title names them
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.x_axis.scaling.orientation = "maxMin"
    drawn.y_axis.scaling.min = 0
    drawn.y_axis.crosses = "max"
    name = quote_sheetname(worksheet.title)
    for title, cells, colour in chart.series:
        series = Series(Reference(range_string=f"{name}!{cells}"), title=title)
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.graphicalProperties.line.solidFill = "000000"
        series.dLbls = DataLabelList()
        series.dLbls.showVal = True
        series.dLbls.numFmt = "General;-General;"  # no 0 beside a bar that is not there
        for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(series.dLbls, other, False)
        drawn.append(series)
    drawn.set_categories(Reference(range_string=f"{name}!{chart.categories}"))
    drawn.width, drawn.height = chart.width / _CM, chart.height / _CM  # type: ignore[assignment]  # centimetres
    worksheet.add_chart(drawn, chart.anchor)
