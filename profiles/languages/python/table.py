# A table of data, a question to it, and the answer as a table.
import pandas as pd

weather = pd.DataFrame(
    {
        "city": ["Oslo", "Oslo", "Cairo", "Cairo", "Quito", "Quito"],
        "month": ["January", "July"] * 3,
        "degrees": [-4.0, 18.5, 14.0, 29.0, 15.0, 14.5],
    }
)
print(weather, end="\n\n")

table = weather.pivot(index="city", columns="month", values="degrees")
table["difference"] = table["July"] - table["January"]
print(table.sort_values("difference", ascending=False))
