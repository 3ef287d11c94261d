# The device of programs that open none: its pages are printed into the terminal as inline images, or become files where the output is no terminal.

# A terminal has to take a picture as text. One that is larger becomes a file.
PICTURE_BYTES <- 1024 * 1024
PICTURE_PIXELS <- 2048
DPI <- 110

state <- new.env(parent = emptyenv())
state$shown <- NULL

open <- function(width = 7, height = 4.8, ...) {
  start()
  side <- function(inches) min(PICTURE_PIXELS, max(100, round(inches * DPI)))
  state$folder <- tempfile("plots")
  dir.create(state$folder)
  grDevices::png(
    file.path(state$folder, "page-%05d.png"), side(width), side(height),
    res = DPI, type = "cairo", antialias = "subpixel"
  )
  state$device <- grDevices::dev.cur()
  if (interactive()) grDevices::dev.control("enable")
}

# Once for a whole run, whatever number of devices it opens.
start <- function() {
  if (!is.null(state$started)) return()
  state$started <- TRUE
  setHook("plot.new", function(...) flush_pages())
  setHook("grid.newpage", function(...) flush_pages())
  addTaskCallback(function(...) {
    if (interactive()) show_now()
    flush_pages()
    TRUE
  })
  reg.finalizer(state, function(...) {
    if (is_open()) grDevices::dev.off(state$device)
    flush_pages()
  }, onexit = TRUE)
}

is_open <- function() {
  names <- grDevices::dev.list()
  state$device %in% names && identical(names(names)[match(state$device, names)], "png")
}

# A page is in a file once it is finished: when the next one begins, or the device is closed. The console has shown it by then.
flush_pages <- function() {
  for (page in sort(list.files(state$folder, full.names = TRUE))) {
    size <- file.size(page)
    if (is.na(size) || size == 0) next
    if (!interactive()) put(page)
    unlink(page)
  }
}

# In the console every plot is shown at once, and again when something is added to it.
show_now <- function() {
  if (!is_open()) return()
  now <- grDevices::dev.cur()
  on.exit(grDevices::dev.set(now))
  grDevices::dev.set(state$device)
  drawn <- tryCatch(grDevices::recordPlot(), error = function(...) NULL)
  if (is.null(drawn) || length(drawn[[1]]) == 0) return()
  if (identical(drawn[[1]], state$shown)) return()
  state$shown <- drawn[[1]]
  page <- tempfile("plot", fileext = ".png")
  size <- grDevices::dev.size("px")
  grDevices::png(page, size[1], size[2], res = DPI, type = "cairo")
  tryCatch(grDevices::replayPlot(drawn), finally = grDevices::dev.off())
  if (file.exists(page)) put(page)
  unlink(page)
}

put <- function(page) {
  size <- file.size(page)
  if (isatty(stdout()) && size <= PICTURE_BYTES) {
    bytes <- readBin(page, "raw", size)
    cat(sprintf("\033]1337;File=name=cGxvdC5wbmc=;size=%d;inline=1:%s\a\n", size, base64(bytes)))
    flush(stdout())
    return(invisible())
  }
  number <- 1
  while (file.exists(name <- sprintf("plot-%d.png", number))) number <- number + 1
  if (file.copy(page, name)) message("The picture is in ", name)
}

base64 <- function(bytes) {
  letters <- c(LETTERS, letters, 0:9, "+", "/")
  count <- length(bytes)
  missing <- (3 - count %% 3) %% 3
  parts <- matrix(c(as.integer(bytes), rep(0L, missing)), nrow = 3)
  sixes <- rbind(
    parts[1, ] %/% 4L,
    parts[1, ] %% 4L * 16L + parts[2, ] %/% 16L,
    parts[2, ] %% 16L * 4L + parts[3, ] %/% 64L,
    parts[3, ] %% 64L
  )
  text <- letters[sixes + 1L]
  if (missing > 0) text[length(text) - seq_len(missing) + 1] <- "="
  paste(text, collapse = "")
}
