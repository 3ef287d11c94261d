# compile.pl BUILD TEST-FILE… -- SOURCE-FILE…: makes classes of tests and sources, and a list of the tests, in BUILD.
use strict;
use warnings;
use lib '/usr/lib/glovebox/tests';
use Plan;

my $build = shift @ARGV;
my @tests;
push @tests, shift @ARGV while @ARGV && $ARGV[0] ne '--';
shift @ARGV;
my @sources = grep { -f } @ARGV;

# Where a test imports all of a package, a class that stands beside the test goes before those of its name.
my @judges = qw(Assertions Assumptions BDDAssertions SoftAssertions AssertionsForClassTypes);
my (@plan, @list, %places);
for my $name (@tests) {
    my $text = read_file($name);
    # In the tests of Exercism all but the first one are left for later this way; here they all count.
    write_file($name, $text) if $text =~ s/\@Disabled\("Remove to run test"\)/' ' x length $&/ge;
    my $package = $text =~ /^\s*package\s+([\w.]+)\s*;/m ? "$1." : '';
    $places{$package =~ tr{.}{/}r} = 1;
    # Where each class ends, outermost first, so that a test's class is the innermost one that it is in.
    my @classes;
    while ($text =~ /^[ \t]*(?:\@\w+(?:\([^)]*\))?\s+)*(?:(?:public|private|protected|static|final|abstract)\s+)*(?:class|record)\s+(\w+)/mg) {
        push @classes, [$1, $-[0], block_end($text, $+[0])];
    }
    while ($text =~ /^[ \t]*\@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\b/mg) {
        my ($from, $at) = ($-[0], $+[0]);
        # Other annotations, before this one and after it.
        $from -= length $1 if substr($text, 0, $from) =~ /((?:^[ \t]*\@\w+(?:\([^\n]*\))?[ \t]*\n)+)\z/m;
        for (pos($text) = $at; $text =~ /\G\s*(?:(\()|\@[\w.]+|\/\/.*\n)/gc;) {
            pos($text) = $at = defined $1 ? block_end($text, $-[1], '(', ')') : pos($text);
        }
        pos($text) = $at;
        $text =~ /\G[\w<>\[\]?,.\s]*?\s(\w+)\s*\(/gc or next;
        my ($method, $end) = ($1, block_end($text, block_end($text, pos($text) - 1, '(', ')')));
        pos($text) = $end;
        my $class = join('$', map { $_->[0] } grep { $_->[1] < $from && $from < $_->[2] } @classes);
        my $title = substr($text, $from, $end - $from) =~ /\@DisplayName\("((?:[^"\\]|\\.)*)"\)/ ? $1 =~ s/\\(["\\])/$1/gr : $method;
        push @plan, [$title, $name, $from, $end, $text];
        push @list, "$package$class#$method\n";
    }
}
write_plan($build, @plan);
write_file("$build/tests.list", join('', @list));
my $status = system(
    '/usr/local/lib/jdk/bin/java', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', '-XX:SharedArchiveFile=/usr/local/lib/glovebox/compile.jsa',
    '-cp', '/usr/local/lib/glovebox/compile.jar', 'Compile', $build, join(':', map { "/usr/share/java/$_.jar" } qw(junit-platform-console-standalone assertj-core)), @tests, @sources
);
unlink @tests;
for my $place (keys %places) {
    for my $judge (grep { -e "$build/classes/$place$_.class" } @judges) {
        print STDERR "$judge is a class that tests judge by: yours needs another name.\n";
        $status = 1;
    }
}
exit($status == 0 ? 0 : 1);
