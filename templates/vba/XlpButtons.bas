Attribute VB_Name = "XlpButtons"
' What the buttons and the ribbon of the workbook run: macros in Python, through xlwings' own module.
' All texts stand on the hidden sheet (name macro_texts), so that this file is plain ASCII in every code page.
Option Explicit

Private Const MACROS As String = "xlplugin.excel.macros"
Private Const LAST_TEXT As Long = 40

Public Sub Recalculate()
    RunMacro "recalculate"
End Sub

Public Sub CheckEntries()
    RunMacro "check_entries"
End Sub

Public Sub ExportScores()
    RunMacro "export_scores"
End Sub

Public Sub ClearEntries()
    RunMacro "clear_entries"
End Sub

Public Sub CheckEnvironment()
    RunMacro "check_environment"
End Sub

Public Sub RibbonRecalculate(ByVal control As Object)
    Recalculate
End Sub

Public Sub RibbonCheckEntries(ByVal control As Object)
    CheckEntries
End Sub

Public Sub RibbonExportScores(ByVal control As Object)
    ExportScores
End Sub

Public Sub RibbonClearEntries(ByVal control As Object)
    ClearEntries
End Sub

Public Sub RibbonCheckEnvironment(ByVal control As Object)
    CheckEnvironment
End Sub

Private Sub RunMacro(ByVal macroName As String)
    Dim missing As String
    missing = WhatIsMissing()
    If missing <> "" Then
        MsgBox Said(missing), vbExclamation, Said("title")
        Exit Sub
    End If
    RunPython "import " & MACROS & ";" & MACROS & "." & macroName & "()"
End Sub

' Gives the key of the sentence that says what keeps Python from being run; "" where nothing does.
' The interpreter is tried once; a press that went well is not checked again.
Private Function WhatIsMissing() As String
    Static isThere As Boolean
    Dim interpreter As String, command As String, quote As String
    If IsWps() Then
        WhatIsMissing = "wps"
        Exit Function
    End If
    If isThere Then Exit Function
    On Error GoTo failed
    interpreter = GetConfig("INTERPRETER_WIN", "")
    If interpreter = "" Then interpreter = GetConfig("INTERPRETER", "python")
    If interpreter <> "python" And interpreter <> "pythonw" Then
        If Not FileExists(interpreter) Then
            WhatIsMissing = "no_interpreter"
            Exit Function
        End If
    End If
    If GetConfig("CONDA PATH", "") = "" Then
        quote = Chr(34)
        command = "import sys, importlib.util as u; sys.exit(0 if u.find_spec('xlplugin') and u.find_spec('xlwings') else 3)"
        Select Case WScript.Run("cmd.exe /C " & quote & quote & interpreter & quote & " -B -c " & quote & command & quote & quote, 0, True)
            Case 0
            Case 3
                WhatIsMissing = "no_package"
                Exit Function
            Case Else
                WhatIsMissing = "no_python"
                Exit Function
        End Select
    End If
    isThere = True
    Exit Function
failed:
    WhatIsMissing = "no_python"
    #If Mac Then
        WhatIsMissing = "mac" ' where there is no WScript
    #End If
End Function

' WPS says "Microsoft Excel" of itself; only the folder that it runs from tells.
Private Function IsWps() As Boolean
    Dim folder As String
    On Error Resume Next
    folder = LCase(Application.Path)
    IsWps = InStr(folder, "kingsoft") > 0 Or InStr(folder, "wps") > 0
End Function

' Gives a text of the hidden sheet by its key.
Public Function Said(ByVal key As String) As String
    Dim first As Object, row As Long
    On Error GoTo failed
    Set first = ThisWorkbook.Names("macro_texts").RefersToRange
    For row = 0 To LAST_TEXT
        If first.Offset(row, 0).Value = key Then
            Said = first.Offset(row, 1).Value
            Exit Function
        End If
    Next row
failed:
End Function

' Gives the functions the texts that Excel's function wizard shows. They are a convenience: where they cannot be
' set (a protected view, another program), everything else works all the same.
Public Sub DescribeFunctions()
    Dim host As Object, first As Object, row As Long, functionName As String, wasSaved As Boolean
    On Error Resume Next
    Set host = Application ' bound late: a program that has no MacroOptions still compiles the module
    wasSaved = ThisWorkbook.Saved
    Set first = ThisWorkbook.Names("macro_texts").RefersToRange
    If first Is Nothing Then Exit Sub
    For row = 0 To LAST_TEXT
        functionName = first.Offset(row, 0).Value
        If Left(functionName, 4) = "XLP_" Then
            ' Macro, Description, ..., Category, ..., ArgumentDescriptions (since Excel 2010).
            host.MacroOptions "'" & ThisWorkbook.Name & "'!" & functionName, first.Offset(row, 1).Value, , , , , _
                Said("category"), , , , Split(first.Offset(row, 2).Value, vbLf)
        End If
    Next row
    ThisWorkbook.Saved = wasSaved
End Sub
