-- Conway's Game of Life on a torus: a coroutine makes the generations, half blocks draw two rows at once.
local WIDTH, HEIGHT, GENERATIONS = 72, 44, 120

local function generations()
  local cells = {}
  for i = 0, WIDTH * HEIGHT - 1 do
    cells[i] = math.random() < 0.3 and 1 or 0
  end
  while true do
    coroutine.yield(cells)
    local after = {}
    for y = 0, HEIGHT - 1 do
      local up, here, down = (y - 1) % HEIGHT * WIDTH, y * WIDTH, (y + 1) % HEIGHT * WIDTH
      for x = 0, WIDTH - 1 do
        local left, right = (x - 1) % WIDTH, (x + 1) % WIDTH
        local sum = 0
        for _, row in ipairs({ up, here, down }) do
          for _, column in ipairs({ left, x, right }) do
            sum = sum + math.min(cells[row + column], 1)
          end
        end
        local age = cells[here + x]
        local alive = sum == 3 or (sum == 4 and age > 0)
        after[here + x] = alive and age + 1 or 0
      end
    end
    cells = after
  end
end

-- Young cells are bright, old ones deep blue.
local function colour(age)
  if age == 0 then
    return "12;14;28"
  end
  local old = math.min(age, 12) / 12
  return string.format("%d;%d;%d", 255 - 200 * old // 1, 220 - 110 * old // 1, 90 + 150 * old // 1)
end

io.write("\27[?25l")
local life = coroutine.wrap(generations)
for generation = 1, GENERATIONS do
  local cells = life()
  local picture = { generation > 1 and "\27[" .. HEIGHT // 2 .. "A" or "" }
  for y = 0, HEIGHT - 2, 2 do
    for x = 0, WIDTH - 1 do
      local top, bottom = cells[y * WIDTH + x], cells[(y + 1) * WIDTH + x]
      picture[#picture + 1] = "\27[38;2;" .. colour(top) .. ";48;2;" .. colour(bottom) .. "m▀"
    end
    picture[#picture + 1] = "\27[0m\n"
  end
  io.write(table.concat(picture))
  io.flush()
end
io.write("\27[?25h")
