name = input("What is your name? ")
born = int(input("In which year were you born? "))
print(f"Hello {name}, you turn {2026 - born} in 2026.")
