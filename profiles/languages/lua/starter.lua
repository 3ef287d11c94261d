-- Welcome. Press Run, then answer in the terminal.

print("Hello from " .. _VERSION .. "!")
io.write("What is your name? ")
local name = io.read()
print("Nice to meet you, " .. name .. ".")
