package main

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func code1(report exitReport) any {
	if report.Code == nil {
		return nil
	}
	return *report.Code
}

func signal1(report exitReport) any {
	if report.Signal == nil {
		return nil
	}
	return *report.Signal
}

func TestRefusesToRunOutsideOfABox(t *testing.T) {
	command := exec.Command("/proc/self/exe")
	command.Env = []string{roleName + "=" + roleAgent}
	_ = command.Run()
	expect(t, "exit status", command.ProcessState.ExitCode(), exitNotFirst)
}

func TestRunsWithPipes(t *testing.T) {
	b := startBox(t).hello(nil)
	report, output := b.run("echo out; echo err >&2; exit 3", startOptions{})
	expect(t, "output", strings.Contains(output, "out\n") && strings.Contains(output, "err\n"), true)
	expect(t, "code", code1(report), 3)
	expect(t, "reason", report.Reason, "exited")
	expect(t, "bytes", report.OutputBytes, 8)
}

func TestPassesInputOn(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("read a; echo got $a; cat", startOptions{})
	b.send(typeStdin, channel, "one\ntwo\n")
	b.send(typeEOF, channel, nil)
	_, output := b.finish(channel)
	expect(t, "output", output, "got one\ntwo\n")
}

func TestTerminal(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("stty size; tty >/dev/null && echo is a tty; read a; stty size; echo got $a", startOptions{tty: true})
	b.shows(channel, "24 80")
	b.shows(channel, "is a tty")
	b.send(typeResize, channel, object{"cols": 100, "rows": 30})
	b.send(typeStdin, channel, "hello\n")
	_, output := b.finish(channel)
	expect(t, "size and echo", strings.Contains(output, "hello\r\n30 100\r\ngot hello\r\n"), true)
}

func TestResizeSignalsTheProgram(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done", startOptions{tty: true})
	b.shows(channel, "ready")
	b.send(typeResize, channel, object{"cols": 120, "rows": 40})
	_, output := b.finish(channel)
	expect(t, "size", strings.Contains(output, "40 120"), true)
}

func TestEndOfInput(t *testing.T) {
	for name, typed := range map[string]string{"empty line": "abc\n", "line with text": "abc"} {
		t.Run(name, func(t *testing.T) {
			b := startBox(t).hello(nil)
			channel := b.start("echo ready; wc -c", startOptions{tty: true})
			b.shows(channel, "ready")
			b.send(typeStdin, channel, typed)
			b.send(typeEOF, channel, nil)
			_, output := b.finish(channel)
			expect(t, "bytes", strings.Contains(output, fmt.Sprint(len(typed))), true)
		})
	}
}

func TestSignals(t *testing.T) {
	b := startBox(t).hello(nil)
	for _, name := range []string{"SIGINT", "SIGKILL", "SIGUSR1", "SIGSEGV"} {
		channel := b.start("echo ready; exec sleep 100", startOptions{tty: true})
		b.shows(channel, "ready")
		b.send(typeSignal, channel, object{"signal": name})
		report, _ := b.finish(channel)
		expect(t, "reason", report.Reason, "signaled")
		expect(t, "signal", signal1(report), name)
	}
}

func TestControlCReachesTheForeground(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("trap 'echo interrupted; exit 5' INT; echo ready; while :; do sleep 0.05; done", startOptions{tty: true})
	b.shows(channel, "ready")
	b.send(typeStdin, channel, "\x03")
	report, output := b.finish(channel)
	expect(t, "output", strings.Contains(output, "interrupted"), true)
	expect(t, "code", code1(report), 5)
}

func TestCreditHoldsTheProgramBack(t *testing.T) {
	b := startBox(t).hello(nil)
	const bytes = 20 << 20
	const window = 100_000
	channel := b.start(fmt.Sprintf("yes | head -c %d; echo done >&2", bytes), startOptions{window: window})
	b.until("a full window", func(frames []frame) bool { return len(output(frames, channel)) >= window })
	// Whatever more the agent would send comes before the pong.
	b.send(typePing, 0, "x")
	b.await(typePong, 0, nil)
	expect(t, "sent", len(b.output(channel)), window)
	if used := b.memory(); used > 40<<20 {
		t.Errorf("the agent holds %d MiB", used>>20)
	}
	b.send(typeCredit, channel, []byte{0x10, 0, 0, 0})
	report, _ := b.finish(channel)
	expect(t, "bytes", report.OutputBytes, bytes+5)
}

func TestLimitsHoldWithoutCredit(t *testing.T) {
	t.Parallel()
	const wallMs = 4000
	b := startBox(t).hello(nil)
	channel := b.start("yes", startOptions{tty: true, window: 1, limits: object{"wallMs": wallMs}})
	b.until("the window", func(frames []frame) bool { return output(frames, channel) != "" })
	time.Sleep((wallMs + 500) * time.Millisecond)
	b.send(typeCredit, channel, []byte{1, 0, 0, 0})
	report, _ := b.finish(channel)
	expect(t, "reason", report.Reason, "timeout")
}

func TestKeepsTheLastOutputOfATerminal(t *testing.T) {
	b := startBox(t).hello(nil)
	for range 5 {
		report, output := b.run("head -c 2000000 /dev/zero | tr '\\0' x; printf END", startOptions{tty: true})
		expect(t, "bytes", report.OutputBytes, 2000003)
		expect(t, "end", strings.HasSuffix(output, "xEND"), true)
	}
}

