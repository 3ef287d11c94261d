# Reads programs without running them, and tells what R does not understand: Rscript lint.R <sources…>
faults <- 0
for (name in commandArgs(trailingOnly = TRUE)) {
  said <- tryCatch(
    {
      parse(name, keep.source = FALSE)
      NULL
    },
    error = conditionMessage
  )
  if (is.null(said)) next
  faults <- faults + 1
  cat(said, "\n", sep = "")
}
q("no", status = if (faults > 0) 1 else 0)
