package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What programs do to get away with more than they are allowed, or to trouble the agent.

func TestChildrenThatNobodyWaitsForAreCounted(t *testing.T) {
	b := startBox(t, ownAccount+"=1").hello(nil)
	// The kernel drops the times of children whose parent ignores their end.
	report, _ := b.run(`perl -e '$SIG{CHLD} = "IGNORE"; for (1..100) { if (!fork) { until ((times)[0] >= 0.1) { $x++ for 1..10000 } exit } wait }'`,
		startOptions{limits: object{"cpuMs": 1500, "wallMs": 20000}})
	// What the box has said is whole only when it has ended.
	b.in.Close()
	b.exitStatus()
	if strings.Contains(b.stderr.String(), noAccount) {
		t.Skip("no cgroup can be made here")
	}
	expect(t, "reason", report.Reason, "cpu_limit")
	if report.CPUMs < 1500 || report.CPUMs > 4000 {
		t.Errorf("cpuMs: %d", report.CPUMs)
	}
}

func TestTakingTheAgentsSightEndsTheBox(t *testing.T) {
	b := startBox(t).hello(nil)
	b.start("prlimit --pid 1 --nofile=3:3; while :; do :; done", startOptions{limits: object{"cpuMs": 1000}})
	expect(t, "exit status", b.exitStatus(), exitMalformed)
}

func TestAStandbyThatIsNotUsedIsNotCounted(t *testing.T) {
	burn := `if [ -n "$GLOVEBOX_GO_FD" ]; then perl -e 'until ((times)[0] >= 0.6) { $x++ for 1..10000 }'; echo x >loaded; sleep 1000; fi`
	b := startBox(t).hello([]string{"sh", "-c", burn})
	b.loaded()
	report, output := b.run("for p in /proc/[0-9]*; do echo ${p#/proc/}; done | wc -l", startOptions{})
	if report.CPUMs > 500 {
		t.Errorf("cpuMs: %d", report.CPUMs)
	}
	// The agent, the shell, and one or two of the pipe.
	if n := strings.TrimSpace(output); n != "3" && n != "4" {
		t.Errorf("%s processes", n)
	}
}

// loaded waits until a standby has made a file of that name.
func (b *box) loaded() {
	b.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		b.send(typeList, b.next, object{})
		var list fileList
		b.await(typeFiles, b.next, &list)
		if len(list.Files) > 0 {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatal("the standby never loads")
		}
	}
}

func TestAStandbyThatClosesItsDescriptorIsReplaced(t *testing.T) {
	command := []string{"sh", "-c", `if [ -n "$GLOVEBOX_GO_FD" ]; then exec 3<&-; echo x >loaded; exec sleep 1000; fi; echo cold; while set -- /proc/[0-9]*; [ $# -gt 2 ]; do :; done; echo alone`}
	b := startBox(t).hello(command)
	b.loaded()
	// Dying takes a moment; a standby that lives on would keep the program waiting until its limit.
	_, output := b.finish(b.start("", startOptions{tty: true, argv: command}))
	expect(t, "output", output, "cold\r\nalone\r\n")
}

func TestNothingFollowsTheExit(t *testing.T) {
	b := startBox(t).hello(nil)
	for i := range 40 {
		// The agent waits for room in the terminal when the program ends.
		channel := b.start("stty raw -echo; echo ready; sleep 0.05", startOptions{tty: true})
		b.shows(channel, "ready")
		b.send(typeStdin, channel, make([]byte, 60_000))
		b.until("exit", func(frames []frame) bool {
			last := frames[len(frames)-1]
			return last.kind == typeExit && last.channel == channel
		})
		b.send(typePing, 0, fmt.Sprint(i))
		b.until("pong", func(frames []frame) bool { return frames[len(frames)-1].kind == typePong })
		ended := false
		b.mu.Lock()
		for _, f := range b.frames {
			if ended && f.channel == channel {
				t.Errorf("%#x after the exit", f.kind)
			}
			ended = ended || f.kind == typeExit && f.channel == channel
		}
		b.mu.Unlock()
	}
}

func TestInputAfterItsEndIsThrownAway(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("cat; exec <&-; until [ -e go ]; do sleep 0.02; done; echo done", startOptions{})
	b.send(typeEOF, channel, nil)
	for range 4 {
		b.send(typeStdin, channel, make([]byte, 30_000))
		b.await(typeConsumed, channel, nil)
	}
	b.put("go", "")
	_, output := b.finish(channel)
	expect(t, "output", output, "done\n")
}

