package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The tests start the real agent as process 1 of a process namespace, as an engine would: this program again, in the role that the environment names.
// Making namespaces takes CAP_SYS_ADMIN: `npm test` runs this in a container that has it.
const (
	roleName  = "GLOVEBOX_TEST_ROLE"
	roleInit  = "init"
	roleAgent = "agent"
	// boxUID is nobody else's: real boxes beside the tests (60101) would use up the number of processes that a user may have.
	boxUID = 60111
	// patience is after how long a test counts as hanging.
	patience = 30 * time.Second
	// ownAccount asks for a cgroup that is the box's alone; noAccount says that there is none.
	ownAccount = "GLOVEBOX_TEST_CGROUP"
	noAccount  = "no cgroup of its own"
	// ownTime names the one time that an agent keeps as it is (ownAge, ownReset, ownTemplateTime): the test waits until it has passed.
	ownTime         = "GLOVEBOX_TEST_OWN_TIME"
	ownAge          = ownTime + "=age"
	ownReset        = ownTime + "=reset"
	ownTemplateTime = ownTime + "=template"
	// stubborn asks for a file in the workspace that no reset can remove.
	stubborn = "GLOVEBOX_TEST_STUBBORN"
)

func TestMain(m *testing.M) {
	switch os.Getenv(roleName) {
	case roleInit:
		becomeBox()
	case roleAgent:
		os.Unsetenv(roleName)
		takeTime(ownTime + "=" + os.Getenv(ownTime))
		main()
	default:
		os.Exit(m.Run())
	}
}

// takeTime has this agent give up on nothing because the machine is slow.
func takeTime(but string) {
	const ample = 10 * time.Second
	killTime = ample
	if but != ownAge {
		templateAge = time.Hour
	}
	if but != ownReset {
		resetTime = ample
	}
	if but != ownTemplateTime {
		templateTime = ample
	}
}

// becomeBox makes this process's namespaces look like a box, gives up root, and becomes the agent. It stays process 1.
func becomeBox() {
	must := func(what string, err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, what+":", err)
			os.Exit(99)
		}
	}
	// Namespaces and credentials are a thread's own until exec.
	runtime.LockOSThread()
	must("private mounts", syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""))
	must("proc", syscall.Mount("proc", "/proc", "proc", 0, ""))
	os.MkdirAll("/code", 0o755)
	owned := fmt.Sprintf("size=16m,nr_inodes=8192,uid=%d,gid=%d,", boxUID, boxUID)
	must("code", syscall.Mount("tmpfs", "/code", "tmpfs", 0, owned+"mode=0755"))
	must("tmp", syscall.Mount("tmpfs", "/tmp", "tmpfs", 0, owned+"mode=1777"))
	must("shm", syscall.Mount("tmpfs", "/dev/shm", "tmpfs", 0, "size=4m,mode=1777"))
	os.MkdirAll("/dev/mqueue", 0o1777)
	if syscall.Mount("mqueue", "/dev/mqueue", "mqueue", 0, "") == nil {
		os.Chmod("/dev/mqueue", 0o1777)
	}
	if os.Getenv(stubborn) != "" {
		// What the box's user cannot remove, whatever it tries.
		must("stubborn", os.Mkdir("/code/stubborn", 0o700))
		must("stubborn", os.WriteFile("/code/stubborn/file", nil, 0o600))
	}
	if err := account(os.Getenv(ownAccount) != ""); err != nil {
		fmt.Fprintln(os.Stderr, noAccount+":", err)
		must("cgroup", syscall.Mount("none", "/sys/fs/cgroup", "tmpfs", 0, ""))
	}
	must("processes", syscall.Setrlimit(6, &syscall.Rlimit{Cur: 200, Max: 200})) // RLIMIT_NPROC
	must("groups", syscall.Setgroups(nil))
	must("group", syscall.Setresgid(boxUID, boxUID, boxUID))
	must("user", syscall.Setresuid(boxUID, boxUID, boxUID))
	must("exec", syscall.Exec("/proc/self/exe", []string{"agent"}, []string{roleName + "=" + roleAgent, ownTime + "=" + os.Getenv(ownTime)}))
}

