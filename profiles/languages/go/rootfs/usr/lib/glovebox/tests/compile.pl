# compile.pl BUILD TEST-FILE… -- SOURCE-FILE…: makes BUILD/tests, which carries out one test of a package (supervise.pl), by the toolchain's own "go test -c".
use strict;
use warnings;
use lib '/usr/lib/glovebox/tests';
use Cwd qw(getcwd);
use File::Basename qw(dirname);
use Plan;

my $build = shift @ARGV;
my @tests;
push @tests, shift @ARGV while @ARGV && $ARGV[0] ne '--';
shift @ARGV;
my %folders = map { dirname($_) => 1 } @tests;
my ($folder, @others) = sort keys %folders;
die "The tests are in several folders: $folder, @others. They must be in one.\n" if @others;
# go:embed would take the tests in too: they are to the compiler where they have been.
for my $name (grep { -f } @ARGV) {
    die "$name: \"0glovebox\", go:linkname and go:embed are not to be had where tests are run.\n" if read_file($name) =~ /"0glovebox|^\/\/go:(?:linkname|embed)/m;
}

# The compiler sees the tests in a place of their own as though they were where they have been.
my $cwd = getcwd();
my $hidden = '/tmp/glovebox-tests';
mkdir $hidden, 0700;
my (@plan, %replace, $package);
for (take_away(@tests)) {
    my ($name, $text) = @$_;
    die "$name: TestMain is the harness' own. Prepare in init, or in a function that each test calls.\n" if $text =~ /^func TestMain\(/m;
    ($package) = $text =~ /^package\s+(\w+)/m if !defined $package;
    while ($text =~ /^func (Test(?:[^a-z\W]\w*)?)\(\w+ \*testing\.T\)/mg) { push @plan, [$1, $name, $-[0], block_end($text, $+[0]), $text] }
    my $file = "$hidden/" . keys(%replace) . '.go';
    write_file($file, $text);
    $name =~ s{^\./}{};
    $replace{"$cwd/$name"} = $file;
}
write_plan($build, @plan);
my $names = join(', ', map { "\"$_->[0]\"" } @plan);
write_file("$hidden/main.go", <<"END");
package $package

import (
	"testing"

	"0glovebox"
)

func TestMain(m *testing.M) {
	glovebox.Main(m, []string{$names})
}
END
my $place = $folder eq '.' ? $cwd : "$cwd/$folder";
$replace{"$place/glovebox_main_test.go"} = "$hidden/main.go";
# Programs without a module of their own are in one that is called "play".
$replace{"$cwd/go.mod"} = '/usr/local/lib/glovebox/go.mod' if !-e 'go.mod';
write_file("$hidden/overlay.json", '{"Replace":{' . join(',', map { json($_) . ':' . json($replace{$_}) } sort keys %replace) . '}}');

$ENV{HOME} = '/tmp';
$ENV{GOCACHE} = "$cwd/$build/go-cache";
system('/bin/cp', '-rs', '/usr/local/lib/glovebox/go-cache', $ENV{GOCACHE}) if !-d $ENV{GOCACHE};
my $status = system('/usr/bin/go', 'test', '-c', "-overlay=$hidden/overlay.json", '-o', "$build/tests", "./$folder");
unlink glob("$hidden/*");
# Not to be read, also by itself: a process that runs it is closed to others then.
chmod 0111, "$build/tests";
exit($status == 0 ? 0 : 1);
