-- Two files: this one uses the class of the other.
local Stack = require("stack")

local stack = Stack.new()
for _, word in ipairs({ "last", "comes", "first", "what" }) do
  stack:push(word)
end
while not stack:empty() do
  io.write(stack:pop(), " ")
end
print()
