# The other file of this program is throw.R: it is in the list of files.
source("throw.R")

set.seed(7)
sums <- throw(dice = 3, times = 10000)
cat("The mean of three dice:", mean(sums), "\n")
barplot(table(sums), col = hcl.colors(16, "viridis"), main = "The sum of three dice")
