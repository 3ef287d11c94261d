package Plan;
# What test files hold, found in their text before they are compiled: a test's name, its place and its source. The compiled program holds none of the latter.
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(read_file write_file block_end json write_plan take_away);

sub read_file {
    my ($name) = @_;
    open(my $file, '<:raw', $name) or die "$name: $!\n";
    local $/;
    return <$file> // '';
}

sub write_file {
    my ($name, $text) = @_;
    open(my $file, '>:raw', $name) or die "$name: $!\n";
    print $file $text;
    close($file) or die "$name: $!\n";
}

my $PASSED_OVER = qr{
    //[^\n]* | /\*.*?\*/
    | R"([^\s()\\]{0,16})\(.*?\)\g{-1}"
    | \br(\#*)".*?"\g{-1}
    | "(?:[^"\\]|\\.)*"
    | '(?:[^'\\\n]|\\[^\n]{1,10})'
    | `[^`]*`
}xs;

# Where the first block from $from on, in braces or what else is given, ends. Comments and texts are passed over.
sub block_end {
    my ($text, $from, $open, $close) = @_;
    ($open, $close) = ('{', '}') unless defined $open;
    my $depth = 0;
    pos($text) = $from;
    while ($text =~ /\G(?:$PASSED_OVER|(.))/gs) {
        next unless defined $3;
        $depth++ if $3 eq $open;
        return pos($text) if $3 eq $close && --$depth <= 0;
    }
    return length $text;
}

sub json {
    my ($text) = @_;
    $text =~ s/([\\"])/\\$1/g;
    $text =~ s/\n/\\n/g;
    $text =~ s/\t/\\t/g;
    $text =~ s/([\x00-\x1f\x7f])/sprintf('\\u%04x', ord $1)/ge;
    return "\"$text\"";
}

# Writes what supervise.pl tells the server: once with the tests' sources, which it takes away before anything of the submission runs, and once without.
# Each test: [name, file, offset of its beginning, end, text of the file].
sub write_plan {
    my ($build, @tests) = @_;
    my (@whole, @names);
    for (@tests) {
        my ($name, $file, $from, $to, $text) = @$_;
        my $line = 1 + (substr($text, 0, $from) =~ tr/\n//);
        $file =~ s{^\./}{};
        my $start = '{"name":' . json($name) . ',"file":' . json($file) . ",\"line\":$line";
        push @names, "$start,\"code\":\"\"}";
        push @whole, "$start,\"code\":" . json(substr($text, $from, $to - $from)) . '}';
    }
    write_file("$build/plan", '{"type":"plan","tests":[' . join(',', @whole) . ']}');
    write_file("$build/plan.names", '{"type":"plan","tests":[' . join(',', @names) . ']}');
}

# Reads files, and takes them from the disk, so that what is compiled after that cannot take them in.
sub take_away {
    return map {
        my $text = read_file($_);
        unlink $_;
        [$_, $text]
    } @_;
}

1;
