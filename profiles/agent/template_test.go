package main

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// An interpreter that knows templates, in Perl: it runs /code/main.pl. $loaded is the process in which it was loaded.
const perlTemplate = `use POSIX ();
$loaded = $$;
if (my $go = delete $ENV{GLOVEBOX_GO_FD}) {
  my $word;
  if (my $fds = delete $ENV{GLOVEBOX_TEMPLATE_FDS}) {
    my ($orders, $answers) = split /,/, $fds;
    LOADING;
    for (;;) {
      POSIX::read($orders, my $number, 16) or POSIX::_exit(0);
      my $child = fork // POSIX::_exit(1);
      if ($child) { waitpid $child, 0; POSIX::_exit(1) if $?; POSIX::write($answers, "\n", 1); next }
      if (FAILS) { POSIX::_exit(1) }
      POSIX::_exit(0) if fork // POSIX::_exit(1);
      POSIX::setsid();
      POSIX::dup2(POSIX::open("/dev/pts/" . int $number, POSIX::O_RDWR()), $_) for 0 .. 2;
      POSIX::close($_) for $orders, 6 .. 9;
      last;
    }
    syscall PRCTL, 4, 1, 0, 0, 0;
    POSIX::write($answers, "$$\n", length "$$\n");
    POSIX::close($answers);
    do { POSIX::read($go, $word, 8) or POSIX::_exit(0) } until $word eq sprintf "%-8d", $$;
  } else {
    POSIX::read($go, $word, 1) or POSIX::_exit(0);
  }
  POSIX::close($go);
}
$| = 1;
do "./main.pl" or print $@`

// closes is what a template begins with: programs are kept out.
const closes = "syscall PRCTL, 4, 0, 0, 0, 0"

// cannotFork is a template that finds no room for a standby.
const cannotFork = "cannot fork"

func perl(loading string) []string {
	fails := "0"
	if loading == cannotFork {
		fails, loading = "1", closes
	}
	prctl := map[string]string{"amd64": "157", "arm64": "167"}[runtime.GOARCH]
	return []string{"perl", "-e", strings.NewReplacer("PRCTL", prctl, "FAILS", fails).Replace(strings.Replace(perlTemplate, "LOADING", loading, 1))}
}

type templateBox struct {
	*box
	argv []string
}

// startTemplateBox starts a box whose next standby comes from a template: the one before it was started a moment ago.
func startTemplateBox(t *testing.T, loading string, env ...string) *templateBox {
	t.Helper()
	b := &templateBox{startBox(t, append(env, ownAccount+"=yes")...), perl(loading)}
	greeting := aGreeting()
	greeting["standby"] = object{"argv": b.argv, "template": true}
	b.greet(greeting)
	if strings.Contains(b.stderr.String(), noAccount) {
		t.Skip(b.stderr.String())
	}
	b.clean()
	return b
}

// program runs a Perl program from the standby and gives the process in which its interpreter was loaded, and what it printed after that.
func (b *templateBox) program(source string, options startOptions) (exitReport, string, string) {
	b.t.Helper()
	b.put("main.pl", "print \"$loaded\\n\";\n"+source)
	options.tty, options.argv = true, b.argv
	channel := b.start("", options)
	var started struct{ Standby bool }
	b.await(typeStarted, channel, &started)
	expect(b.t, "standby", started.Standby, true)
	report, output := b.finish(channel)
	loaded, rest, _ := strings.Cut(output, "\r\n")
	return report, loaded, rest
}

func (b *templateBox) clean() {
	b.t.Helper()
	report := b.reset()
	expect(b.t, "clean", fmt.Sprint(report.Clean, report.Leftovers), "true []")
	expect(b.t, "standby", report.Standby, true)
}

func TestStandbysComeFromATemplate(t *testing.T) {
	b := startTemplateBox(t, closes)
	const same = `print -t STDIN ? "terminal " : "", getppid, " ", getpgrp == $$ ? "leader " : "", join(" ", grep { -e "/proc/self/fd/$_" } 3 .. 20), "|", scalar(@{[grep /GLOVEBOX/, keys %ENV]}), "\n"; system "stty size"; 1`
	_, first, output := b.program(same, startOptions{})
	// Nothing but the terminal is open.
	expect(t, "output", output, "terminal 1 leader |0\r\n24 80\r\n")
	b.clean()
	_, second, output := b.program(same, startOptions{})
	expect(t, "output", output, "terminal 1 leader |0\r\n24 80\r\n")
	expect(t, "template", second, first)
}

func TestATemplateServesForASecond(t *testing.T) {
	b := startTemplateBox(t, closes, ownAge)
	const who = `print "$$ ", scalar(@{[glob "/proc/[0-9]*"]}), "\n"; 1`
	// quickly gives the template of a standby that was started right after another: once more where this machine was too slow for that.
	quickly := func() string {
		t.Helper()
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
			began := time.Now()
			b.clean()
			b.clean()
			quick := time.Since(began) < templateAge
			if _, loaded, output := b.program(who, startOptions{}); quick {
				if strings.HasPrefix(output, loaded+" ") || !strings.HasSuffix(output, " 3\r\n") {
					t.Errorf("no template in quick succession: %s, %s", loaded, output)
				}
				return loaded
			}
		}
		t.Fatal("nothing is quick here")
		return ""
	}
	first := quickly()
	b.clean()
	time.Sleep(templateAge)
	b.clean()
	_, third, output := b.program(who, startOptions{})
	expect(t, "by itself", output, third+" 2\r\n")
	if fourth := quickly(); fourth == first {
		t.Error("no template of its own in the next quick succession")
	}
}

