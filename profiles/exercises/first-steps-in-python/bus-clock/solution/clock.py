DAY = 24 * 60  # minutes

leaves = int(input())
ride = int(input())
arrives = (leaves + ride) % DAY

print(f"Leaves: {leaves // 60:02}:{leaves % 60:02}")
print(f"Arrives: {arrives // 60:02}:{arrives % 60:02}")
