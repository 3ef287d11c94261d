# compile.pl BUILD COMPILER FLAG… -- LINK-WORD… -- TEST-FILE… -- SOURCE-FILE…: makes BUILD/tests, which carries out one test (supervise.pl).
#
# What was handed in is compiled first, while the tests are not on the disk; the tests come to the compiler by its standard input.
use strict;
use warnings;
use lib '/usr/lib/glovebox/tests';
use File::Basename qw(basename dirname);
use Plan;

sub words {
    my @words;
    while (@ARGV) {
        my $word = shift @ARGV;
        last if $word eq '--';
        push @words, $word;
    }
    return @words;
}

my $build = shift @ARGV;
my ($compiler, @flags) = words();
my @link = words();
my @tests = words();
my @sources = do { my %seen; grep { -f && !$seen{$_}++ } @ARGV };
my $plus = $compiler =~ /\+\+$/;
my $hidden = '/tmp/glovebox-tests';
mkdir $hidden, 0700;
my $objects = 0;
my @made;

# Ends compiling where a command fails.
sub run {
    my ($input, @argv) = @_;
    my $pid = open(my $to, '|-') // die;
    if (!$pid) { exec @argv or exit 127 }
    local $SIG{PIPE} = 'IGNORE';
    print $to $input;
    close($to) or leave(1);
}

sub leave {
    my ($status) = @_;
    unlink glob("$hidden/*");
    exit $status;
}

my @texts = take_away(@tests);
my $unity = grep { $_->[1] =~ /#\s*include\s+"[^"]*unity\.h"/ } @texts;
my $catch = grep { $_->[1] =~ /#\s*include\s+[<"][^>"]*catch/ } @texts;
push @flags, '-DUNITY_OUTPUT_CHAR=glovebox_unity_char', '-DUNITY_OUTPUT_CHAR_HEADER_DECLARATION=glovebox_unity_char(int)' if $unity;
push @flags, '-DEXERCISM_RUN_ALL_TESTS', '-DEXERCISM_TEST_SUITE' if $plus;

# Names that would take the place of what judges: of the frameworks, and of the C library as far as they use it.
my $JUDGES = qr/^(?:_?_?cmocka|_assert_|_fail|_skip|_expect_|_mock|_will_|_check_|_run_test|_test_|global_|print_|mock_|Unity|glovebox_|__wrap_|__real_|_ZNK?7doctest|_ZNK?5Catch|_ZN?S?t?d?9terminate|(?:__|_)?(?:sig)?(?:set|long)jmp$)/;
my %LIBRARY = map { $_ => 1 } qw(
    memcmp memcpy memmove memset strcmp strncmp strcasecmp strlen strchr strrchr strstr strdup strndup malloc calloc realloc free printf fprintf vprintf vfprintf snprintf
    vsnprintf sprintf puts fputs fputc putc putchar fwrite fopen fclose fflush exit _exit _Exit abort write read close open fcntl getenv setenv unsetenv signal sigaction
    raise kill fork execve unlink __assert_fail __libc_start_main __cxa_throw __cxa_begin_catch __gxx_personality_v0 _Unwind_RaiseException clock_gettime);

for my $source (@sources) {
    my $object = "$hidden/" . $objects++ . '.o';
    run('', $compiler, @flags, '-c', $source, '-o', $object);
    push @made, $object;
    # What comes with the tests is of the frameworks itself.
    next if $source =~ m{(?:^|/)(?:unity|tests-main)\.\w+$};
    for (split /\n/, `nm -g --defined-only $object`) {
        my ($kind, $name) = /(\w) (\S+)$/ or next;
        next if $kind !~ /[A-TV-Z]/ || $kind eq 'W' || $kind eq 'V' && $name =~ /^_Z/;
        next unless $LIBRARY{$name} || $name =~ $JUDGES;
        print STDERR "$source: error: \"$name\" is a function that tests rely on. Call yours something else.\n";
        leave(1);
    }
    run('', '/usr/bin/objcopy', '--redefine-sym', 'main=glovebox_submitted_main', $object);
}

my (@plan, @names);
for (@texts) {
    my ($name, $text) = @$_;
    # In the tests of Exercism all but the first one are left for later this way; here they all count.
    $text =~ s/TEST_IGNORE\(\);/' ' x 14/ge if $unity;
    my @found;
    if (!$plus) {
        my %listed;
        push @found, $1 while $text =~ /\b(?:cmocka_unit_test\w*|RUN_TEST)\s*\(\s*(\w+)/g;
        for my $test (grep { !$listed{$_}++ } @found) {
            next unless $text =~ /^[^\n;{}#]*\b\Q$test\E\s*\([^;{]*\)\s*\{/m;
            push @plan, [$test, $name, $-[0], block_end($text, $-[0]), $text];
        }
        # RUN_TEST stands at the end, in any order: what counts is where a test is written.
        @plan = sort { $a->[1] cmp $b->[1] || $a->[2] <=> $b->[2] } @plan;
    } else {
        if ($text =~ /^\s*(TEMPLATE_\w+|TEST_CASE_TEMPLATE\w*|METHOD_AS_TEST_CASE|REGISTER_TEST_CASE)\b/m) {
            print STDERR "$name: error: $1 cannot be used here: each test must be a TEST_CASE or a SCENARIO of its own.\n";
            leave(1);
        }
        while ($text =~ /^[ \t]*(TEST_CASE|SCENARIO|TEST_CASE_FIXTURE|TEST_CASE_METHOD|SCENARIO_METHOD)\s*\(\s*(?:[\w:]+\s*,\s*)?"((?:[^"\\]|\\.)*)"/mg) {
            my ($from, $title) = ($-[0], $2);
            $title =~ s/\\(.)/$1/g;
            push @plan, [$title, $name, $from, block_end($text, $from), $text];
        }
        # The framework itself is compiled already, with the function that runs one test.
        $text =~ s/^[ \t]*#[ \t]*define[ \t]+(?:DOCTEST_CONFIG_IMPLEMENT\w*|CATCH_CONFIG_MAIN|CATCH_CONFIG_RUNNER)\b/' ' x length $&/gme;
    }
    my $object = "$hidden/" . $objects++ . '.o';
    my $folder = dirname($name);
    run("# 1 \"$name\"\n$text", $compiler, @flags, "-I$folder", '-x', $plus ? 'c++' : 'c', '-c', '-', '-o', $object);
    push @made, $object;
}
write_plan($build, @plan);

my $lib = '/usr/local/lib/glovebox-tests';
my @harness = "$lib/each.o";
if ($plus) {
    push @harness, $catch ? ("$lib/catch.o", '-lCatch2') : "$lib/doctest.o";
} else {
    my $table = 'const char *const glovebox_names[] = {' . join('', map { "\"$_->[0]\", " } @plan) . '0}; const int glovebox_count = ' . @plan . ';';
    run("$table\n", $compiler, '-x', 'c', '-c', '-', '-o', "$hidden/names.o");
    push @harness, "$lib/c-tests.o", "$hidden/names.o", '-Wl,--wrap=_cmocka_run_group_tests,--wrap=UnityDefaultTestRun';
    push @link, '-lcmocka';
}
run('', $compiler, (grep { /^-(?:fsanitize|pthread|g)/ } @flags), $harness[0], @made, @harness[1 .. $#harness], @link, '-o', "$build/tests");
leave(0);
