# Runs an SQL program with SQLite's shell, or looks for its faults, and says in which file they are: the shell itself tells a line and no file.
#   sql.pl run <file> [argument …]    the arguments are ?1, ?2 and so on
#   sql.pl check <file>               reads every statement, and runs only those that make, change or drop tables, on an empty database
#   sql.pl format <name>              lays out what comes on the standard input, unless SQLite does not take its syntax
use strict;
use warnings;

my $MOST_BYTES = 4 * 1024 * 1024;
my $MOST_DEPTH = 16;
# What the shell reads must be open in it.
$^F = 64;

my ($mode, $main, @arguments) = @ARGV;
my @origin;    # of each line: its file and line there
my $text = '';
# The shell loads meanwhile, and where this is a standby, before the program is there.
my $shell = $mode ne 'run' ? start(['-batch'], '.output /dev/null') : start(['-batch', '-bail', '-box', '-nullvalue', 'NULL'], parameters());
exit lay_all_out() if $mode eq 'format';
flatten($main, 0);
exit($mode eq 'check' ? check() : run());

# Calls back with each piece of a text: 'dot' (a line for the shell, or a comment of its kind), 'sql' (a statement, with its end) or 'space'.
sub pieces {
    my ($source, $piece) = @_;
    my ($statement, @last) = ('', '', '');
    pos($source) = 0;
    while (pos($source) < length $source) {
        if ($statement eq '' && $source =~ /\G^([.#][^\n]*\n?)/gcm) { $piece->('dot', $1); next }
        if ($statement eq '' && $source =~ /\G(\s*\n|\s+|--[^\n]*\n?|\/\*.*?(?:\*\/|\z))/gcs) { $piece->('space', $1); next }
        $source =~ /\G(\s+|--[^\n]*|\/\*.*?(?:\*\/|\z)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|\[[^\]]*\]?|\w+|.)/gcs or last;
        my $token = $1;
        $statement .= $token;
        next if $token =~ /^(?:\s|--|\/\*)/;
        # A trigger has statements within: "; END;" ends it.
        my $within = $statement =~ /^create\s+(?:temp\w*\s+)?trigger\b/i && !($last[1] eq ';' && lc $last[0] eq 'end');
        if ($token eq ';' && !$within) { $piece->('sql', $statement); $statement = ''; @last = ('', ''); next }
        @last = ($token, $last[0]);
    }
    $piece->('sql', $statement) if $statement ne '';
}

# Puts a file, and those that it reads, into one text.
sub flatten {
    my ($name, $depth) = @_;
    open(my $file, '<', $name) or die "$name cannot be read: $!\n";
    my $source = do { local $/; <$file> } // '';
    close $file;
    $source .= "\n" if $source !~ /\n\z/;
    die "$name: more than $MOST_BYTES bytes of SQL\n" if length($text) + length($source) > $MOST_BYTES;
    my $line = 1;
    pieces($source, sub {
        my ($kind, $piece) = @_;
        my $lines = $piece =~ tr/\n//;
        my ($other) = $kind eq 'dot' && $depth < $MOST_DEPTH ? $piece =~ /^\.read\s+["']?([^"'|\s]+)["']?\s*$/ : ();
        if (defined $other && -f $other) { flatten($other, $depth + 1) }
        else {
            $text .= $piece;
            push @origin, [$name, $line + $_] for 0 .. $lines - 1;
        }
        $line += $lines;
    });
}

# Starts the shell, which does what the given lines say and then waits for its program.
sub start {
    my ($options, @before) = @_;
    my $path = "/tmp/.sql.$$";
    open(my $program, '+>', $path) or die "$path: $!\n";
    unlink $path;
    pipe(my $orders, my $order) or die "pipe: $!\n";
    pipe(my $complaints, my $into) or die "pipe: $!\n";
    my $child = fork // die "fork: $!\n";
    if ($child == 0) {
        close $_ for $complaints, $order;
        open(STDERR, '>&', $into) or die;
        close $into;
        # A timeout, which it has anyhow, makes it open the database.
        exec('/usr/bin/sqlite3', @$options, ':memory:', '.timeout 0', @before, '.read /dev/fd/' . fileno $orders) or exit 127;
    }
    close $_ for $orders, $into;
    # Ctrl+C is for the shell, which ends its statement.
    $SIG{INT} = $SIG{PIPE} = 'IGNORE';
    return { child => $child, program => $program, order => $order, complaints => $complaints };
}

# Has the shell read a program, and gives every line that it complains with to $say. Returns the exit status.
sub finish {
    my ($text, $say) = @_;
    my ($program, $order, $complaints) = @$shell{qw(program order complaints)};
    # Past Perl's buffers, which take a module to be emptied.
    length $text == (syswrite($program, $text) // -1) or die "the program cannot be written: $!\n";
    # From a file, not from the pipe: it may say more than a pipe holds before it has read all.
    syswrite($order, '.read /dev/fd/' . fileno($program) . "\n");
    close $order;
    $say->($_) while <$complaints>;
    waitpid $shell->{child}, 0;
    my ($status, $signal) = ($? >> 8, $? & 127);
    if ($signal) { $SIG{$_} = 'DEFAULT' for qw(INT TERM); kill $signal, $$ }
    return $status;
}

sub placed {
    my ($line) = @_;
    $line =~ s/^((?:\w+ )?[Ee]rror) near line (\d+): /my $at = $origin[$2 - 1]; $at ? "$at->[0]:$at->[1]: $1: " : "$1: "/e;
    return $line;
}

sub parameters {
    return () unless @arguments;
    my @values = map { my $value = $arguments[$_]; $value =~ s/'/''/g; "('?" . ($_ + 1) . "', '$value')" } 0 .. $#arguments;
    return ('.parameter init', 'INSERT INTO temp.sqlite_parameters VALUES ' . join(', ', @values));
}

sub run { return finish($text, sub { print STDERR placed($_[0]) }) }

sub lay_all_out {
    $text = do { local $/; <STDIN> } // '';
    push @origin, [$main, $_ + 1] for 0 .. $text =~ tr/\n//;
    check(qr/: (?:near "|unrecognized token|incomplete input)/) == 0 or return 1;
    require '/usr/local/lib/glovebox/format.pl';
    my ($out, $breaks) = ('', 0);
    my $put = sub { $out .= ($out eq '' ? '' : $breaks == 0 && $_[1] ? ' ' : "\n" x ($breaks > 2 ? 2 : $breaks || 1)) . $_[0]; $breaks = 0 };
    pieces($text, sub {
        my ($kind, $piece) = @_;
        if ($kind eq 'sql') { $piece =~ s/\s+\z//; $put->(lay_out($piece)) }
        elsif ($kind eq 'dot') { my $ends = $piece =~ s/\n\z//; $put->($piece); $breaks = $ends }
        elsif ($piece =~ /\S/) { my $ends = $piece =~ s/\s*\n\z//; $put->($piece, 1); $breaks = $ends }
        else { $breaks += $piece =~ tr/\n// }
    });
    print $out eq '' ? '' : "$out\n";
    return 0;
}

# Only the faults that a pattern fits, when one is given.
sub check {
    my ($only) = @_;
    my ($program, $unsure, $faults) = ('', 0, 0);
    pieces($text, sub {
        my ($kind, $piece) = @_;
        if ($kind eq 'dot') {
            # Tables may come from there.
            $unsure = 1 if $piece =~ /^\.(?:open|import|restore|read|load|connection|clone|recover)/;
            $program .= "\n" x ($piece =~ tr/\n//);
        }
        elsif ($kind eq 'sql' && $piece !~ /^explain\b/i) {
            my $kept = $piece =~ /^(?:create|drop|alter)\b/i && $piece !~ /^create\s+(?:temp\w*\s+)?table\b[^(]*\bas\b/i;
            $unsure = 1 if !$kept && $piece =~ /^(?:create|attach)\b/i;
            $program .= $kept ? $piece : "EXPLAIN $piece";
        }
        else { $program .= $piece }
    });
    my $shown = 1;
    my $led;
    finish($program, sub {
        my ($line) = @_;
        if ($line =~ /^\w+ error near line/i) { $shown = $only ? $line =~ $only : !($unsure && $line =~ /: no such (?:table|column|view|index)/); $faults += $shown }
        # The line shown, and the arrow under it, as the program has it.
        $led = $1 if $line =~ s/^(  )EXPLAIN /$1/;
        $line =~ s/^ {8}(?= *\^--- )// if defined $led;
        undef $led if $line =~ /\^--- /;
        print placed($line) if $shown;
    });
    return $faults > 0 ? 1 : 0;
}
