# In Python.
