"""The computer that the buttons run on: what keeps them from working, found without Excel and without xlwings.

===========  ====================================================================
``doctor``   the checks of ``xlplugin doctor`` and 环境检查, with what to do
``machine``  what the checks ask a computer: registry, packages, programs, files
===========  ====================================================================
"""
