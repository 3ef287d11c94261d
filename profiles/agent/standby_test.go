package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAnInterpreterIsMadeToWait(t *testing.T) {
	const program = `$| = 1; print "$0 @ARGV|", join(",", map { "$_=$ENV{$_}" } sort keys %ENV), "|", join(",", grep { -e "/proc/self/fd/$_" } 0 .. 1010), "|";
open F, "/proc/self/environ"; $_ = <F>; print /GLOVEBOX|LD_/ ? "left" : "clean", "|"; print ` + "`env | grep -cE 'GLOVEBOX|LD_'`" + `; system "stty size"; print __LINE__, <DATA>; die "oh"
__DATA__
 data`
	argv := []string{"perl", "main.pl"}
	once := func(b *box, wait, program string) string {
		t.Helper()
		b.put("main.pl", program)
		channel := b.start("", startOptions{tty: true, argv: argv})
		var started struct{ Standby bool }
		b.await(typeStarted, channel, &started)
		expect(t, "standby", started.Standby, wait != "")
		report, output := b.finish(channel)
		expect(t, "code", *report.Code, 255)
		return output
	}
	cold := once(startBox(t).hello(nil), "", program)
	if !strings.Contains(cold, "0,1,2,3|clean|0\r\n24 80\r\n2 dataoh at main.pl line 2") {
		t.Fatal(cold)
	}
	// Read from its beginning, it prints every line with a line end.
	const ordered = "#!/usr/bin/perl -l\n" + program
	coldOrdered := once(startBox(t).hello(nil), "", ordered)
	for _, wait := range []string{"start", "open", "read", "mark"} {
		b := startBox(t)
		greeting := aGreeting()
		greeting["standby"] = object{"argv": argv, "wait": wait}
		b.greet(greeting)
		for range 3 {
			// Perl passes over a mark, but then takes its data from three bytes further on.
			if wait != "mark" {
				expect(t, wait, once(b, wait, program), cold)
				expect(t, "clean", b.reset().Clean, true)
			}
			expect(t, wait, once(b, wait, ordered), coldOrdered)
			expect(t, "clean", b.reset().Clean, true)
		}
	}
}

func TestAStandbyWaitsSomewhere(t *testing.T) {
	b := startBox(t)
	greeting := aGreeting()
	greeting["standby"] = object{"argv": []string{"perl"}, "wait": "later"}
	b.send(typeHello, 0, greeting)
	expect(t, "status", b.exitStatus(), exitMalformed)
}

// looks is a program that looks at what its first word names, in the way that its second word names, and then reads it.
const looks = `#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(int count, char **argv) {
  (void)count;
  char *path = argv[1], *how = strrchr(argv[2], '-') + 1, place[5000];
  struct stat s; struct statx x; FILE *early = NULL;
  char *cut = strpbrk(path, "= ");
  if (cut) path = cut + 1;
  if (!strcmp(how, "folder")) path = strcat(strcpy(place, path), "/inside");
  if (!strcmp(how, "dotted")) path = "some/main";
  if (!strcmp(how, "whole")) path = strcat(strcat(getcwd(place, 4000), "/"), path);
  access("/etc/passwd", R_OK);
  access("another", R_OK);
  access("/usr/bin/env", R_OK);
  write(1, "loaded\n", 7);
  if (!strcmp(how, "open")) open(path, O_RDONLY);
  if (!strcmp(how, "peek")) { early = fdopen(open(path, O_RDONLY), "r"); if (read(fileno(early), place, 100) != 3 || memcmp(place, "\xEF\xBB\xBF", 3)) return 1; }
  if (!strcmp(how, "openat")) openat(AT_FDCWD, path, O_RDONLY);
  if (!strcmp(how, "fopen")) early = fopen(path, "r");
  if (!strcmp(how, "stat")) stat(path, &s);
  if (!strcmp(how, "lstat")) lstat(path, &s);
  if (!strcmp(how, "fstatat")) fstatat(AT_FDCWD, path, &s, 0);
  if (!strcmp(how, "statx")) statx(AT_FDCWD, path, 0, 0, &x);
  if (!strcmp(how, "syscall")) syscall(SYS_statx, AT_FDCWD, path, 0, 0, &x);
  if (!strcmp(how, "readlink")) readlink(path, place, 10);
  if (!strcmp(how, "realpath")) realpath(path, place);
  if (!strcmp(how, "execve")) execve("/bin/sh", (char *[]){"sh", "-c", "echo looked; echo nothing", NULL}, (char *[]){NULL});
  if (!strcmp(how, "execv")) execv("/bin/sh", (char *[]){"sh", "-c", "echo looked; echo nothing", NULL});
  if (!strcmp(how, "execvp")) execvp("sh", (char *[]){"sh", "-c", "echo looked; echo nothing", NULL});
  access(path, R_OK);
  write(1, "looked\n", 7);
  if (!early) early = fopen(path, "r");
  char text[100] = "nothing";
  if (early) fgets(text, sizeof text, early);
  puts(text);
}
`

