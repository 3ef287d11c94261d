def names(people):
    return ", ".join(people) if people else "nobody"


waiting = []

while True:
    words = input().split()
    command = words[0]
    if command == "end":
        break
    if command == "car":
        waiting.append(words[1])
    elif command == "doctor":
        waiting.insert(0, words[1])
    elif command == "sail":
        room = int(words[1])
        print(f"Aboard: {names(waiting[:room])}")
        waiting = waiting[room:]
    elif command == "show":
        print(f"Waiting: {names(waiting)}")
