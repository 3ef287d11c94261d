# run.rb FILE…: carries out the tests of these files, one after another. It is started by supervise.pl, and tells it of them.
require 'minitest'
require 'minitest/spec'
require 'minitest/mock'
require 'objspace'

# Test files say when they want to be run; here it is this file that runs them.
module Minitest
  def self.autorun = nil
end

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
  leave = Process.method(:exit!)
  say = ->(json) { events.glovebox_put("#{word} #{json}\n") if Process.pid == own }
  hear = -> { events.glovebox_hear(1) }

  # Libraries are loaded first, those of functions too: they add to classes that stay as they are later.
  libraries = Dir.glob('**/*.rb').flat_map { |name| File.read(name, encoding: 'BINARY').scan(/\brequire\s*\(?\s*['"]([a-z][\w\/]*)['"]/) }
  libraries.flatten.uniq.each do |name|
    require name unless File.exist?("#{name}.rb")
  rescue LoadError
    nil
  end
  require_relative 'judge'

  # Test files leave the disk, and are loaded from here. In the tests of Exercism all but the first test are left for later by "skip"; here they all count.
  files = names.to_h do |name|
    path = File.expand_path(name)
    text = File.read(path, encoding: 'UTF-8').gsub(/^(\s*)skip$/, '\1')
    File.unlink(path)
    [path, [name.delete_prefix('./'), text]]
  end
  failed = lambda do |fault|
    warn fault.full_message(highlight: false, order: :top).gsub(%r{^.*/usr/lib/glovebox/.*\n}, '').gsub('/code/', '')
    leave.call(1)
  end
  # All are compiled before anything is loaded: whoever is loaded then could keep the others' text.
  compiled = files.map do |path, (_, text)|
    RubyVM::InstructionSequence.compile(text, path, path, 1)
  rescue Exception => fault # rubocop:disable Lint/RescueException
    failed[fault]
  end
  # The code of the test files, by which their tests are told from whatever says that it is one.
  code_of = RubyVM::InstructionSequence.method(:of)
  known = {}.compare_by_identity
  walk = ->(code) { (known[code] = true) && code.each_child(&walk) }
  compiled.each(&walk)

  # Ways to look into this process from within, and to go back in it.
  ObjectSpace.singleton_class.class_eval { %i[each_object dump dump_all reachable_objects_from trace_object_allocations _id2ref].each { |name| undef_method name if method_defined?(name) } }
  RubyVM::InstructionSequence.singleton_class.class_eval { %i[of disasm disassemble].each { |name| undef_method name } }
  Object.send(:remove_const, :TracePoint)
  Kernel.send(:undef_method, :set_trace_func)
  Kernel.singleton_class.send(:undef_method, :set_trace_func)
  verbose, $VERBOSE = $VERBOSE, nil
  require 'continuation'
  $VERBOSE = verbose
  Kernel.send(:undef_method, :callcc)
  Kernel.singleton_class.send(:undef_method, :callcc)
  # What judges stays as it is. Without a tool that compares it says whole what it has compared.
  Minitest::Assertions.diff = nil
  Minitest::Spec.children
  [Minitest::Assertions, Minitest::Test, Minitest::Runnable, Minitest::Reportable, Minitest::Result, Minitest::Expectations, Minitest::Expectation, Minitest::Guard,
   Minitest::Test::LifecycleHooks, Minitest::Spec, Minitest::Spec::DSL, Minitest::Spec::DSL::InstanceMethods, Minitest::Assertion].each(&:freeze)
  create, singleton, prepend = Class.instance_method(:new), Kernel.instance_method(:singleton_class), Module.instance_method(:prepend)
  ancestors, perform = Module.instance_method(:ancestors), BasicObject.instance_method(:__send__)
  judges = [Minitest::Spec::DSL::InstanceMethods, Minitest::Assertions, GloveboxEquality]
  spec, runnable, assertion, skipped, passing_through = Minitest::Spec, Minitest::Runnable, Minitest::Assertion, Minitest::Skip, Minitest::Test::PASSTHROUGH_EXCEPTIONS.dup
  is = GloveboxEquality::IS

  begin
    compiled.each(&:eval)
  rescue Exception => fault # rubocop:disable Lint/RescueException
    failed[fault]
  end
  if (changed = GloveboxOriginal.changed)
    $stderr.write("#{changed.type}##{changed.name} is what tests judge by, and may not be written anew.\n")
    leave.call(1)
  end
  GloveboxOriginal.keep

  tests = runnable.runnables.flat_map do |type|
    type.instance_methods(true).grep(/\Atest_/).filter_map do |name|
      body = type.instance_method(name)
      code = code_of.call(body)
      file, line = body.source_location
      # Another's name, or another's code, makes no test of it.
      next unless code && known[code] && files.key?(file) && body.name == body.original_name && (code.label == name.to_s || code.label.start_with?('block '))

      [type, name, file, line, body]
    end
  end
  order = files.keys.each_with_index.to_h
  tests.sort_by! { |_, _, file, line| [order[file], line] }
  quote = lambda do |text|
    clean = "#{text}".encode('UTF-8', invalid: :replace, undef: :replace).scrub[0, 20_000]
    "\"#{clean.gsub(/["\\\x00-\x1f\x7f]/) { |one| "\\u#{one.ord.to_s(16).rjust(4, '0')}" }}\""
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

  # What the test raises, as a variable that nobody else reaches. The test's own object is the submission's functions' too: nothing that judges is read from it.
  carry_out = lambda do |type, name, body|
    fault = nil
    one = create.bind_call(type, name)
    itself = singleton.bind_call(one)
    judges.each { |part| prepend.bind_call(itself, part) if part != judges[0] || type < spec }
    begin
      %i[before_setup setup after_setup].each { |hook| perform.bind_call(one, hook) }
      body.bind_call(one)
    rescue Exception => raised # rubocop:disable Lint/RescueException
      fault = raised
    end
    %i[before_teardown teardown after_teardown].each do |hook|
      perform.bind_call(one, hook)
    rescue Exception => raised # rubocop:disable Lint/RescueException
      fault ||= raised
    end
    # Whoever goes before what judges stays there.
    fault ||= assertion.new('The assertions of a test may not be replaced.') unless ancestors.bind_call(itself)[0] == judges.last
    raise fault if fault && passing_through.any? { |kind| is.bind_call(kind, fault) }

    fault
  end

  $stdout.sync = true
  tests.each_with_index do |(type, name, _, _, body), index|
    next if left[index]

    say["{\"type\":\"start\",\"test\":#{index}}"]
    fault = carry_out[type, name, body]
    if fault
      told = is.bind_call(assertion, fault)
      text = told ? fault.message : "#{fault.class}: #{fault.message}"
      places = (fault.backtrace || []).select { |one| one.start_with?('/code/') }.first(12)
      message = quote[([text] + places.map { |one| "    #{one.delete_prefix('/code/')}" }).join("\n")]
      parts = /^Expected: (.*)\n  Actual: (.*)\z/m.match(text)
      compared = told && parts ? ",\"expected\":#{quote[parts[1]]},\"got\":#{quote[parts[2]]}" : ''
      status = is.bind_call(skipped, fault) ? 'skip' : 'fail'
      # The verdict comes last: nothing that is told before it can take its place.
      say["{\"type\":\"end\",\"test\":#{index},\"message\":#{message}#{compared},\"status\":\"#{status}\"}"]
    else
      say["{\"type\":\"end\",\"test\":#{index},\"message\":\"\",\"status\":\"pass\"}"]
    end
    hear[]
  end
  say['{"type":"done"}']
  leave.call(0)
end.call
