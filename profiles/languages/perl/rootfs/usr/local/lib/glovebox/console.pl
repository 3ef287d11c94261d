# Perl, line by line: what is typed is run, and what comes of it is shown. Variables live on, those of "my" as those of "our".
package Glovebox::Console;

# First of all, so that no variable of the below is seen by what is typed.
sub run {
    $_[0] =~ s/^(\s*)my\b/$1our/;
    $@ = '';
    return eval "package main; no strict; use warnings; no warnings qw(void once redefine);\n#line 1 \"typed\"\n$_[0]";
}

use strict;
use warnings;
use Data::Dumper;
use Term::ReadLine;

$Data::Dumper::Indent = $Data::Dumper::Sortkeys = $Data::Dumper::Terse = $Data::Dumper::Useqq = 1;
my $terminal = Term::ReadLine->new('perl');
$terminal->ornaments(0);
printf "Perl %vd. Ctrl+D or exit ends it.\n", $^V;

my $code = '';
while ( defined( my $line = $terminal->readline( $code eq '' ? 'perl> ' : '....> ' ) ) ) {
    $code .= "$line\n";
    next if $code !~ /\S/;
    my @values = run( my $copy = $code );
    my $fault  = $@;
    # Not yet at its end: an empty line gives up.
    next if $line =~ /\S/ && $fault =~ /Missing right curly|Can't find string terminator|syntax error at .* at EOF/;
    $code = '';
    if ($fault) { print STDERR $fault =~ /\n\z/ ? $fault : "$fault\n" }
    else        { print show($_), "\n" for @values }
}
print "\n";

sub show {
    my ($value) = @_;
    return 'undef' if !defined $value;
    return ref $value ? Dumper($value) =~ s/\n\z//r : $value;
}
