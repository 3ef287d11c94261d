counts = {}

while True:
    thing = input()
    if thing == "end":
        break
    counts[thing] = 1

for thing, count in counts.items():
    print(count, thing)
