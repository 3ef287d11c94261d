# What tests judge by, taken as it is before anything of the submission is loaded.

# A value of the language's own only equals another such: an object of the submission could say that it equals everything. It goes for what lists hold, too.
module GloveboxEquality
  CLASS = Kernel.instance_method(:class)
  IS = Module.instance_method(:===)
  PLAIN = [Integer, Float, Rational, Complex, String, Symbol, NilClass, TrueClass, FalseClass, Time]
  # Where the tests have asked for them.
  PLAIN.concat(%i[Date BigDecimal].filter_map { |name| Object.const_get(name) if Object.const_defined?(name) }).freeze
  OWN = (PLAIN + [Numeric, Comparable, Kernel, BasicObject]).freeze
  METHOD = Kernel.instance_method(:method)
  SAME = BasicObject.instance_method(:equal?)
  LISTS = [Array, Hash, Set, Range].freeze
  LIST, SIZE, KEYS, FETCH, KEY, MEMBERS = [[Array, :to_a], [Hash, :size], [Hash, :keys], [Hash, :fetch], [Hash, :key?], [Set, :to_a]].map { |type, name| type.instance_method(name) }
  FIRST, LAST = %i[begin end].map { |name| Range.instance_method(name) }
  NONE = Minitest::Assertions::UNDEFINED
  COMPARING = %i[== eql? < > <= >=].freeze

  class << self
    def plain?(value) = PLAIN.any? { |type| IS.bind_call(type, value) } && compares_as?(value, OWN)

    # Even a text can have an equality of its own, by its class or by itself.
    def compares_as?(value, types)
      owner = METHOD.bind_call(value, :==).owner
      types.any? { |type| SAME.bind_call(type, owner) }
    end

    # Whether one of the two, or of what they hold, is a value of the language's own and the other one is not.
    def strange?(one, other)
      return !(plain?(one) && plain?(other)) if plain?(one) || plain?(other)

      type = LISTS.find { |list| IS.bind_call(list, one) || IS.bind_call(list, other) }
      return false if type.nil?
      return true unless [one, other].all? { |list| IS.bind_call(type, list) && compares_as?(list, [type]) }

      pairs_of(type, one, other)&.any? { |left, right| strange?(left, right) }
    end

    private

    # What is compared with what; nothing where they differ anyhow.
    def pairs_of(type, one, other)
      case type.name
      when 'Range' then [[FIRST.bind_call(one), FIRST.bind_call(other)], [LAST.bind_call(one), LAST.bind_call(other)]]
      when 'Array' then pairs(LIST.bind_call(one), LIST.bind_call(other))
      when 'Set'
        [one, other].all? { |set| CLASS.bind_call(set) == Set } ? mixed(MEMBERS.bind_call(one), MEMBERS.bind_call(other)) : [[nil, one]]
      else
        keys = KEYS.bind_call(one)
        mixed(keys, KEYS.bind_call(other)) + keys.filter_map { |key| [FETCH.bind_call(one, key), FETCH.bind_call(other, key)] if KEY.bind_call(other, key) }
      end
    end

    def pairs(left, right) = left.length == right.length ? left.zip(right) : nil

    # Without an order: all of the language's own on one side calls for the same on the other.
    def mixed(left, right) = left.all? { |value| plain?(value) } ? right.filter_map { |value| [nil, value] unless plain?(value) } : []
  end

  def assert_equal(expected, got, message = nil)
    glovebox_refuse(expected, got, message) if GloveboxEquality.strange?(expected, got)
    super
  end

  def assert_in_delta(expected, got, delta = 0.001, message = nil)
    glovebox_refuse(expected, got, message) if GloveboxEquality.strange?(expected, got)
    super
  end

  def assert_nil(got, message = nil)
    assert(IS.bind_call(NilClass, got), message(message) { "Expected #{mu_pp(got)} to be nil" })
  end

  def assert_includes(list, item, message = nil)
    list = LIST.bind_call(list).reject { |one| GloveboxEquality.strange?(one, item) } if IS.bind_call(Array, list)
    super
  end

  def assert_operator(one, operator, other = NONE, message = nil)
    glovebox_refuse(other, one, message) if COMPARING.include?(operator) && GloveboxEquality.strange?(one, other)
    super
  end

  def glovebox_refuse(expected, got, words)
    flunk(message(words) { "Expected: #{expected.inspect}\n  Actual: an object of another kind, #{CLASS.bind_call(got)}" })
  end

  # An object may bring its own ones along, and every object has those of the submission's functions.
  %i[raise send public_send proc lambda catch throw block_given? caller warn is_a? class].each { |name| define_method(name, Kernel.instance_method(name)) }
  freeze