func TestManyEndsOfInputTakeNoMemory(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("stty raw -echo; echo ready; exec sleep 100", startOptions{tty: true})
	b.shows(channel, "ready")
	b.send(typeStdin, channel, make([]byte, 50_000))
	for range 20 {
		if _, err := b.in.Write([]byte(strings.Repeat(string(encode(typeEOF, channel, nil)), 50_000))); err != nil {
			t.Fatal(err)
		}
	}
	b.send(typePing, 0, "x")
	b.await(typePong, 0, nil)
	if used := b.memory(); used > 40<<20 {
		t.Errorf("the agent holds %d MiB", used>>20)
	}
	b.send(typeStop, channel, object{"reason": "stopped", "graceMs": 0})
	report, _ := b.finish(channel)
	expect(t, "reason", report.Reason, "stopped")
}

func TestATerminalOpenedAgainIsRead(t *testing.T) {
	b := startBox(t).hello(nil)
	_, output := b.run("exec </dev/null >/dev/null 2>&1; sleep 0.2; echo late >/dev/tty", startOptions{tty: true})
	expect(t, "output", output, "late\r\n")
}

func TestAStoppedTerminalHoldsNothingUp(t *testing.T) {
	t.Parallel()
	b := startBox(t).hello(nil)
	channel := b.start("echo ready; until [ -e go ]; do sleep 0.02; done; yes", startOptions{tty: true, limits: object{"wallMs": 5000}})
	b.shows(channel, "ready")
	b.send(typeStdin, channel, "\x13") // Ctrl-S
	b.await(typeConsumed, channel, nil)
	b.put("go", "")
	report, _ := b.finish(channel)
	expect(t, "reason", report.Reason, "timeout")
}

func TestAStreamThatBreaksEndsTheBox(t *testing.T) {
	b := startBox(t).hello(nil)
	b.out.Close()
	b.in.Write(encode(typePing, 0, []byte("x")))
	expect(t, "exit status", b.exitStatus(), 0)
}

func TestAttributesThatCannotBeListedAreReported(t *testing.T) {
	b := startBox(t).hello(nil)
	// Numbers of setxattr(2) on amd64 and arm64.
	_, output := b.run(`perl -e '
		$n = (grep { /x86_64/ } `+"`uname -m`"+`) ? 188 : 5;
		for (1..400) { syscall($n, $p = "/code", $k = "user." . ("x" x 240) . $_, $v = "v", 1, 0) == 0 and $set++ }
		print 0 + $set'`, startOptions{})
	if output == "0" {
		t.Skip("this kernel has no attributes here")
	}
	report := b.reset()
	// As many as can be listed can be removed.
	if output == "400" {
		expect(t, "clean", report.Clean, false)
	} else {
		expect(t, "leftovers", report.Leftovers, []string{})
	}
	expect(t, "told", report.Clean || strings.Contains(fmt.Sprint(report.Leftovers), "attributes: /code"), true)
}

func TestFewAttributesAreRemoved(t *testing.T) {
	b := startBox(t).hello(nil)
	_, output := b.run(`perl -e '$n = (grep { /x86_64/ } `+"`uname -m`"+`) ? 188 : 5; print 0 + syscall($n, $p = "/code", $k = "user.x", $v = "v", 1, 0)'`, startOptions{})
	if output != "0" {
		t.Skip("this kernel has no attributes here")
	}
	expect(t, "leftovers", b.reset().Leftovers, []string{})
}

func TestAFolderInThePlaceOfAKeptFileIsRemoved(t *testing.T) {
	b := startBox(t).hello(nil)
	b.run("mkdir -p main.txt/sub; touch main.txt/sub/x; mkdir kept; ln -s /etc kept/link", startOptions{})
	expect(t, "leftovers", b.reset("main.txt", "kept/a", "kept/link").Leftovers, []string{})
	_, output := b.run("find . | sort | tr '\\n' ' '", startOptions{})
	expect(t, "files", output, ". ./kept ")
	b = startBox(t, stubborn+"=1", ownReset).hello(nil)
	expect(t, "clean", b.reset("stubborn").Clean, false)
}

func TestAStormOfOrphansHoldsNothingUp(t *testing.T) {
	b := startBox(t).hello(nil)
	channel := b.start("exec perl -e '$| = 1; print 1; while (1) { if (!fork) { fork; exit } wait }'", startOptions{limits: object{"cpuMs": 100_000, "wallMs": 4000}})
	b.shows(channel, "1")
	for range 20 {
		b.send(typePing, 0, "x")
		b.await(typePong, 0, nil)
	}
	report, _ := b.finish(channel)
	expect(t, "reason", report.Reason, "timeout")
	expect(t, "clean", b.reset().Clean, true)
}
