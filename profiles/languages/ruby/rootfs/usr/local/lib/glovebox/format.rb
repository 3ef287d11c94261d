# Lays out what comes on the standard input: ruby format.rb <name>
require 'stringio'

name = ARGV.fetch(0)
text = $stdin.read
begin
  # RuboCop gives back a text that it cannot read as it was, without a word.
  RubyVM::InstructionSequence.compile(text, name)
rescue SyntaxError => e
  abort e.message
end

require 'rubocop'
$stdin = StringIO.new(text)
options = ['--config', "#{__dir__}/layout.yml", '--fix-layout', '--stdin', name, '--stderr', '--cache', 'false', '--format', 'quiet']
status = RuboCop::CLI.new.run(options)
# 1: something is left that it cannot put right by itself.
exit(status > 1 ? status : 0)
