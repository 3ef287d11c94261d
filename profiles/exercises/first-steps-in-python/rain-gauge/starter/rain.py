days = 0
rain = 0

millimetres = int(input())
days = days + 1
rain = rain + millimetres

print(f"Days: {days}")
print(f"Rain: {rain} mm")