// preloaded starts that program and gives what it has written, what it is given "go" with, and its end.
func preloaded(t *testing.T, wait, name, how string) (written *bytes.Buffer, gate *os.File, end func() int) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "looks.c"), []byte(looks), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("gcc", "-w", "-o", filepath.Join(folder, "looks"), filepath.Join(folder, "looks.c")).CombinedOutput(); err != nil {
		t.Fatal(err, string(said))
	}
	if err := os.WriteFile(filepath.Join(folder, "main"), []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(folder, "out"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("./looks", name, "--"+"how-"+how)
	cmd.Dir, cmd.Stdout, cmd.ExtraFiles = folder, out, []*os.File{read}
	cmd.Env = []string{goEnv, "GLOVEBOX_WAIT=" + wait, "LD_PRELOAD=" + standbyLibrary}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	read.Close()
	// It waits when it sleeps in a read of its gate, which is out of the way.
	deadline := time.Now().Add(patience)
	for {
		if where, _ := os.ReadFile("/proc/" + itoa(cmd.Process.Pid) + "/syscall"); strings.HasPrefix(string(where), "0 0x3e8 ") || strings.HasPrefix(string(where), "63 0x3e8 ") {
			break
		}
		if time.Now().After(deadline) {
			cmd.Process.Kill()
			t.Fatal("it never waits")
		}
		time.Sleep(time.Millisecond)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewBuffer(text), write, func() int {
		cmd.Wait()
		text, _ := os.ReadFile(out.Name())
		written.Reset()
		written.Write(text)
		return cmd.ProcessState.ExitCode()
	}
}

func TestWhereAnInterpreterIsMadeToWait(t *testing.T) {
	for _, test := range []struct{ wait, name, how, early string }{
		{"start", "main", "open", ""},
		{"open", "main", "open", "loaded\n"},
		{"open", "./main", "openat", "loaded\n"},
		{"open", "main", "fopen", "loaded\n"},
		{"open", "main", "stat", "loaded\n"},
		{"open", "main", "lstat", "loaded\n"},
		{"open", "main", "fstatat", "loaded\n"},
		{"open", "main", "statx", "loaded\n"},
		{"open", "main", "syscall", "loaded\n"},
		{"open", "main", "readlink", "loaded\n"},
		{"open", "main", "realpath", "loaded\n"},
		{"open", "main", "whole", "loaded\n"},
		{"open", "/usr/bin/env", "execve", "loaded\n"},
		{"open", "main", "execv", "loaded\n"},
		{"open", "main", "execvp", "loaded\n"},
		{"open", "--file=main", "stat", "loaded\n"},
		{"open", ".read main", "stat", "loaded\n"},
		{"open", "some/././main", "dotted", "loaded\n"},
		{"open", "main/", "folder", "loaded\n"},
		{"read", "main", "stat", "loaded\n"},
		{"read", "main", "open", "loaded\n"},
		{"read", "main", "fopen", "loaded\n"},
		{"mark", "main", "peek", "loaded\n"},
	} {
		t.Run(strings.Join([]string{test.wait, test.name, test.how}, " "), func(t *testing.T) {
			written, gate, end := preloaded(t, test.wait, test.name, test.how)
			expect(t, "written before", written.String(), test.early)
			if _, err := gate.Write([]byte{'g'}); err != nil {
				t.Fatal(err)
			}
			gate.Close()
			expect(t, "status", end(), 0)
			expect(t, "written", written.String(), "loaded\nlooked\nnothing\n")

			written, gate, end = preloaded(t, test.wait, test.name, test.how)
			gate.Close()
			expect(t, "status", end(), 0)
			expect(t, "written without go", written.String(), test.early)
		})
	}
}
