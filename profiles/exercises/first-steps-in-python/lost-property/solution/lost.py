counts = {}

while True:
    thing = input().strip().lower()
    if thing == "end":
        break
    counts[thing] = counts.get(thing, 0) + 1


def most_frequent_first(item):
    thing, count = item
    return -count, thing


for thing, count in sorted(counts.items(), key=most_frequent_first):
    print(count, thing)
