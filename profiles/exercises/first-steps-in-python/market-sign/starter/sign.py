# Print the sign, one line after the other.
print("+-----------------------+")
print("|  HONEY                |")
