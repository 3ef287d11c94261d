# supervise.pl all|all-input|each BUILD COMMAND…: stands between the server and a process that carries out unit tests together with code that was handed in.
#
# The server's secret stays here, in a process that others of the same user can neither read nor trace. The command gets, on descriptor 3, a socket: its first line is a
# word that is drawn anew for each start, a space, and the numbers of the tests to leave out, with commas. What it says of its tests it writes there, a line of JSON
# each, after that word and a space; after the plan and the end of a test it waits for a line end. What it prints comes through a pipe of its own and is passed on, before the event that it preceded.
#
# all: the command tells of all tests itself: plan, start, end, done. Where it ends or is ended in the midst of one it is started again for the others; files that the
# command names, and those that were made of them in BUILD, are written again then. Where the plan was written when the tests were compiled, that is the one.
# all-input: the same, and the socket is the command's standard input too, for languages that reach no other descriptor.
# each: it is started for each test with the test's number, and tells of the end only. A test is a process of its own, and what that leaves behind is killed. The
# plan was written when the tests were compiled, into BUILD/plan; it is gone before anything of the submission runs. BUILD/plan.names is the same without sources. The
# command's file is gone too, and only this process can start it: no test puts another one in its place.
use strict;
use warnings;
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use POSIX ();
use Socket qw(AF_UNIX SOCK_STREAM PF_UNSPEC);

my $LINE_BYTES = 4 << 20;
my ($mode, $build, @command) = @ARGV;

# Numbers of calls that this Perl, without its modules, has no names for: of x86-64, and of arm64.
my ($PRCTL, $CLOCK_GETTIME) = (POSIX::uname())[4] eq 'x86_64' ? (157, 228) : (167, 113);
my ($PR_SET_DUMPABLE, $O_PATH) = (4, 0x200000);
syscall($PRCTL, $PR_SET_DUMPABLE, 0, 0, 0, 0);
my $orders = <STDIN> // '';
my ($secret) = $orders =~ /"secret":"([0-9a-f]+)"/ or die "no secret\n";
my %skip = map { $_ => 1 } $orders =~ /"skip":\[([\d,\s]*)\]/ ? split(/[,\s]+/, $1) : ();
my $test_seconds = $orders =~ /"testMs":(\d+)/ ? $1 / 1000 : 2;
$orders = '';
open(STDIN, '<', '/dev/null');
open(my $random, '<:raw', '/dev/urandom') or die;
$SIG{CHLD} = sub { };
$SIG{PIPE} = 'IGNORE';

my $ends_line = 1;
# When the test that goes on must have ended; nothing is waited for without one.
my $deadline;

# Seconds of a clock that nobody sets.
sub now {
    my $time = "\0" x 16;
    syscall($CLOCK_GETTIME, 1, $time);
    my ($seconds, $nanoseconds) = unpack('q q', $time);
    return $seconds + $nanoseconds / 1e9;
}

sub put {
    my ($text) = @_;
    my $done = 0;
    while ($done < length $text) {
        my $wrote = syswrite(STDOUT, $text, length($text) - $done, $done);
        next if !defined $wrote && $!{EINTR};
        exit 1 if !defined $wrote;
        $done += $wrote;
    }
    $ends_line = substr($text, -1) eq "\n" if $done;
}

sub event {
    my ($json) = @_;
    put(($ends_line ? '' : "\n") . "$secret $json\n");
}

# What has been printed by now.
sub printed {
    my ($output) = @_;
    my $text = '';
    # Not more than this at once: a program that prints without end must not keep this one here.
    while (length $text < 1 << 20) { sysread($output, $text, 65536, length $text) or last }
    return $text;
}

