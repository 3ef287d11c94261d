# Two files: this one uses the class of the other.
use strict;
use warnings;
use Stack;

my $stack = Stack->new;
$stack->push($_) for qw(last comes first what);
print $stack->pop, ' ' until $stack->is_empty;
print "\n";
