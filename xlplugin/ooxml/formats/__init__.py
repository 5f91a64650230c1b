"""Files of other formats than .xlsx: recognised by their bytes, and converted where LibreOffice is installed.

===============  ================================================================================
``file_type``    what a file is, by its bytes: a package, an old format, encrypted, a text
``libreoffice``  converts .xls, .et, .ods and others to .xlsx
``as_package``   a package, as it is or converted
===============  ================================================================================
"""
