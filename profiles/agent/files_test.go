package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestFiles(t *testing.T) {
	b := startBox(t).hello(nil)
	b.put("a/b/c.txt", "hello")
	b.put("a/b/c.txt", "again")
	b.put("empty", "")
	_, output := b.run("cat a/b/c.txt; wc -c < empty; id -u; umask", startOptions{})
	expect(t, "content", output, fmt.Sprintf("again0\n%d\n0022\n", boxUID))
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
	b := startBox(t, stubborn+"=1", ownReset).hello(nil)
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

func (b *box) list() fileList {
	b.t.Helper()
	channel := b.next
	b.next++
	b.send(typeList, channel, object{})
	var list fileList
	b.await(typeFiles, channel, &list)
	return list
}

// asPut gives the names of the files that are as they were put, and of the others.
func (l fileList) asPut() string {
	var put, other []string
	for _, file := range l.Files {
		if file.AsPut {
			put = append(put, file.Name)
		} else {
			other = append(other, file.Name)
		}
	}
	slices.Sort(put)
	slices.Sort(other)
	return fmt.Sprint(put, other)
}

func TestAListTellsWhatAProgramHasWritten(t *testing.T) {
	b := startBox(t).hello(nil)
	for _, name := range []string{"same", "longer", "rewritten", "replaced", "dir/same"} {
		b.put(name, "four")
	}
	b.run("sleep 0.02; echo more >> longer; printf four > rewritten; touch -d @0 rewritten; printf four > x; mv x replaced; echo > new; ln -s same link", startOptions{})
	expect(t, "files", b.list().asPut(), "[dir/same same] [longer new replaced rewritten]")
	b.reset("same", "new")
	expect(t, "kept", b.list().asPut(), "[same] [new]")
	// What was forgotten with a reset is not remembered for a file of the same name.
	b.run("printf four > longer", startOptions{})
	expect(t, "made anew", b.list().asPut(), "[same] [longer new]")
}

func withBuild(t *testing.T) *box {
	greeting := aGreeting()
	greeting["build"] = ".built"
	return startBox(t).greet(greeting)
}

func TestTheBuildFolderIsTheCompilers(t *testing.T) {
	b := withBuild(t)
	b.put(".built/.keep", "")
	b.run("mkdir -p .built/deep; echo made > .built/deep/program; echo x > source", startOptions{})
	expect(t, "listed", b.list().asPut(), "[] [source]")
	expect(t, "clean", b.resetWith(object{"keep": []string{}, "keepBuild": true}).Leftovers, []string{})
	_, output := b.run("cat .built/deep/program; ls", startOptions{})
	expect(t, "kept", output, "made\n")
	// A list of names cannot keep it.
	expect(t, "clean", b.reset(".built/deep/program", ".built").Leftovers, []string{})
	_, output = b.run("find . | sort | tr '\n' ' '", startOptions{})
	expect(t, "emptied", output, ". ")
}

func TestABuildFolderThatIsALinkIsNotKept(t *testing.T) {
	for what, script := range map[string]string{
		"a link": "rmdir .built; ln -s /tmp .built",
		"a file": "rmdir .built; echo x > .built",
		"a pipe": "rmdir .built; mkfifo .built",
		"closed": "chmod 0 .built",
	} {
		t.Run(what, func(t *testing.T) {
			b := withBuild(t)
			b.put(".built/.keep", "")
			b.run("rm .built/.keep;"+script, startOptions{})
			expect(t, "leftovers", b.resetWith(object{"keep": []string{}, "keepBuild": true}).Leftovers, []string{})
			b.put(".built/.keep", "")
			_, output := b.run("test -d .built && test ! -L .built && echo x > .built/x && echo usable", startOptions{})
			expect(t, "build folder", output, "usable\n")
		})
	}
}

func TestAProgramReadsAPresetInput(t *testing.T) {
	b := startBox(t).hello(nil)
	b.put("input", "one\ntwo")
	for _, tty := range []bool{false, true} {
		report, output := b.run("test -t 0 || printf 'no terminal '; test -t 1 && printf 'on a terminal '; cat; readlink /proc/self/fd/0", startOptions{tty: tty, stdin: "input"})
		want := "no terminal one\ntwo/code/input\n"
		if tty {
			want = "no terminal on a terminal one\r\ntwo/code/input\r\n"
		}
		expect(t, "output", output, want)
		expect(t, "code", *report.Code, 0)
	}
	// Keys still reach a program through its terminal.
	channel := b.start("trap 'echo interrupted; exit 3' INT; echo ready; while :; do sleep 0.1; done", startOptions{tty: true, stdin: "input"})
	b.shows(channel, "ready")
	b.send(typeStdin, channel, []byte{3})
	report, _ := b.finish(channel)
	expect(t, "code", *report.Code, 3)
	// What is typed where nobody reads is thrown away.
	channel = b.start("sleep 0.2", startOptions{stdin: "input"})
	b.send(typeStdin, channel, "typed")
	b.send(typeEOF, channel, nil)
	b.finish(channel)
	b.run("ln -s /etc/passwd link; mkfifo pipe", startOptions{})
	for name, want := range map[string]string{"missing": "not_found", "link": "not_a_file", "pipe": "not_a_file"} {
		request := object{"argv": []string{"cat"}, "tty": nil, "stdin": name, "limits": object{"cpuMs": 1, "wallMs": 1, "idleMs": 0, "killGraceMs": 1}, "window": 1}
		expect(t, name, b.refused(typeStart, request), want)
	}
}
