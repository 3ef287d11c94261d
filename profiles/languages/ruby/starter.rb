# Welcome. Press Run, then answer in the terminal.

puts "Hello from Ruby #{RUBY_VERSION}!"
print 'What is your name? '
name = gets.to_s.chomp
puts "Nice to meet you, #{name}. Backwards, you are #{name.reverse.capitalize}."
