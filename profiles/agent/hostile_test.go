package main

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"
)

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

func TestAProgramTracedByTheAgentHasNotEndedWhenItStops(t *testing.T) {
	t.Parallel()
	b := startBox(t).hello(nil)
	// PTRACE_TRACEME; the numbers of ptrace(2).
	const traced = `exec perl -MPOSIX -e '$| = 1; print syscall((POSIX::uname())[4] eq "x86_64" ? 101 : 117, 0, 0, 0, 0), "\n"; kill "USR1", $$; print "not stopped\n"'`
	report, output := b.run(traced, startOptions{limits: object{"wallMs": 5000}})
	expect(t, "output", output, "0\n")
	expect(t, "reason", report.Reason, "timeout")
	expect(t, "leftovers", b.reset().Leftovers, []string{})
	_, output = b.run("echo fine", startOptions{})
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