# Starts the command, and calls $on_line with what it says, until it has ended, $on_line is content, or the test's time is up. Gives the status it ended with, "late" for the last.
sub attend {
    my ($on_line, @argv) = @_;
    socketpair(my $ours, my $theirs, AF_UNIX, SOCK_STREAM, PF_UNSPEC) or die;
    pipe(my $output, my $printed) or die;
    sysread($random, my $bytes, 16);
    my $word = unpack('H*', $bytes);
    syswrite($ours, "$word " . join(',', sort { $a <=> $b } keys %skip) . "\n");
    my $pid = fork // die;
    if (!$pid) {
        setpgrp(0, 0);
        POSIX::dup2(fileno($printed), 1);
        POSIX::dup2(1, 2);
        POSIX::dup2(fileno($theirs), 3);
        POSIX::dup2(3, 0) if $mode eq 'all-input';
        exec { $argv[0] } @argv or print "cannot start $argv[0]: $!\n";
        POSIX::_exit(127);
    }
    close($theirs);
    close($printed);
    fcntl($_, F_SETFL, fcntl($_, F_GETFL, 0) | O_NONBLOCK) for $output, $ours;
    my ($said, $open, $content, $status, $late) = ('', 1, 0, undef, 0);
    until ($content || defined $status || $late) {
        $late = defined $deadline && now() > $deadline;
        my $ready = '';
        vec($ready, fileno($output), 1) = 1;
        vec($ready, fileno($ours), 1) = 1 if $open;
        select($ready, undef, undef, 0.05);
        # Asked first: what it said and printed is all there by then. And what it printed is read before what it said: a test's start is told before what it prints.
        $status = $? if waitpid($pid, POSIX::WNOHANG()) == $pid;
        my $text = printed($output);
        while (1) {
            my $got = sysread($ours, $said, 65536, length $said);
            if (!$got) { $open = 0 if defined $got; last }
            last if length $said > $LINE_BYTES;
        }
        while (!$content && $said =~ s/^([^\n]*)\n//) {
            my ($json) = $1 =~ /^\Q$word\E (\{.*\})$/ or next;
            my ($type) = $json =~ /^\{"type":"(\w+)"/ or next;
            if ($type ne 'start') {
                put($text . printed($output));
                $text = '';
            }
            $content = $on_line->($json);
            # It waits for this, so that what the next test prints is not taken for this one's.
            syswrite($ours, "\n") if $type eq 'end' || $type eq 'plan';
        }
        put($text);
        last if length $said > $LINE_BYTES;
    }
    kill 'KILL', -$pid;
    # In a box this is everything that tests have left running, but for the agent, which is process 1.
    kill 'KILL', -1 if $< != 0;
    waitpid($pid, 0) unless defined $status;
    put(printed($output));
    return $content ? 0 : $late ? 'late' : $status // 9;
}

# Ends a test that has not told how it ended.
sub give_up {
    my ($test, $status) = @_;
    my ($reason, $why) = ('ended_early', 'The program ended while this test ran.');
    if ($status eq 'late') {
        my $unit = $test_seconds == 1 ? 'second' : 'seconds';
        ($reason, $why) = ('timeout', "It took longer than $test_seconds $unit.");
    } elsif ($status == 9) {
        ($reason, $why) = ('out_of_memory', 'The program was killed while this test ran, as is what needs more memory than there is.');
    }
    $skip{$test} = 1;
    event("{\"type\":\"end\",\"test\":$test,\"status\":\"fail\",\"reason\":\"$reason\",\"message\":\"$why\"}");
}

# Every file of a folder, and of those in it.
sub files_in {
    my ($folder) = @_;
    return map { -d $_ && !-l $_ ? files_in($_) : $_ } glob("\Q$folder\E/*");
}

sub run_all {
    my @made = map { my $made = "$build/" . s/\.\w+$//r; ($_, glob("\Q$made\E.*")) } grep { /^[^\n]+\.\w+$/ } @command;
    my %files;
    for my $name (@made, files_in("$build/classes"), "$build/tests.list") {
        next if $name =~ m{^/} || !-f $name;
        open(my $file, '<:raw', $name) or next;
        local $/;
        $files{$name} = <$file> // '';
    }
    my ($planned, $done, $plan) = (0, 0, compiled_plan());
    event($plan) if $planned = $plan ne '';
    until ($done) {
        # Whatever stands there by now is the submission's.
        for my $name (keys %files) {
            unlink $name;
            open(my $file, '>:raw', $name) or exit 1;
            print $file $files{$name};
            close($file) or exit 1;
        }
        my ($test, $before) = (undef, scalar keys %skip);
        my $status = attend(
            sub {
                my ($json) = @_;
                my ($type, $number) = $json =~ /^\{"type":"(plan|start|end|done)"(?:,"test":(\d+))?/ or return 0;
                return 0 if $type eq 'plan' && $planned++;
                if ($type eq 'start') {
                    return 0 if $skip{$number};
                    ($test, $deadline) = ($number, now() + $test_seconds);
                } elsif ($type eq 'end') {
                    return 0 if !defined $test || $test != $number;
                    $skip{$number} = 1;
                    undef $test;
                    undef $deadline;
                }
                event($json);
                return $done = $type eq 'done';
            },
            @command
        );
        undef $deadline;
        give_up($test, $status) if defined $test;
        exit($status =~ /^\d+$/ && $status > 255 ? $status >> 8 : 1) if !$done && keys(%skip) == $before;
    }
}

# Reads the plan that was written when the tests were compiled, and takes away the one that has their sources.
sub compiled_plan {
    my $plan = '';
    for my $name ('plan.names', 'plan') {
        open(my $file, '<:raw', "$build/$name") or next;
        local $/;
        $plan = <$file>;
    }
    unlink "$build/plan";
    return $plan;
}

sub run_each {
    my $plan = compiled_plan();
    sysopen(my $program, $command[0], $O_PATH) or die "$command[0]: $!\n";
    unlink $command[0];
    $command[0] = '/proc/self/fd/' . fileno($program);
    my $count = () = $plan =~ /\{"name":/g;
    event($plan);
    for my $test (0 .. $count - 1) {
        next if $skip{$test};
        my $told = 0;
        event("{\"type\":\"start\",\"test\":$test}");
        $deadline = now() + $test_seconds;
        my $status = attend(
            sub {
                my ($json) = @_;
                return 0 if $json !~ /^\{"type":"end","test":$test,/;
                event($json);
                return $told = 1;
            },
            @command, $test
        );
        give_up($test, $status) if !$told;
    }
    event('{"type":"done"}');
}

$mode eq 'each' ? run_each() : run_all();
