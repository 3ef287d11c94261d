# How far does a car go until it stands? A table of data, a model of it, and a plot of both.
model <- lm(dist ~ speed + I(speed^2), data = cars)
print(coef(summary(model)), digits = 3)

speeds <- seq(0, 25, length.out = 100)
plot(cars, col = "steelblue", pch = 19, xlim = c(0, 25), xlab = "miles per hour", ylab = "feet until it stands")
lines(speeds, predict(model, data.frame(speed = speeds)), col = "tomato", lwd = 2)
