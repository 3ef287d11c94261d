# Two files: this one uses the class of the other.
require_relative 'stack'

stack = Stack.new
%w[last comes first what].each { |word| stack.push(word) }
print stack.pop, ' ' until stack.empty?
puts
