# irb in a box: short prompts, and nothing left behind in /code.
IRB.conf[:SAVE_HISTORY] = nil
IRB.conf[:PROMPT_MODE] = :SIMPLE
IRB.conf[:USE_AUTOCOMPLETE] = false
# Otherwise it asks the terminal how wide it draws a letter, and waits for the answer: in a browser's it is one column.
Reline.core.instance_variable_set(:@ambiguous_width, 1) if defined?(Reline)
