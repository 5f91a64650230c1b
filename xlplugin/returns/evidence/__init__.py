"""Files of evidence that come with returns.

============  ==========================================================================
``owners``    whose each file is: by its zip or folder, by names
``taking``    keeps them in the store, each with its SHA-256
``by_body``   the evidence of every body, from the store
``listed``    by indicator: what came, what the body lists and did not send
``copying``   copies them into a folder for the assessors
============  ==========================================================================
"""
