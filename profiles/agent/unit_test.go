package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func FuzzDecoder(f *testing.F) {
	f.Add(encode(typeHello, 0, []byte("{}")))
	f.Add(append(encode(typeStdin, 1, []byte("abc")), encode(typeEOF, 1, nil)...))
	f.Add([]byte{0, 0, 0, 4})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 1})
	f.Add(encode(typePutData, 7, make([]byte, maxPayload)))
	f.Fuzz(func(t *testing.T, stream []byte) {
		in := newDecoder(bytes.NewReader(stream))
		var again []byte
		for {
			frame, err := in.next()
			if err == io.EOF {
				if !bytes.Equal(again, stream) {
					t.Fatal("frames that do not add up to the stream")
				}
				return
			}
			if err != nil {
				return
			}
			if len(frame.payload) > maxPayload {
				t.Fatal("a payload above the bound")
			}
			again = append(again, encode(frame.kind, frame.channel, frame.payload)...)
		}
	})
}

func TestValidName(t *testing.T) {
	for _, name := range []string{"a", "main.py", "a/b/c", "é日", strings.Repeat("x", 100), " ", "-rf", "..."} {
		if !validName(name) {
			t.Errorf("%q is refused", name)
		}
	}
	for _, name := range []string{"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "a\x00b", "a\nb", "\x7f", "\xff", strings.Repeat("x", 101), strings.Repeat("a/", 8) + "a", strings.Repeat("xxxxxxxxx/", 26) + "x"} {
		if validName(name) {
			t.Errorf("%q is taken", name)
		}
	}
}

func TestStatTime(t *testing.T) {
	stat := "7 (a) b (c) S 1 7 7 0 -1 4194560 100 0 0 0 11 22 33 44 20 0 1 0 100 0 0"
	used, ok := statTime([]byte(stat))
	expect(t, "time", used, 1100*time.Millisecond)
	expect(t, "ok", ok, true)
	for _, bad := range []string{"", "7 (a", "7 (a) S 1 2", "7 (a) S 1 7 7 0 -1 4194560 100 0 0 0 x 22 33 44 20"} {
		if _, ok := statTime([]byte(bad)); ok {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestCount(t *testing.T) {
	expect(t, "v1", count([]byte("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n"), "oom_kill"), 3)
	expect(t, "v2", count([]byte("low 0\nhigh 0\nmax 9\noom 4\noom_kill 2\noom_group_kill 0\n"), "oom_kill"), 2)
	expect(t, "none", count(nil, "oom_kill"), 0)
}

func TestParseSystemV(t *testing.T) {
	text := "       key      shmid perms\n      4711          0  1600\n      4712         65  1600\n"
	expect(t, "ids", parseSystemV(text), []int{0, 65})
	expect(t, "none", len(parseSystemV("key shmid\n")), 0)
}

func TestToTree(t *testing.T) {
	expect(t, "tree", fmt.Sprint(toTree([]string{"a", "b/c", "b/d/e"})), fmt.Sprint(tree{"a": nil, "b": tree{"c": nil, "d": tree{"e": nil}}}))
}

func TestPrintable(t *testing.T) {
	expect(t, "text", printable("a\x1b[31mb\nc\xff"), "a?[31mb?c?")
	if long := printable(strings.Repeat("é", 500)); len(long) > 200 || !strings.HasPrefix(long, "é") {
		t.Error(long)
	}
}

func TestSenderGivesUpWhenTheServerDoesNotRead(t *testing.T) {
	gaveUp := 0
	s := newSender(func(error) { gaveUp++ })
	for range maxQueued/maxPayload + 1 {
		s.send(typePong, 0, make([]byte, maxPayload))
	}
	expect(t, "gave up", gaveUp > 0, true)
}
