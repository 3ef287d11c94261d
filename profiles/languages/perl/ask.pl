# A guessing game: the number is drawn anew for every run.
use strict;
use warnings;

my $secret = 1 + int rand 100;
my $tries  = 0;

print "I think of a number from 1 to 100.\nYour guess: ";
while ( my $guess = <STDIN> ) {
    chomp $guess;
    if ( $guess !~ /^\d+$/ ) {
        print "A number, please.\n";
        next;
    }
    $tries++;
    if ( $guess == $secret ) {
        print "Yes! $secret, after $tries tries.\n";
        exit;
    }
    print $guess < $secret ? "Too low.\n" : "Too high.\n";
}
continue {
    print 'Your guess: ';
}
print "\nIt was $secret. See you!\n";
