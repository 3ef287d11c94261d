# Welcome. Press Run, then answer in the terminal.
use strict;
use warnings;

printf "Hello from Perl %vd!\n", $^V;
print 'What is your name? ';
my $name = <STDIN> // '';
chomp $name;
print "Nice to meet you, $name.\n";
