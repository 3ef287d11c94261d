# compile.pl BUILD TEST-FILE… -- MAIN-FILE SOURCE-FILE…: makes BUILD/tests, which carries out one test (supervise.pl): the main file as a library, and the tests as a
# program of its own, as Cargo has it. The library's name and edition are those of Cargo.toml.
use strict;
use warnings;
use lib '/usr/lib/glovebox/tests';
use File::Basename qw(basename);
use Plan;

my $build = shift @ARGV;
my @tests;
push @tests, shift @ARGV while @ARGV && $ARGV[0] ne '--';
shift @ARGV;
my ($main) = (grep({ -f } @ARGV), grep { -f } qw(src/lib.rs lib.rs src/main.rs main.rs));
($main) = grep({ -f } qw(src/lib.rs), $main // ());
die "There is no source file.\n" if !defined $main;
my $hidden = '/tmp/glovebox-tests';
mkdir $hidden, 0700;
my $lib = '/usr/local/lib/glovebox-tests';

my $cargo = -f 'Cargo.toml' ? read_file('Cargo.toml') : '';
my $stem = basename($main) =~ /^(?!lib\b|main\b)(\w+)\.rs$/ ? $1 : 'solution';
my $crate = $cargo =~ /^\s*name\s*=\s*"([\w-]+)"/m ? $1 : $stem;
$crate =~ tr/-/_/;
my $edition = $cargo =~ /^\s*edition\s*=\s*"(20\d\d)"/m ? $1 : '2024';

my (@plan, @modules);
for (take_away(sort @tests)) {
    my ($name, $text) = @$_;
    while ($text =~ /^[ \t]*#\[test\]/mg) {
        my ($from, $at) = ($-[0], $+[0]);
        pos($text) = $at;
        $text =~ /\G(?:\s*#\[[^\]]*\]|\s*\/\/[^\n]*)*\s*(?:pub\s+)?fn\s+(\w+)/gc or next;
        my ($test, $end) = ($1, block_end($text, pos($text)));
        push @plan, [$test, $name, $from, $end, $text];
        pos($text) = $end;
    }
    my $base = basename($name);
    write_file("$hidden/$base", $text);
    push @modules, $base;
}
write_plan($build, @plan);
my $root = $modules[0];
if (@modules > 1) {
    $root = 'glovebox_root.rs';
    write_file("$hidden/$root", join('', map { my $module = s/\W/_/gr; "#[path = \"$_\"] mod $module;\n" } @modules));
}

my @flags = ('/usr/bin/rustc', '--edition', $edition, qw(-C opt-level=1 -C debug-assertions=on -C debuginfo=line-tables-only -C codegen-units=4));
sub leave {
    my ($status) = @_;
    unlink glob("$hidden/*");
    exit $status;
}

# Tests are not on the disk where anything of them could be taken into the library, or are closed to it.
chmod 0, glob("$hidden/*");
system(@flags, qw(--crate-type rlib --crate-name), $crate, '-o', "$build/lib$crate.rlib", $main) == 0 or leave(1);
chmod 0400, glob("$hidden/*");
# The runner's place is unstable: only what is the tests' own is compiled with this.
$ENV{RUSTC_BOOTSTRAP} = 1;
system(
    @flags, '--test', '--crate-name', 'tests', '-Zcrate-attr=feature(custom_test_frameworks)', '-Zcrate-attr=test_runner(glovebox_tests::run)',
    '--extern', "glovebox_tests=$lib/libglovebox_tests.rlib", '--extern', "$crate=$build/lib$crate.rlib", '-A', 'unstable_features', '-A', 'non_snake_case',
    '--remap-path-prefix', "$hidden=tests", (map { ('-C', "link-arg=$_") } '-fuse-ld=lld', '-Wl,--threads=1', "$lib/each.o"), '-o', "$build/tests", "$hidden/$root"
) == 0 or leave(1);
leave(0);
