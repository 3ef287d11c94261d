import random
import sys

seed, number = sys.argv[1:]
chance = random.Random(f"{seed}/{number}")

print(chance.randint(80, 400))
print(chance.randint(0, 60))
print(chance.randint(5, 20))
