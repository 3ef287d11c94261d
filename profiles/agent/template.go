package main

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Descriptors of a template beside its terminal, and what the environment says of them.
const (
	ordersFD  = 4
	answersFD = 5
)

var templateEnv = "GLOVEBOX_TEMPLATE_FDS=" + itoa(ordersFD) + "," + itoa(answersFD)

// What the tests give more time on slow machines is a variable; nothing else sets it.
var (
	// templateAge is what counts as quick succession, and how long a template serves. Whoever runs a program again by hand gets an interpreter that has
	// loaded by itself, with hash seeds and addresses of its own.
	templateAge = time.Second
	// templateTime bounds the wait for a template to load and to fork, in which no run is live.
	templateTime = 2 * time.Second
)

// launchBytes is the length of a "go": the standby's number, filled up with spaces.
const launchBytes = 8

// template is an interpreter that has loaded and never runs a program: standbys are forked from it, for a fraction of what loading costs. It lives on
// beside programs, closed to them as the agent is (PROTOCOL.md, "Template").
type template struct {
	pid  int
	born time.Time
	// term is where it loads, as a program would; nil once it has.
	term *terminal
	// orders takes numbers of terminals, answers gives numbers of standbys, launch takes the "go" of whichever waits.
	orders, answers, launch *os.File
}

func (t *template) close() {
	for _, file := range []*os.File{t.orders, t.answers, t.launch} {
		if file != nil {
			file.Close()
		}
	}
	t.leaveTerminal()
}

func (t *template) leaveTerminal() {
	if t.term != nil {
		t.term.master.Close()
		t.term.slave.Close()
		t.term = nil
	}
}