func TestLimits(t *testing.T) {
	for _, test := range []struct {
		reason, script string
		limits         object
	}{
		{"cpu_limit", "while :; do :; done", object{"cpuMs": 300}},
		{"cpu_limit", "(while :; do :; done) & wait", object{"cpuMs": 300}},
		{"cpu_limit", "for i in 1 2 3 4; do (while :; do :; done) & done; wait", object{"cpuMs": 300}},
		{"timeout", "sleep 100", object{"wallMs": 200}},
		{"timeout", "trap '' TERM INT HUP; while :; do sleep 0.01; done", object{"wallMs": 200}},
		{"idle", "echo hello; sleep 100", object{"idleMs": 200}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			b := startBox(t).hello(nil)
			report, _ := b.run(test.script, startOptions{tty: true, limits: test.limits})
			expect(t, "reason", report.Reason, test.reason)
			expect(t, "signal", signal1(report), "SIGKILL")
		})
	}
}

func TestTheFirstReasonWins(t *testing.T) {
	t.Parallel()
	b := startBox(t).hello(nil)
	channel := b.start("trap '' TERM; echo ready; while :; do sleep 0.01; done", startOptions{tty: true, limits: object{"wallMs": 4000}})
	b.shows(channel, "ready")
	b.send(typeStop, channel, object{"reason": "output_limit", "graceMs": 5000})
	report, _ := b.finish(channel)
	expect(t, "reason", report.Reason, "output_limit")
}

func TestOutputKeepsAProgramFromBeingIdle(t *testing.T) {
	t.Parallel()
	b := startBox(t).hello(nil)
	// It takes longer than it may be idle.
	report, _ := b.run("for i in $(seq 50); do echo $i; sleep 0.1; done", startOptions{limits: object{"idleMs": 4000}})
	expect(t, "reason", report.Reason, "exited")
}

func TestStopAsksThenEnds(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("trap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.01; done", startOptions{tty: true})
	b.shows(channel, "ready")
	b.send(typeStop, channel, object{"reason": "stopped", "graceMs": 20000})
	report, output := b.finish(channel)
	expect(t, "reason", report.Reason, "stopped")
	expect(t, "code", code1(report), 9)
	expect(t, "output", strings.Contains(output, "bye"), true)

	channel = b.start("trap '' TERM; echo ready; while :; do sleep 0.01; done", startOptions{tty: true})
	b.shows(channel, "ready")
	b.send(typeStop, channel, object{"reason": "stopped", "graceMs": 50})
	report, _ = b.finish(channel)
	expect(t, "signal", signal1(report), "SIGKILL")
}

func TestCountsTheTimeOfEveryProcess(t *testing.T) {
	b := startBox(t).hello(nil)
	const spin = "perl -e 'until ((times)[0] > 0.4) { $x++ for 1..100000 }'"
	// One that is waited for, and one that becomes an orphan.
	report, _ := b.run("mkfifo done; "+spin+"; (("+spin+"; echo >done) &); read x <done", startOptions{})
	// Counted twice it would be twice 800.
	if report.CPUMs < 790 || report.CPUMs > 1500 {
		t.Errorf("cpuMs: %d", report.CPUMs)
	}
	if report.PeakBytes < 1<<20 {
		t.Errorf("peakBytes: %d", report.PeakBytes)
	}
	if report.WallMs < 800 {
		t.Errorf("wallMs: %d", report.WallMs)
	}
}

func TestLeavesNothingRunning(t *testing.T) {
	b := startBox(t).hello(nil)
	b.run("setsid sleep 1000 & (setsid sh -c 'trap \"\" TERM HUP; sleep 1000' &) ; sleep 0.1", startOptions{tty: true})
	_, output := b.run("ps() { for p in /proc/[0-9]*; do echo ${p#/proc/}; done; }; ps | wc -l", startOptions{})
	// The agent, the shell, and the subshell of the pipe.
	if n := strings.TrimSpace(output); n != "3" && n != "4" {
		t.Errorf("%s processes", n)
	}
	expect(t, "clean", b.reset().Clean, true)
}

// A shell reads a line where an interpreter reads a byte: dd stands in.
const standbyWait = "dd bs=1 count=1 <&3 >/dev/null 2>&1; exec 3<&-; "

func TestStandby(t *testing.T) {
	command := []string{"sh", "-c", "if [ -n \"$GLOVEBOX_GO_FD\" ]; then " + standbyWait + "fi; stty size; cat main.txt"}
	b := startBox(t).hello(command)
	b.put("main.txt", "content")
	channel := b.start("", startOptions{tty: true, argv: command})
	var started struct{ Standby bool }
	b.await(typeStarted, channel, &started)
	expect(t, "standby", started.Standby, true)
	_, output := b.finish(channel)
	expect(t, "output", output, "24 80\r\ncontent")
	reset := b.reset()
	expect(t, "clean", reset.Clean, true)
	expect(t, "standby", reset.Standby, true)
	// Another command, or pipes, are started cold.
	channel = b.start("echo cold", startOptions{tty: true})
	b.await(typeStarted, channel, &started)
	expect(t, "standby", started.Standby, false)
	_, output = b.finish(channel)
	expect(t, "output", output, "cold\r\n")
}

func TestAStandbyThatDiesIsReplacedByAColdStart(t *testing.T) {
	command := []string{"sh", "-c", "[ -n \"$GLOVEBOX_GO_FD\" ] && exit 1; echo cold"}
	b := startBox(t).hello(command)
	var standby struct{ Waiting bool }
	b.await(typeStandby, 0, &standby)
	expect(t, "waiting", standby.Waiting, false)
	channel := b.start("", startOptions{tty: true, argv: command})
	_, output := b.finish(channel)
	expect(t, "output", output, "cold\r\n")
}
