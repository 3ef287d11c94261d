import random
import sys

seed, number = sys.argv[1:]
chance = random.Random(f"{seed}/{number}")

rolls = chance.randint(0, 20)
loaves = chance.randint(0, 5)
print(rolls)
print(loaves)
print(chance.choice([50, 100]))