// box is an agent under test and the server's end of its stream.
type box struct {
	t      *testing.T
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.Closer
	stderr bytes.Buffer

	mu      sync.Mutex
	changed *sync.Cond
	frames  []frame
	ended   bool
	next    uint32
}

func startBox(t *testing.T, env ...string) *box {
	t.Helper()
	b := &box{t: t, next: 1}
	b.changed = sync.NewCond(&b.mu)
	b.cmd = exec.Command("/proc/self/exe")
	b.cmd.Env = append([]string{roleName + "=" + roleInit}, env...)
	b.cmd.Stderr = &b.stderr
	b.cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS,
		Pdeathsig:  syscall.SIGKILL,
	}
	in, err := b.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.cmd.Start(); err != nil {
		t.Fatalf("the box cannot be made (CAP_SYS_ADMIN?): %v", err)
	}
	b.in, b.out = in, out
	go b.read(out)
	t.Cleanup(func() {
		b.cmd.Process.Kill()
		b.cmd.Wait()
		// With `go test -race` the agent reports here.
		if said := b.stderr.String(); strings.Contains(said, "DATA RACE") {
			t.Error(said)
		}
	})
	return b
}

func (b *box) read(out io.Reader) {
	in := newDecoder(out)
	for {
		f, err := in.next()
		b.mu.Lock()
		if err != nil {
			b.ended = true
		} else {
			f.payload = bytes.Clone(f.payload)
			b.frames = append(b.frames, f)
		}
		b.changed.Broadcast()
		b.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func encode(kind byte, channel uint32, payload []byte) []byte {
	head := make([]byte, 4+overhead)
	binary.BigEndian.PutUint32(head, uint32(overhead+len(payload)))
	head[4] = kind
	binary.BigEndian.PutUint32(head[5:], channel)
	return append(head, payload...)
}

func (b *box) send(kind byte, channel uint32, value any) {
	b.t.Helper()
	var payload []byte
	switch v := value.(type) {
	case nil:
	case []byte:
		payload = v
	case string:
		payload = []byte(v)
	default:
		payload, _ = json.Marshal(v)
	}
	if _, err := b.in.Write(encode(kind, channel, payload)); err != nil {
		b.t.Fatalf("the agent is gone: %v\n%s", err, b.stderr.String())
	}
}

// until waits for what look finds among the frames that have come.
func (b *box) until(what string, look func(frames []frame) bool) {
	b.t.Helper()
	timer := time.AfterFunc(patience, func() { b.changed.Broadcast() })
	defer timer.Stop()
	deadline := time.Now().Add(patience)
	b.mu.Lock()
	defer b.mu.Unlock()
	for !look(b.frames) {
		if b.ended {
			b.t.Fatalf("the agent ended before: %s\n%s", what, b.stderr.String())
		}
		if !time.Now().Before(deadline) {
			b.t.Fatalf("never came: %s", what)
		}
		b.changed.Wait()
	}
}

// await waits for the first frame of a kind on a channel, takes it out, and reads its payload into value.
func (b *box) await(kind byte, channel uint32, value any) {
	b.t.Helper()
	b.until(fmt.Sprintf("%#x on %d", kind, channel), func(frames []frame) bool {
		for i, f := range frames {
			if f.kind == kind && f.channel == channel {
				if value != nil {
					if err := json.Unmarshal(f.payload, value); err != nil {
						b.t.Errorf("%#x: %v", kind, err)
					}
				}
				b.frames = append(b.frames[:i:i], frames[i+1:]...)
				return true
			}
		}
		return false
	})
}

// exitStatus waits for the end of the agent.
func (b *box) exitStatus() int {
	b.t.Helper()
	done := make(chan struct{})
	go func() {
		b.cmd.Wait()
		close(done)
	}()
	select {
	case <-done:
		return b.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		b.t.Fatal("the agent hangs")
		return -1
	}
}

type object = map[string]any

var environment = object{"PATH": "/usr/bin:/bin", "TERM": "xterm-256color"}

func aGreeting() object {
	return object{"protocol": 1, "workspace": "/code", "scratch": []string{"/tmp", "/dev/shm"}, "env": environment, "standby": nil}
}

// hello greets the agent; standby is nil or a command.
func (b *box) hello(standby []string) *box {
	b.t.Helper()
	greeting := aGreeting()
	if standby != nil {
		greeting["standby"] = object{"argv": standby}
	}
	return b.greet(greeting)
}

func (b *box) greet(greeting object) *box {
	b.t.Helper()
	b.send(typeHello, 0, greeting)
	b.await(typeReady, 0, nil)
	return b
}

type startOptions struct {
	tty    bool
	limits object
	window int
	argv   []string
	// stdin names a file of the workspace.
	stdin string
}

const plenty = 1 << 30

// start starts a shell script, or another command, and gives its channel.
func (b *box) start(script string, options startOptions) uint32 {
	b.t.Helper()
	request := object{"argv": []string{"sh", "-c", script}, "tty": nil, "limits": object{"cpuMs": 20000, "wallMs": 60000, "idleMs": 0, "killGraceMs": 500}, "window": plenty}
	if options.argv != nil {
		request["argv"] = options.argv
	}
	if options.tty {
		request["tty"] = object{"cols": 80, "rows": 24}
	}
	if options.stdin != "" {
		request["stdin"] = options.stdin
	}
	for name, value := range options.limits {
		request["limits"].(object)[name] = value
	}
	if options.window > 0 {
		request["window"] = options.window
	}
	channel := b.next
	b.next++
	b.send(typeStart, channel, request)
	return channel
}

// output gives what a run has written so far, both streams together.
func (b *box) output(channel uint32) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return output(b.frames, channel)
}

func output(frames []frame, channel uint32) string {
	var text strings.Builder
	for _, f := range frames {
		if f.channel == channel && (f.kind == typeStdout || f.kind == typeStderr) {
			text.Write(f.payload)
		}
	}
	return text.String()
}

func (b *box) shows(channel uint32, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf("%q", text), func(frames []frame) bool { return strings.Contains(output(frames, channel), text) })
}

