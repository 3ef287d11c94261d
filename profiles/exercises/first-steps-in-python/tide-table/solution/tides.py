def read_tides(name):
    """The tides of a file: a list of (time, height)."""
    tides = []
    with open(name) as file:
        for line in file:
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            time, height = line.split()
            tides.append((time, float(height)))
    return tides


def write_high(source, target, level):
    """Writes the tides of at least that level into another file, and how many they are."""
    tides = read_tides(source)
    high = [(time, height) for time, height in tides if height >= level]
    with open(target, "w") as file:
        for time, height in high:
            file.write(f"{time}: {height:.1f} m\n")
        file.write(f"{len(high)} of {len(tides)}\n")
