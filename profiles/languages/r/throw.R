throw <- function(dice, times) {
  rowSums(matrix(sample(6, dice * times, replace = TRUE), ncol = dice))
}
