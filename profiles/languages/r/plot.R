# Eruptions of the geyser Old Faithful: R brings this table of data along.
library(ggplot2)

print(summary(faithful))

ggplot(faithful, aes(waiting, eruptions)) +
  geom_density_2d_filled(show.legend = FALSE) +
  geom_point(colour = "white", alpha = 0.6) +
  labs(
    title = "Who waits longer sees more",
    x = "minutes since the eruption before",
    y = "minutes that it lasts"
  ) +
  theme_minimal()
