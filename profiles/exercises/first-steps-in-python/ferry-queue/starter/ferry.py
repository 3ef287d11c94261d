waiting = []

while True:
    words = input().split()
    if words[0] == "end":
        break
    if words[0] == "car":
        waiting.append(words[1])
    elif words[0] == "show":
        print(waiting)
