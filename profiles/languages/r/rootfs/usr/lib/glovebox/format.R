# Reads a program and writes it well laid out. One that R does not understand stays as it is.
text <- readLines(file("stdin"), encoding = "UTF-8", warn = FALSE)
said <- tryCatch(
  {
    parse(text = text, keep.source = FALSE)
    NULL
  },
  error = conditionMessage
)
if (!is.null(said)) {
  message(sub("^<text>", commandArgs(trailingOnly = TRUE)[1], said))
  q("no", status = 1)
}
formatR::tidy_source(text = text, indent = 2, width.cutoff = I(90), wrap = FALSE, arrow = FALSE)