func TestAProgramFromATemplateHasTheTerminal(t *testing.T) {
	b := startTemplateBox(t, closes)
	b.put("main.pl", `$SIG{INT} = sub { print "interrupted\n"; exit 3 }; print "ready\n"; open my $tty, "<", "/dev/tty" or die; select undef, undef, undef, 0.02 while 1`)
	channel := b.start("", startOptions{tty: true, argv: b.argv})
	b.shows(channel, "ready")
	b.send(typeStdin, channel, "\x03")
	report, output := b.finish(channel)
	expect(t, "code", *report.Code, 3)
	expect(t, "output", output, "ready\r\n^Cinterrupted\r\n")
}

func TestATemplateIsClosedToPrograms(t *testing.T) {
	b := startTemplateBox(t, closes)
	_, _, output := b.program(`for my $name (qw(mem environ maps fd fd/3 fd/4 fd/5 cwd/main.pl oom_score_adj)) {
  my $path = "/proc/$loaded/$name";
  print "$name " if opendir(my $d, $path) || open(my $r, "<", $path) && sysread($r, my $x, 1) || open(my $w, ">", $path);
}
print "done\n"; 1`, startOptions{})
	expect(t, "open", output, "done\r\n")
}

func TestATemplateThatPrograms(t *testing.T) {
	for what, program := range map[string]string{
		"end":            `kill "KILL", $loaded; 1`,
		"stop":           `kill "STOP", $loaded; 1`,
		"interrupt":      `kill "INT", $loaded; 1`,
		"stop and leave": `kill "STOP", $loaded; if (!fork) { POSIX::setsid(); sleep 1000 } 1`,
		"outlive":        `for (1 .. 5) { if (!fork) { POSIX::setsid(); if (!fork) { sleep 1000 } exit } } 1`,
	} {
		t.Run(what, func(t *testing.T) {
			b := startTemplateBox(t, closes)
			for range 3 {
				b.program(program, startOptions{})
				b.clean()
			}
			_, _, output := b.program(`print scalar(@{[glob "/proc/[0-9]*"]}), "\n"; 1`, startOptions{})
			// The agent, the template, the program.
			expect(t, "processes", output, "3\r\n")
		})
	}
}

func TestNobodyHidesBehindATemplate(t *testing.T) {
	b := startTemplateBox(t, closes)
	for range 10 {
		// It is always another process, and whoever lists processes one by one may miss it.
		b.program(`if (!fork) { POSIX::setsid(); for (;;) { exit if fork } } select undef, undef, undef, 0.05; 1`, startOptions{})
		b.clean()
		_, _, output := b.program(`print scalar(@{[glob "/proc/[0-9]*"]}), "\n"; 1`, startOptions{})
		expect(t, "processes", output, "3\r\n")
		b.clean()
	}
}

func burn(seconds float64) string {
	return fmt.Sprintf("until ((times)[0] >= %g) { $x++ for 1 .. 10000 }", seconds)
}

func TestATemplatesTimeIsNotARuns(t *testing.T) {
	b := startTemplateBox(t, closes+"; "+burn(0.6))
	for _, program := range []string{"1", `kill "KILL", $loaded; select undef, undef, undef, 0.1; 1`} {
		report, _, _ := b.program(program, startOptions{})
		// The template's own 600 are not among it.
		if report.CPUMs > 500 {
			t.Errorf("cpuMs: %d", report.CPUMs)
		}
		b.clean()
	}
	report, _, _ := b.program(burn(0.3)+"; 1", startOptions{limits: object{"cpuMs": 5000}})
	if report.CPUMs < 290 || report.CPUMs > 800 {
		t.Errorf("cpuMs: %d", report.CPUMs)
	}
}

func TestATemplateThatIsNotClosedServesNobody(t *testing.T) {
	b := startTemplateBox(t, "")
	for range 2 {
		_, loaded, output := b.program(`print $$ == $loaded ? "by itself\n" : "forked\n"; 1`, startOptions{})
		expect(t, loaded, output, "by itself\r\n")
		b.clean()
	}
}

func TestWithoutACountOfProcessesThereIsNoTemplate(t *testing.T) {
	b := &templateBox{startBox(t), perl(closes)}
	greeting := aGreeting()
	greeting["standby"] = object{"argv": b.argv, "template": true}
	b.greet(greeting)
	b.clean()
	_, _, output := b.program(`print $$ == $loaded ? "by itself\n" : "forked\n"; 1`, startOptions{})
	expect(t, "standby", output, "by itself\r\n")
}

func TestATemplateThatFailsIsDoneWithout(t *testing.T) {
	for what, loading := range map[string]string{
		"ends":        "exit 1",
		"hangs":       closes + "; sleep 1000",
		"cannot fork": cannotFork,
		"says no":     closes + "; POSIX::write($answers, \"none\\n\\n\", 6)",
		"says much":   closes + "; POSIX::write($answers, \"1\" x 100, 100)",
		"says itself": closes + "; POSIX::write($answers, \"1\\n\\n\", 3)",
	} {
		t.Run(what, func(t *testing.T) {
			b := startTemplateBox(t, loading, ownTemplateTime)
			_, _, output := b.program(`print $$ == $loaded ? "by itself\n" : "forked\n"; 1`, startOptions{})
			expect(t, "standby", output, "by itself\r\n")
			b.clean()
		})
	}
}

func TestAnotherCommandIsStartedBesideATemplate(t *testing.T) {
	b := startTemplateBox(t, closes)
	_, output := b.run("echo $GLOVEBOX_GO_FD $GLOVEBOX_TEMPLATE_FDS cold", startOptions{})
	expect(t, "output", output, "cold\n")
	b.clean()
	_, _, output = b.program(`print scalar(@{[glob "/proc/[0-9]*"]}), "\n"; 1`, startOptions{})
	expect(t, "processes", output, "3\r\n")
}
