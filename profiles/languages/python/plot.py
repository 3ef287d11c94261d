# A point on a small wheel that rolls inside a ring draws a flower.
import matplotlib.pyplot as plt
import numpy as np

turn = np.linspace(0, 2 * np.pi * 7, 3000)
figure, flowers = plt.subplots(1, 3, figsize=(9, 3.2), subplot_kw={"aspect": "equal"})

for flower, (wheel, pen, colour) in zip(flowers, [(3, 2.5, "crimson"), (7 / 3, 4, "teal"), (7 / 2, 6, "indigo")]):
    ring = 10
    x = (ring - wheel) * np.cos(turn) + pen * np.cos((ring - wheel) / wheel * turn)
    y = (ring - wheel) * np.sin(turn) - pen * np.sin((ring - wheel) / wheel * turn)
    flower.plot(x, y, color=colour, linewidth=1)
    flower.set_title(f"wheel {wheel:.2f}, pen {pen}")
    flower.axis("off")

print("Three flowers:")
plt.show()
