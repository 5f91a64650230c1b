"""Word documents: the templates' engine, and what each document says.

====================  ==========================================================
``template_field``    what a template may name, as data
``docx_template``     reads, checks and fills a template
``docx_tables``       reads tables that come back
``bulletin``          what the published notice (通报) says
``feedback``          what the feedback to one body says
``decision_form``     what the form for signature says
====================  ==========================================================
"""
