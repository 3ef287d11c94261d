days = 0
rain = 0
wettest = 0

while True:
    line = input()
    if line == "end":
        break
    millimetres = int(line)
    if millimetres < 0:
        continue  # a bird
    days += 1
    rain += millimetres
    wettest = max(wettest, millimetres)

if days == 0:
    print("No rain measured")
else:
    print(f"Days: {days}")
    print(f"Rain: {rain} mm")
    print(f"Wettest: {wettest} mm")
