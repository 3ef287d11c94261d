import random
import sys

seed, number = sys.argv[1:]
chance = random.Random(f"{seed}/{number}")

THINGS = ["umbrella", "glove", "Scarf", "tuba", "key", "Left shoe", "school bag", "Kite", "lunch box", "chess clock"]

for _ in range(chance.randint(15, 40)):
    thing = chance.choice(THINGS)
    print(chance.choice([thing, thing.upper(), f" {thing}  "]))
print("end")
