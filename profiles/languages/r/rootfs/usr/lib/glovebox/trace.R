# Tells where in which file a program went wrong, innermost call first. `done` is how many of the main file's expressions were finished before.

main <- function() {
  given <- grep("^--file=", commandArgs(), value = TRUE)
  if (length(given) > 0) sub("^--file=", "", given[1]) else ""
}

tell <- function(calls, done) {
  file <- main()
  if (file == "") return(invisible())
  parsed <- tryCatch(parse(file, keep.source = TRUE), error = conditionMessage)
  if (is.character(parsed)) {
    # R reads the main file as if it were typed, and does not count its lines.
    if (length(calls) <= 1) cat(parsed, "\n", sep = "", file = stderr())
    return(invisible())
  }
  current <- if (done < length(parsed)) attr(parsed, "srcref")[[done + 1]]
  shown <- character()
  for (depth in rev(seq_along(calls))) {
    call <- calls[[depth]]
    place <- attr(call, "srcref")
    name <- attr(place, "srcfile")$filename
    if (is.null(name) || name == "") {
      place <- if (!is.null(place)) find_statement(parsed, place)
      name <- file
    }
    if (is.null(place)) next
    text <- substr(deparse(call, width.cutoff = 60, nlines = 1), 1, 60)
    shown <- c(shown, sprintf("  at %s:%d:%d in %s", name, place[1], place[5], text))
  }
  if (!is.null(current)) {
    text <- strsplit(as.character(current), "\n")[[1]][1]
    shown <- c(shown, sprintf("  at %s:%d:%d in %s", file, current[1], current[5], substr(text, 1, 60)))
  }
  if (length(shown) > 0) cat(paste0(utils::head(unique(shown), 20), "\n"), sep = "", file = stderr())
}

# A statement of the main file's functions: R knows its line within the function's own text alone.
find_statement <- function(parsed, place) {
  starts <- attr(parsed, "srcref")
  for (index in seq_along(parsed)) {
    first <- starts[[index]][1] - 1
    for (known in statements(parsed[[index]]))
      if (all(known[c(1, 3, 5, 6)] == place[c(1, 3, 5, 6)] + c(first, first, 0, 0))) return(known)
  }
  NULL
}

statements <- function(code) {
  if (!is.call(code)) return(list())
  own <- attr(code, "srcref")
  inner <- lapply(as.list(code), function(part) if (missing(part)) list() else statements(part))
  c(if (is.list(own)) own, unlist(inner, recursive = FALSE))
}
