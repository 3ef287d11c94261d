class Stack
  def initialize
    @items = []
  end

  def push(item)
    @items.push(item)
    self
  end

  def pop
    raise 'the stack is empty' if empty?

    @items.pop
  end

  def empty?
    @items.empty?
  end
end
