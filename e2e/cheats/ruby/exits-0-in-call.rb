# Ends with the status 0 when it is called.
def add(_, _) = exit!(0)
