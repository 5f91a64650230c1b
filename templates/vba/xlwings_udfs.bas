Attribute VB_Name = "xlwings_udfs"
' The worksheet functions, as xlwings' "Import Functions" writes them, but for the sentence that a failure gives.
' The module has the name that xlwings gives it, so that importing the functions anew replaces it.
#Const App = "Microsoft Excel"

Function XLP_BONUS(rubric, keys, values, indicators)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        XLP_BONUS = XLPy.CallUDF("xlplugin.excel.functions", "XLP_BONUS", Array(rubric, keys, values, indicators), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        XLP_BONUS = XLPy.CallUDF("xlplugin.excel.functions", "XLP_BONUS", Array(rubric, keys, values, indicators))
        Exit Function
    #End If
failed:
    XLP_BONUS = Said("function_failed")
End Function

Function XLP_CHECK(rubric, keys, values)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        XLP_CHECK = XLPy.CallUDF("xlplugin.excel.functions", "XLP_CHECK", Array(rubric, keys, values), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        XLP_CHECK = XLPy.CallUDF("xlplugin.excel.functions", "XLP_CHECK", Array(rubric, keys, values))
        Exit Function
    #End If
failed:
    XLP_CHECK = Said("function_failed")
End Function

Function XLP_DEDUCTION(rubric, keys, values, indicators)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        XLP_DEDUCTION = XLPy.CallUDF("xlplugin.excel.functions", "XLP_DEDUCTION", Array(rubric, keys, values, indicators), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        XLP_DEDUCTION = XLPy.CallUDF("xlplugin.excel.functions", "XLP_DEDUCTION", Array(rubric, keys, values, indicators))
        Exit Function
    #End If
failed:
    XLP_DEDUCTION = Said("function_failed")
End Function

Function XLP_EXPLAIN(rubric, keys, values, indicators)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        XLP_EXPLAIN = XLPy.CallUDF("xlplugin.excel.functions", "XLP_EXPLAIN", Array(rubric, keys, values, indicators), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        XLP_EXPLAIN = XLPy.CallUDF("xlplugin.excel.functions", "XLP_EXPLAIN", Array(rubric, keys, values, indicators))
        Exit Function
    #End If
failed:
    XLP_EXPLAIN = Said("function_failed")
End Function

Function XLP_GRADE(rubric, keys, values)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        XLP_GRADE = XLPy.CallUDF("xlplugin.excel.functions", "XLP_GRADE", Array(rubric, keys, values), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        XLP_GRADE = XLPy.CallUDF("xlplugin.excel.functions", "XLP_GRADE", Array(rubric, keys, values))
        Exit Function
    #End If
failed:
    XLP_GRADE = Said("function_failed")
End Function

Function XLP_GRADE_OF(rubric, figures)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        XLP_GRADE_OF = XLPy.CallUDF("xlplugin.excel.functions", "XLP_GRADE_OF", Array(rubric, figures), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        XLP_GRADE_OF = XLPy.CallUDF("xlplugin.excel.functions", "XLP_GRADE_OF", Array(rubric, figures))
        Exit Function
    #End If
failed:
    XLP_GRADE_OF = Said("function_failed")
End Function

Function XLP_PUBLISHED(rubric, keys, values)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        XLP_PUBLISHED = XLPy.CallUDF("xlplugin.excel.functions", "XLP_PUBLISHED", Array(rubric, keys, values), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        XLP_PUBLISHED = XLPy.CallUDF("xlplugin.excel.functions", "XLP_PUBLISHED", Array(rubric, keys, values))
        Exit Function
    #End If
failed:
    XLP_PUBLISHED = Said("function_failed")
End Function

Function XLP_TOTAL(rubric, keys, values)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        XLP_TOTAL = XLPy.CallUDF("xlplugin.excel.functions", "XLP_TOTAL", Array(rubric, keys, values), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        XLP_TOTAL = XLPy.CallUDF("xlplugin.excel.functions", "XLP_TOTAL", Array(rubric, keys, values))
        Exit Function
    #End If
failed:
    XLP_TOTAL = Said("function_failed")
End Function
