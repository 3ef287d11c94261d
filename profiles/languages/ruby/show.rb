# A maze that is dug before your eyes, and the way through it.

COLUMNS = 30
ROWS = 10
STEPS = { east: [1, 0], south: [0, 1], west: [-1, 0], north: [0, -1] }.freeze

class Maze
  def initialize
    @open = Hash.new(false)
    @marks = {}
  end

  # Digs on from a cell wherever it has not been yet, and turns back where it cannot.
  def dig
    path = [[0, 0]]
    @open[[0, 0]] = true
    until path.empty?
      here = path.last
      there, wall = STEPS.values.shuffle.map { |dx, dy| [[here[0] + 2 * dx, here[1] + 2 * dy], [here[0] + dx, here[1] + dy]] }
                         .find { |cell, _| inside?(cell) && !@open[cell] }
      if there
        @open[wall] = @open[there] = true
        path.push(there)
        yield
      else
        path.pop
      end
    end
  end

  # Breadth first: the shortest way comes first.
  def solve(goal = [2 * COLUMNS - 2, 2 * ROWS - 2])
    from = { [0, 0] => nil }
    queue = [[0, 0]]
    while (here = queue.shift) && here != goal
      @marks[here] = '38;5;24'
      STEPS.each_value do |dx, dy|
        cell = [here[0] + dx, here[1] + dy]
        next if !@open[cell] || from.key?(cell)

        from[cell] = here
        queue.push(cell)
      end
    end
    while goal
      @marks[goal] = '38;5;220'
      goal = from[goal]
    end
  end

  def to_s
    (-1...2 * ROWS).map do |y|
      (-1...2 * COLUMNS).map { |x| tile([x, y]) }.join << "\e[0m\n"
    end.join
  end

  private

  def inside?((x, y)) = x.between?(0, 2 * COLUMNS - 2) && y.between?(0, 2 * ROWS - 2)

  def tile(cell)
    return "\e[#{@marks[cell]}m●" if @marks[cell]

    @open[cell] ? ' ' : "\e[38;5;66m█"
  end
end

height = 2 * ROWS + 1
maze = Maze.new
print "\e[?25l#{maze}"
step = 0
maze.dig do
  step += 1
  print "\e[#{height}A#{maze}" if (step % 6).zero?
end
maze.solve
print "\e[#{height}A#{maze}\e[?25h"
