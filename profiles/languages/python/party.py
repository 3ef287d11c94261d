# The other file of this program is cake.py: it is in the list of files.
from cake import share

guests = int(input("How many guests? "))
print(f"Everybody gets {share(guests)} of the cake.")