end

# What the language's own classes do, and whether they do it still.
module GloveboxOriginal
  Kept = Struct.new(:type, :name, :method, :rest)
  SAME = UnboundMethod.instance_method(:==)
  IDENTICAL = BasicObject.instance_method(:equal?)
  FIND = Module.instance_method(:instance_method)
  INHERITED = %i[== != equal? eql? nil? is_a? kind_of? instance_of? class respond_to? instance_variable_get hash frozen? dup freeze send itself].freeze
  COMPARED = %i[== === eql? equal? ! !=].freeze
  SHOWN = %i[to_s inspect].freeze
  NUMBER = %i[< > <= >= <=> - + * / abs zero? coerce].freeze
  LIST = %i[empty? include? length size each to_a any? all? find map filter_map select reject first [] zip].freeze
  JUDGES = {
    BasicObject => COMPARED,
    Object => %i[== === =~ eql? nil? is_a? kind_of? instance_of? respond_to? raise catch throw class send public_send __send__ instance_variable_get require require_relative],
    Comparable => %i[== < > <= >= between?],
    Integer => COMPARED + NUMBER + SHOWN, Float => COMPARED + NUMBER + SHOWN, NilClass => %i[nil? == to_s inspect], Symbol => COMPARED + SHOWN + %i[to_proc],
    String => COMPARED + SHOWN + %i[=~ match match? empty? include? length size hash [] + % gsub sub encode scrub ord lines split rjust start_with? delete_prefix freeze],
    Array => COMPARED + LIST + %i[inspect join each_with_index flat_map zip << []=], Hash => COMPARED + LIST + %i[inspect key? keys fetch],
    Set => %i[== include? size each to_a], Range => %i[== === begin end each], Regexp => %i[=~ match match? === ==], MatchData => %i[[]],
    Module => %i[=== == name instance_method instance_methods], Proc => %i[call []], Exception => %i[== backtrace message]
  }.freeze
  # A list without a method of lists.
  kept = nil
  JUDGES.each { |type, names| names.each { |name| (method = type.instance_method(name) rescue next) && kept = Kept.new(type, name, method, kept).freeze } }
  KEPT = kept
  [Kept, Method, UnboundMethod].each(&:freeze)
  Kept.freeze

  # The name of one that has been written anew. Uses nothing that could have been.
  def self.changed
    one = KEPT
    while one
      begin
        now = FIND.bind_call(one.type, one.name)
        return one unless SAME.bind_call(one.method, now) && IDENTICAL.bind_call(one.method.owner, now.owner)
      rescue NameError
        return one
      end
      one = one.rest
    end
    nil
  end

  # From now on nobody writes them anew, not for the length of a test either. Object stays as open as it is, for functions: what these have from there becomes their own.
  def self.keep
    types = JUDGES.keys - [BasicObject, Object, Comparable]
    types.each do |type|
      INHERITED.each { |name| type.send(:define_method, name, type.instance_method(name)) if [Kernel, BasicObject].include?(type.instance_method(name).owner) }
    end
    [*types, BasicObject, Comparable].each(&:freeze)
  end
  freeze
end
