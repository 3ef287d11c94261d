package main

import (
	"bytes"
	"fmt"
	"math/rand"
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
	b := startBox(t).hello(nil)
	channel := b.start("yes", startOptions{tty: true, window: 1, limits: object{"wallMs": 300}})
	b.until("the window", func(frames []frame) bool { return output(frames, channel) != "" })
	time.Sleep(500 * time.Millisecond)
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
	b := startBox(t).hello(nil)
	channel := b.start("trap '' TERM; echo ready; while :; do sleep 0.01; done", startOptions{tty: true, limits: object{"wallMs": 500}})
	b.shows(channel, "ready")
	b.send(typeStop, channel, object{"reason": "output_limit", "graceMs": 3000})
	report, _ := b.finish(channel)
	expect(t, "reason", report.Reason, "output_limit")
}

func TestOutputKeepsAProgramFromBeingIdle(t *testing.T) {
	b := startBox(t).hello(nil)
	report, _ := b.run("for i in 1 2 3 4 5 6; do echo $i; sleep 0.2; done", startOptions{limits: object{"idleMs": 700}})
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
	report, _ := b.run(spin+"; ("+spin+" &) ; sleep 1.2", startOptions{})
	if report.CPUMs < 790 || report.CPUMs > 1200 {
		t.Errorf("cpuMs: %d", report.CPUMs)
	}
	if report.PeakBytes < 1<<20 {
		t.Errorf("peakBytes: %d", report.PeakBytes)
	}
	if report.WallMs < 1200 {
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
	b.await(typeStandby, 0, nil)
	b.put("main.txt", "content")
	channel := b.start("", startOptions{tty: true, argv: command})
	var started struct{ Standby bool }
	b.await(typeStarted, channel, &started)
	expect(t, "standby", started.Standby, true)
	_, output := b.finish(channel)
	expect(t, "output", output, "24 80\r\ncontent")
	expect(t, "clean", b.reset().Clean, true)
	b.await(typeStandby, 0, nil)
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
	b.await(typeStandby, 0, &standby)
	expect(t, "waiting", standby.Waiting, false)
	channel := b.start("", startOptions{tty: true, argv: command})
	_, output := b.finish(channel)
	expect(t, "output", output, "cold\r\n")
}

func TestFiles(t *testing.T) {
	b := startBox(t).hello(nil)
	b.put("a/b/c.txt", "hello")
	b.put("a/b/c.txt", "again")
	b.put("empty", "")
	_, output := b.run("cat a/b/c.txt; wc -c < empty; id -u; umask", startOptions{})
	expect(t, "content", output, "again0\n60101\n0022\n")
	channel := b.next
	b.next++
	b.send(typeGet, channel, object{"name": "a/b/c.txt", "maxBytes": 100})
	b.await(typeFile, channel, nil)
	b.until("data", func(frames []frame) bool {
		for _, f := range frames {
			if f.kind == typeFileData && f.channel == channel {
				return string(f.payload) == "again"
			}
		}
		return false
	})
	b.send(typeList, b.next, object{})
	var list fileList
	b.await(typeFiles, b.next, &list)
	expect(t, "files", len(list.Files), 2)
}

func (b *box) refused(kind byte, request any) string {
	b.t.Helper()
	channel := b.next
	b.next++
	b.send(kind, channel, request)
	var fault struct{ Code string }
	b.await(typeError, channel, &fault)
	return fault.Code
}

func TestFilesOutsideOfTheWorkspaceAreRefused(t *testing.T) {
	b := startBox(t).hello(nil)
	b.run("ln -s /etc escape; ln -s /etc/passwd link; mkfifo pipe; mkdir dir; echo x > file; head -c 2000 /dev/zero > large", startOptions{})
	for name, want := range map[string]string{"../etc/passwd": "bad_name", "/etc/passwd": "bad_name", "a//b": "bad_name", "escape/passwd": "not_a_file", "link": "not_a_file", "pipe": "not_a_file", "dir": "not_a_file", "missing": "not_found", "large": "too_large"} {
		expect(t, "get "+name, b.refused(typeGet, object{"name": name, "maxBytes": 1000}), want)
	}
	expect(t, "put through a link", b.refused(typePut, object{"name": "escape/x", "size": 0, "executable": false}), "not_a_file")
	expect(t, "put into a file", b.refused(typePut, object{"name": "file/x", "size": 0, "executable": false}), "not_a_file")
	// A link in the place of a file is replaced, not followed.
	b.put("link", "mine")
	_, output := b.run("cat link; test -L link || echo plain", startOptions{})
	expect(t, "link", output, "mineplain\n")
}

func TestAFullDiskIsToldOnce(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.next
	b.next++
	b.send(typePut, channel, object{"name": "big", "size": 32 << 20, "executable": false})
	for range 32 << 20 / maxPayload {
		b.send(typePutData, channel, make([]byte, maxPayload))
	}
	var fault struct{ Code string }
	b.await(typeError, channel, &fault)
	expect(t, "code", fault.Code, "no_space")
	expect(t, "clean", b.reset().Clean, true)
	b.put("small", "x")
}

func TestResetRemovesEverything(t *testing.T) {
	b := startBox(t).hello(nil)
	b.put("keep/me.txt", "kept")
	b.run(`
		mkdir -p closed/inner && touch closed/inner/x && chmod 000 closed/inner closed
		touch "$(printf 'odd\nname\377')" -- '-rf' ' '
		ln /code/keep/me.txt /code/hard; rm /code/hard
		ln -s / root; mkfifo fifo
		perl -e 'for (1..3000) { mkdir "d" or last; chdir "d" } mkdir "x$_" for 1..50'
		perl -e 'shmget(4711, 1000, 01600); semget(4712, 3, 01600); msgget(4713, 01600)'
		echo x > /dev/shm/s; echo x > /tmp/t; : > /dev/mqueue/q
		chmod 0 /code /tmp; chmod 777 /code
		(setsid sh -c 'trap "" TERM HUP INT; sleep 1000' &)
		sleep 0.1`, startOptions{})
	report := b.reset("keep/me.txt")
	expect(t, "leftovers", report.Leftovers, []string{})
	_, output := b.run("cat keep/me.txt; find /code /tmp /dev/shm /dev/mqueue | sort | tr '\\n' ' '; stat -c %a /code /tmp | tr '\\n' ' '; tail -q -n +2 /proc/sysvipc/* | wc -l", startOptions{})
	expect(t, "what is there", output, "kept/code /code/keep /code/keep/me.txt /dev/mqueue /dev/shm /tmp 755 1777 0\n")
}

func TestWhatCannotBeRemovedIsReported(t *testing.T) {
	b := startBox(t, "GLOVEBOX_TEST_STUBBORN=1").hello(nil)
	report := b.reset()
	expect(t, "clean", report.Clean, false)
	expect(t, "leftovers", strings.Contains(fmt.Sprint(report.Leftovers), "stubborn"), true)
}

func TestAKeptNameThatIsALinkIsNotKept(t *testing.T) {
	b := startBox(t).hello(nil)
	b.run("ln -s /etc/passwd main.txt", startOptions{})
	expect(t, "clean", b.reset("main.txt").Clean, true)
	_, output := b.run("ls -A", startOptions{})
	expect(t, "files", output, "")
}

func TestProgramsCannotEndOrReadTheAgent(t *testing.T) {
	b := startBox(t).hello(nil)
	_, output := b.run(`
		for s in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 18 19 20 21 22 23 24 25 26 27 28 29 30 31 34 50 64; do kill -$s 1; done
		for f in mem environ maps; do dd if=/proc/1/$f count=1 2>/dev/null && echo read $f; done
		ls /proc/1/fd >/dev/null 2>&1 && echo listed; echo done`, startOptions{})
	expect(t, "output", strings.TrimSpace(output), "done")
	b.send(typePing, 0, "alive")
	b.until("pong", func(frames []frame) bool {
		return len(frames) > 0 && frames[len(frames)-1].kind == typePong && string(frames[len(frames)-1].payload) == "alive"
	})
}

func TestSurvivesAProcessStorm(t *testing.T) {
	b := startBox(t).hello(nil)
	for range 2 {
		report, _ := b.run("exec perl -e 'while (1) { fork; select undef, undef, undef, 0.001 }'", startOptions{tty: true, limits: object{"wallMs": 1500}})
		if report.Reason != "timeout" && report.Reason != "cpu_limit" {
			t.Errorf("reason: %s", report.Reason)
		}
		expect(t, "leftovers", b.reset().Leftovers, []string{})
	}
	_, output := b.run("echo fine", startOptions{})
	expect(t, "output", output, "fine\n")
}

func TestRunsLeaveNoDescriptorBehind(t *testing.T) {
	b := startBox(t).hello(nil)
	b.run("true", startOptions{tty: true})
	before := b.descriptors()
	for i := range 300 {
		b.run("true", startOptions{tty: i%2 == 0})
		if i%10 == 0 {
			expect(t, "clean", b.reset().Clean, true)
		}
	}
	if after := b.descriptors(); after > before+2 {
		t.Errorf("%d descriptors, then %d", before, after)
	}
}

func TestALateFrameIsDropped(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("true", startOptions{})
	b.finish(channel)
	b.send(typeStdin, channel, "late")
	b.send(typeEOF, channel, nil)
	b.send(typeResize, channel, object{"cols": 1, "rows": 1})
	b.send(typeSignal, channel, object{"signal": "SIGINT"})
	b.send(typeStop, channel, object{"reason": "stopped", "graceMs": 0})
	b.send(typeCredit, channel, []byte{0, 0, 0, 1})
	_, output := b.run("echo fine", startOptions{})
	expect(t, "output", output, "fine\n")
}

func TestOneRunAtATime(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("read x", startOptions{})
	b.await(typeStarted, channel, nil)
	second := b.start("true", startOptions{})
	var fault struct{ Code string }
	b.await(typeError, second, &fault)
	expect(t, "code", fault.Code, "busy")
	b.send(typeEOF, channel, nil)
	b.finish(channel)
}

func TestACommandThatIsNotThereIsToldApart(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("", startOptions{argv: []string{"no-such-command"}})
	var fault struct{ Code string }
	b.await(typeError, channel, &fault)
	expect(t, "code", fault.Code, "spawn_failed")
}

func TestMalformedFramesEndTheBox(t *testing.T) {
	start := `{"argv":["sh"],"tty":null,"limits":{"cpuMs":1,"wallMs":1,"idleMs":0,"killGraceMs":1},"window":1}`
	for name, bytes := range map[string][]byte{
		"length 0":              {0, 0, 0, 0},
		"length 4":              {0, 0, 0, 4, 1, 0, 0, 0},
		"length too large":      {0, 1, 0, 6, 1},
		"unknown type":          encode(0x3f, 1, nil),
		"answer as a request":   encode(typeReady, 0, []byte("{}")),
		"second hello":          encode(typeHello, 0, []byte("{}")),
		"not JSON":              encode(typeStart, 1, []byte("{")),
		"missing field":         encode(typeStart, 1, []byte("{}")),
		"mistyped field":        encode(typeStart, 1, []byte(strings.Replace(start, `["sh"]`, `"sh"`, 1))),
		"limit 0":               encode(typeStart, 1, []byte(strings.Replace(start, `"cpuMs":1`, `"cpuMs":0`, 1))),
		"negative limit":        encode(typeStart, 1, []byte(strings.Replace(start, `"wallMs":1`, `"wallMs":-1`, 1))),
		"terminal of no size":   encode(typeStart, 1, []byte(strings.Replace(start, `"tty":null`, `"tty":{"cols":0,"rows":1}`, 1))),
		"run on channel 0":      encode(typeStart, 0, []byte(start)),
		"ping on a channel":     encode(typePing, 1, nil),
		"ping too long":         encode(typePing, 0, make([]byte, 65)),
		"data without a put":    encode(typePutData, 1, []byte("x")),
		"put of negative size":  encode(typePut, 1, []byte(`{"name":"a","size":-1,"executable":false}`)),
		"more data than said":   append(encode(typePut, 1, []byte(`{"name":"a","size":1,"executable":false}`)), encode(typePutData, 1, []byte("xy"))...),
		"credit of three bytes": encode(typeCredit, 1, []byte{1, 2, 3}),
		"unknown signal":        encode(typeSignal, 1, []byte(`{"signal":"SIGNOPE"}`)),
		"keep outside":          encode(typeReset, 0, []byte(`{"keep":["../x"]}`)),
	} {
		t.Run(name, func(t *testing.T) {
			b := startBox(t).hello(nil)
			b.in.Write(bytes)
			b.in.Close()
			expect(t, "exit status", b.exitStatus(), exitMalformed)
		})
	}
}

func TestMalformedGreetings(t *testing.T) {
	for name, bytes := range map[string][]byte{
		"no hello":         encode(typePing, 0, nil),
		"another protocol": encode(typeHello, 0, []byte(`{"protocol":2,"workspace":"/code","scratch":[],"env":{},"standby":null}`)),
		"no workspace":     encode(typeHello, 0, []byte(`{"protocol":1,"scratch":[],"env":{},"standby":null}`)),
		"cut off":          {0, 0, 0, 50, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := startBox(t)
			b.in.Write(bytes)
			b.in.Close()
			expect(t, "exit status", b.exitStatus(), exitMalformed)
		})
	}
}

