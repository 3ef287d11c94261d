# Ends with the status 0 before anything is looked at.
exit!(0)