// finish waits for a run's end and gives its report and all its output.
func (b *box) finish(channel uint32) (exitReport, string) {
	b.t.Helper()
	var report exitReport
	b.await(typeExit, channel, &report)
	return report, b.output(channel)
}

// run runs a script to its end.
func (b *box) run(script string, options startOptions) (exitReport, string) {
	b.t.Helper()
	return b.finish(b.start(script, options))
}

func (b *box) put(name, content string) {
	b.t.Helper()
	channel := b.next
	b.next++
	b.send(typePut, channel, object{"name": name, "size": len(content), "executable": false})
	if content != "" {
		b.send(typePutData, channel, content)
	}
	b.await(typeOK, channel, nil)
}

func (b *box) reset(keep ...string) resetReport {
	b.t.Helper()
	if keep == nil {
		keep = []string{}
	}
	return b.resetWith(object{"keep": keep})
}

func (b *box) resetWith(request object) resetReport {
	b.t.Helper()
	b.send(typeReset, 0, request)
	var report resetReport
	b.await(typeResetDone, 0, &report)
	return report
}

// pid gives the agent's number as the test sees it.
func (b *box) pid() int { return b.cmd.Process.Pid }

// memory gives the agent's resident memory, in bytes.
func (b *box) memory() int64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/statm", b.pid()))
	var total, resident int64
	fmt.Sscan(string(text), &total, &resident)
	return resident * int64(os.Getpagesize())
}

func (b *box) descriptors() int {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", b.pid()))
	if err != nil {
		b.t.Fatal(err)
	}
	return len(entries)
}