func TestTheEndOfTheStreamEndsTheBox(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("trap '' TERM HUP; echo ready; sleep 1000", startOptions{tty: true})
	b.shows(channel, "ready")
	b.in.Close()
	expect(t, "exit status", b.exitStatus(), 0)
}

func TestRandomFramesNeverHang(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for sent := 0; sent < 10_000; {
		b := startBox(t).hello(nil)
		var stream bytes.Buffer
		for range 500 {
			payload := make([]byte, random.Intn(40))
			random.Read(payload)
			// Late frames are dropped, so these make a long stream that is not malformed at once.
			kinds := []byte{typeStdin, typeEOF, typePing, typeList, byte(random.Intn(256))}
			kind := kinds[min(random.Intn(200), len(kinds)-1)]
			if random.Intn(50) != 0 {
				kind = kinds[random.Intn(2)]
			}
			stream.Write(encode(kind, uint32(random.Intn(4)), payload))
			sent++
		}
		b.in.Write(stream.Bytes())
		b.in.Close()
		if status := b.exitStatus(); status != exitMalformed && status != 0 {
			t.Fatalf("exit status %d: %s", status, b.stderr.String())
		}
	}
}

func TestMoreInputThanTheWindowEndsTheBox(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("sleep 100", startOptions{tty: true})
	b.await(typeStarted, channel, nil)
	for range 4 {
		b.in.Write(encode(typeStdin, channel, make([]byte, 60_000)))
	}
	expect(t, "exit status", b.exitStatus(), exitMalformed)
}

func TestInputThatNobodyReadsIsTakenWhenTheProgramEnds(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("read go; exit 4", startOptions{})
	b.send(typeStdin, channel, "go\n"+strings.Repeat("x", 60_000))
	report, _ := b.finish(channel)
	expect(t, "code", code1(report), 4)
	expect(t, "clean", b.reset().Clean, true)
}