// startTemplate starts a template. The agent's lock is held.
func (a *agent) startTemplate() (*template, error) {
	t := &template{born: time.Now()}
	var theirs []*os.File
	defer func() {
		for _, file := range theirs {
			file.Close()
		}
	}()
	pipe := func(own **os.File, out bool) error {
		read, write, err := os.Pipe()
		if err != nil {
			return err
		}
		if out {
			*own, theirs = write, append(theirs, read)
		} else {
			*own, theirs = read, append(theirs, write)
		}
		return nil
	}
	// In the order of the template's descriptors, from standbyFD on.
	err := errors.Join(pipe(&t.launch, true), pipe(&t.orders, true), pipe(&t.answers, false))
	if err == nil {
		t.term, err = openTerminal(standbySize)
	}
	var path string
	if err == nil {
		path, err = a.lookUp(a.standbyArgv[0])
	}
	if err != nil {
		t.close()
		return nil, err
	}
	slave := t.term.slave.Fd()
	files := []uintptr{slave, slave, slave}
	for _, file := range theirs {
		files = append(files, file.Fd())
	}
	env := append(slices.Clone(a.env), goEnv, templateEnv)
	// A session of its own, without a controlling terminal: no key and no hang-up ever reaches it.
	sys := &syscall.SysProcAttr{Setsid: true}
	t.pid, err = syscall.ForkExec(path, a.standbyArgv, &syscall.ProcAttr{Dir: a.workspace, Env: env, Files: files, Sys: sys})
	if err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// fork makes a standby on a terminal, and gives its number.
func (t *template) fork(term *terminal, deadline time.Time) (int, error) {
	number, err := term.number()
	if err != nil {
		return 0, err
	}
	// A program may have stopped it.
	_ = syscall.Kill(t.pid, syscall.SIGCONT)
	if _, err := t.orders.WriteString(itoa(number) + "\n"); err != nil {
		return 0, err
	}
	if err := t.answers.SetReadDeadline(deadline); err != nil {
		return 0, err
	}
	// Two lines, in any order: the standby's number, from itself, and an empty one from the template, when all that it took to make it is gone.
	var answer [32]byte
	length := 0
	for bytes.Count(answer[:length], []byte("\n")) < 2 {
		if length == len(answer) {
			return 0, errors.New("a template that does not come to an end")
		}
		n, err := t.answers.Read(answer[length:])
		if err != nil {
			return 0, err
		}
		length += n
	}
	pid, err := strconv.Atoi(string(bytes.Trim(answer[:length], "\n")))
	if err != nil || pid <= 1 {
		return 0, errors.New("a template that answers something else")
	}
	t.leaveTerminal()
	return pid, nil
}

// isClosed tells whether programs, which run as the same user as the agent, are kept from the template's memory and descriptors.
func (t *template) isClosed() bool {
	for _, name := range []string{"mem", "fd"} {
		if fd, err := syscall.Open("/proc/"+itoa(t.pid)+"/"+name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0); err == nil {
			syscall.Close(fd)
			return false
		}
	}
	return true
}

// launchForked says "go" to the standby of that number, which no other takes for its own.
func (t *template) launchForked(pid int) error {
	word := itoa(pid)
	_, err := t.launch.WriteString(word + strings.Repeat(" ", launchBytes-len(word)))
	return err
}

// forkStandby makes a standby from the template. One that is old, or that a program has done something to, is replaced. The agent's lock is held, and
// no run is live.
func (a *agent) forkStandby() (*process, error) {
	if a.template != nil && time.Since(a.template.born) > templateAge {
		a.endTemplate()
	}
	deadline := time.Now().Add(templateTime)
	if a.template != nil {
		if p, err := a.forkFrom(a.template, deadline); err == nil {
			return p, nil
		}
		a.endTemplate()
	}
	t, err := a.startTemplate()
	if err != nil {
		return nil, err
	}
	a.template = t
	p, err := a.forkFrom(t, deadline)
	if err == nil && !t.isClosed() {
		// Where the kernel cannot close it (gVisor), every standby loads by itself.
		a.templates = false
		p.close()
		a.discardTemplate()
		return nil, errors.New("the template is not closed")
	}
	return p, err
}

func (a *agent) forkFrom(t *template, deadline time.Time) (*process, error) {
	p := &process{argv: a.standbyArgv}
	var theirs []*os.File
	if err := p.connect(&standbySize, nil, &theirs); err != nil {
		return nil, err
	}
	pid, err := t.fork(p.term, deadline)
	if err == nil && !isChild(pid) {
		err = errors.New("a template that answers with somebody else")
	}
	if err != nil {
		p.close()
		a.discardTemplate()
		return nil, err
	}
	p.pid = pid
	p.launch = func() error { return t.launchForked(pid) }
	p.expendable()
	return p, nil
}

// discardTemplate ends the template and whatever it has forked. The agent's lock is held, and no run is live.
func (a *agent) discardTemplate() {
	a.endTemplate()
	_ = syscall.Kill(-1, syscall.SIGKILL)
	waitFor(-1)
}

// endTemplate kills the template and takes its result, so that nothing of it is ever counted to a run. The agent's lock is held.
func (a *agent) endTemplate() {
	t := a.template
	if t == nil {
		return
	}
	a.template = nil
	_ = syscall.Kill(t.pid, syscall.SIGKILL)
	waitFor(t.pid)
	t.close()
}

// isChild tells whether a process is a child of the agent's that lives.
func isChild(pid int) bool {
	found, err := syscall.Wait4(pid, nil, syscall.WNOHANG, nil)
	return err == nil && found == 0
}

// waitFor takes the results of a child that was killed, or of all children (-1).
func waitFor(pid int) {
	for {
		if _, err := syscall.Wait4(pid, nil, 0, nil); err != syscall.EINTR && (err != nil || pid != -1) {
			return
		}
	}
}

// isAlone tells whether nothing lives in the box but the agent and its template, so that nothing can begin either. A list of processes is read one by
// one, and one that forks and ends may be missed again and again; the kernel's own count misses nobody.
func (a *agent) isAlone() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.template == nil {
		return false
	}
	others, err := a.others()
	if err != nil || len(others) > 0 {
		return false
	}
	// The template has one thread. One that the agent makes meanwhile must not be taken for nobody.
	own := ownThreads()
	tasks := a.books.countTasks()
	return tasks > 0 && own > 0 && tasks == own+1
}
