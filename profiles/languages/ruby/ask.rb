# A guessing game: the number is drawn anew for every run.
secret = rand(1..100)
tries = 0

puts 'I think of a number from 1 to 100.'
loop do
  print 'Your guess: '
  line = gets
  if line.nil?
    puts "\nIt was #{secret}. See you!"
    break
  end
  guess = Integer(line, exception: false)
  if guess.nil?
    puts 'A number, please.'
    next
  end
  tries += 1
  case guess <=> secret
  when -1 then puts 'Too low.'
  when 1 then puts 'Too high.'
  else
    puts "Yes! #{secret}, after #{tries} #{tries == 1 ? 'try' : 'tries'}."
    break
  end
end
