-- A guessing game: the number is drawn anew for every run.
local secret = math.random(100)
local tries = 0

print("I think of a number from 1 to 100.")
while true do
  io.write("Your guess: ")
  local line = io.read()
  if not line then
    print("\nIt was " .. secret .. ". See you!")
    break
  end
  local guess = tonumber(line)
  if not guess then
    print("A number, please.")
  else
    tries = tries + 1
    if guess < secret then
      print("Too low.")
    elseif guess > secret then
      print("Too high.")
    else
      print("Yes! " .. secret .. ", after " .. tries .. " tries.")
      break
    end
  end
end
