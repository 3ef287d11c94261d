# run.rb FILE…: carries out the tests of these files, one after another. It is started by supervise.pl, and tells it of them.
require 'minitest'
require 'minitest/spec'
require 'minitest/mock'
require 'objspace'

# Test files say when they want to be run; here it is this file that runs them.
module Minitest
  def self.autorun = nil
end

# A value of the language's own only equals another such: an object of the submission could say that it equals everything.
module GloveboxEquality
  PLAIN = [Integer, Float, Rational, Complex, String, Symbol, NilClass, TrueClass, FalseClass].freeze
  CLASS = Kernel.instance_method(:class).freeze
  def assert_equal(expected, got, message = nil)
    if PLAIN.include?(CLASS.bind_call(expected)) && PLAIN.none? { |type| type === got } # rubocop:disable Style/CaseEquality
      flunk(message(message) { "Expected: #{expected.inspect}\n  Actual: an object of another kind, #{CLASS.bind_call(got)}" })
    end
    super
  end
  freeze
end
Minitest::Test.prepend(GloveboxEquality)

names = ARGV.grep(/\.rb\z/)
ARGV.clear
$PROGRAM_NAME = 'tests'

lambda do
  events = IO.for_fd(3)
  events.close_on_exec = true
  word, left = events.gets.chomp.split(' ', 2)
  left = left.to_s.split(',').to_h { [Integer(_1), true] }
  # By names of its own it reaches them however the others are changed.
  events.singleton_class.class_eval do
    alias_method :glovebox_put, :syswrite
    alias_method :glovebox_hear, :sysread
  end
  own = Process.pid
  say = ->(json) { events.glovebox_put("#{word} #{json}\n") if Process.pid == own }
  hear = -> { events.glovebox_hear(1) }

  # Test files leave the disk, and are loaded from here. In the tests of Exercism all but the first test are left for later by "skip"; here they all count.
  files = names.to_h do |name|
    path = File.expand_path(name)
    text = File.read(path, encoding: 'UTF-8').gsub(/^(\s*)skip$/, '\1')
    File.unlink(path)
    [path, [name.delete_prefix('./'), text]]
  end

  # Ways to look into this process from within.
  ObjectSpace.singleton_class.class_eval { %i[each_object dump dump_all reachable_objects_from trace_object_allocations].each { |name| undef_method name if method_defined?(name) } }
  Object.send(:remove_const, :TracePoint)
  Kernel.send(:undef_method, :set_trace_func)
  Kernel.singleton_class.send(:undef_method, :set_trace_func)
  # What judges stays as it is. Without a tool that compares it says whole what it has compared.
  Minitest::Assertions.diff = nil
  [Minitest::Assertions, Minitest::Test, Minitest::Runnable, Minitest::Reportable, Minitest::Result, Minitest::Expectations, Minitest::Expectation, Minitest::Guard,
   Minitest::Test::LifecycleHooks].each(&:freeze)
  judges = {
    BasicObject => %i[== equal? ! !=],
    Object => %i[== === =~ eql? nil? is_a? kind_of? instance_of? respond_to? raise catch throw class send public_send __send__ instance_variable_get],
    String => %i[== === eql? =~ match? empty? include? length size], Symbol => %i[== ===], Integer => %i[== === < > <= >= - + abs zero?], Float => %i[== === < > <= >= - abs],
    Array => %i[== eql? empty? include? length size each <<], Hash => %i[== eql? empty? include? key? length size], NilClass => %i[nil? ==], Regexp => %i[=~ match? === ==],
    Range => %i[== ===], Module => %i[=== ==], Proc => %i[call], UnboundMethod => %i[source_location owner]
  }
  judges = judges.to_h { |type, list| [type, list.to_h { |name| [name, (type.instance_method(name) rescue nil)] }] }
  unchanged = lambda do
    judges.each do |type, methods|
      methods.each do |name, method|
        now = method && type.instance_method(name)
        return "#{type}##{name}" if method && (now.owner != method.owner || now.source_location != method.source_location)
      end
    end
    nil
  end
  framework = (Minitest::Assertions.instance_methods + Minitest::Assertions.private_instance_methods(false) + Minitest::Test.instance_methods(false) + %i[raise]).uniq
  homes = [File.dirname(Minitest::Test.instance_method(:run).source_location[0]), __dir__]
  # A test's class may have been opened before its file was loaded.
  foreign = lambda do |type|
    framework.find do |name|
      from = type.instance_method(name).source_location&.first
      from && homes.none? { |home| from.start_with?(home) } && !files.key?(from)
    end
  end

  begin
    files.each { |path, (_, text)| RubyVM::InstructionSequence.compile(text, path, path, 1).eval }
  rescue Exception => fault # rubocop:disable Lint/RescueException
    warn fault.full_message(highlight: false, order: :top).gsub(%r{^.*/usr/lib/glovebox/.*\n}, '').gsub('/code/', '')
    exit!(1)
  end

  tests = Minitest::Runnable.runnables.flat_map do |type|
    found = type.instance_methods(true).grep(/\Atest_/).filter_map do |name|
      file, line = type.instance_method(name).source_location
      files.key?(file) ? [type, name, file, line] : nil
    end
    found.empty? ? [] : found
  end
  order = files.keys.each_with_index.to_h
  tests.sort_by! { |_, _, file, line| [order[file], line] }
  quote = lambda do |text|
    clean = text.to_s.encode('UTF-8', invalid: :replace, undef: :replace).scrub[0, 20_000]
    "\"#{clean.gsub(/["\\\x00-\x1f\x7f]/) { |one| format('\u%04x', one.ord) }}\""
  end
  plan = tests.map do |_, name, file, line|
    shown, text = files[file]
    lines = text.lines[(line - 1)..]
    indent = lines[0][/\A\s*/]
    last = lines[0].match?(/\bend\s*$|\}\s*$/) ? 0 : lines.index { |one| one.match?(/\A#{indent}(?:end|\})/) } || (lines.length - 1)
    title = name.to_s.sub(/\Atest_\d{4}_/, '')
    "{\"name\":#{quote[title]},\"file\":#{quote[shown]},\"line\":#{line},\"code\":#{quote[lines[0..last].join]}}"
  end
  say["{\"type\":\"plan\",\"tests\":[#{plan.join(',')}]}"]
  hear[]

  $stdout.sync = true
  tests.each_with_index do |(type, name, _, _), index|
    next if left[index]

    say["{\"type\":\"start\",\"test\":#{index}}"]
    message = ''
    compared = ''
    status = 'fail'
    if (changed = foreign[type])
      message = quote["#{changed} is the framework's own, and may not be written anew."]
    else
      result = type.new(name).run
      failure = result.failures.first
      if (changed = unchanged[])
        message = quote["#{changed} is what tests judge by, and may not be written anew."]
      elsif failure.nil?
        status = 'pass'
      elsif failure.is_a?(Minitest::Skip)
        status = 'skip'
      else
        fault = failure.is_a?(Minitest::UnexpectedError) ? failure.error : failure
        text = fault.equal?(failure) ? failure.message : "#{fault.class}: #{fault.message}"
        places = (fault.backtrace || []).select { |one| one.start_with?('/code/') }.first(12)
        message = quote[([text] + places.map { |one| "    #{one.delete_prefix('/code/')}" }).join("\n")]
        parts = /^Expected: (.*)\n  Actual: (.*)\z/m.match(text)
        compared = ",\"expected\":#{quote[parts[1]]},\"got\":#{quote[parts[2]]}" if parts && fault.equal?(failure)
      end
    end
    # The verdict comes last: nothing that is told before it can take its place.
    say["{\"type\":\"end\",\"test\":#{index},\"message\":#{message.empty? ? '""' : message}#{compared},\"status\":\"#{status}\"}"]
    hear[]
  end
  say['{"type":"done"}']
  exit!(0)
end.call
