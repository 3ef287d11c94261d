# Letters fall like rain, until the words that were hidden in them stay.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Time::HiRes qw(sleep);

my ( $width, $height, $frames ) = ( 64, 16, 90 );
my @letters = ( map( { chr } 0xFF71 .. 0xFF9D ), 0 .. 9, qw(+ * = : . < >) );
my @words   = ( 'There is more than one way to do it', 'and this is one of them' );

# Where each letter of the words will stand, as "row,column".
my %hidden;
for my $number ( 0 .. $#words ) {
    my $row    = $height / 2 - 1 + 2 * $number;
    my $column = int( ( $width - length $words[$number] ) / 2 );
    $hidden{"$row,@{[ $column++ ]}"} = $_ for split //, $words[$number];
}

my @drops = map { { head => -int( rand $height * 2 ), length => 5 + int rand 8 } } 1 .. $width;

$| = 1;
print "\e[?25l";
for my $frame ( 1 .. $frames ) {
    my $picture = $frame > 1 ? "\e[${height}A" : '';
    for my $row ( 0 .. $height - 1 ) {
        for my $column ( 0 .. $width - 1 ) {
            my $drop = $drops[$column];
            my $age  = $drop->{head} - $row;
            my $word = $hidden{"$row,$column"};
            if ( defined $word && $frame > 20 && ( $age == 0 || $drop->{wet}{$row} ) ) {
                $drop->{wet}{$row} = 1;
                $picture .= "\e[1;38;2;255;230;120m$word";
            }
            elsif ( $age < 0 || $age > $drop->{length} ) {
                $picture .= ' ';
            }
            else {
                my $light = 1 - $age / ( $drop->{length} + 1 );
                my $other = $age == 0 ? 230 : 60 * $light;
                $picture .= sprintf "\e[0;38;2;%d;%d;%dm%s", $other, 255 * $light, $other + 30 * $light,
                  $letters[ rand @letters ];
            }
        }
        $picture .= "\e[0m\n";
    }
    print $picture;
    for my $drop (@drops) {
        $drop->{head}++;
        $drop->{head} = -int rand 6 if $drop->{head} - $drop->{length} > $height && $frame < $frames - 30;
    }
    sleep 0.04;
}
print "\e[?25h";
