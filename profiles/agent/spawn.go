package main

import (
	"errors"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// standbyFD is the descriptor on which a standby waits, and its name in the environment.
const standbyFD = 3

// standbySize is the size of a terminal until the run is asked for that it is to serve.
var standbySize = size{Cols: 80, Rows: 24}

// standbyLibrary makes an interpreter wait that knows nothing of standbys.
const standbyLibrary = "/glovebox-standby.so"

var goEnv = "GLOVEBOX_GO_FD=" + itoa(standbyFD)

// source is one of a process's outputs.
type source struct {
	file *os.File
	kind byte
}

// process is a program's main process: the leader of a session of its own.
type process struct {
	pid  int
	argv []string
	// term is nil for a process with pipes.
	term  *terminal
	input *os.File
	outs  []source
	// launch makes a standby run, once; nil for any other process.
	launch func() error
	// gate is the agent's end of the pipe that a standby of its own waits on; nil for any other process.
	gate *os.File
}

func (p *process) close() {
	if p.input != nil {
		p.input.Close()
	}
	for _, out := range p.outs {
		out.file.Close()
	}
	if p.gate != nil {
		p.gate.Close()
	}
	if p.term != nil {
		p.term.hangUp()
	}
}

// spawn starts a process; stdin is read instead of the terminal or the pipe when it is not nil, and stays the caller's. The agent's lock is held, so that nobody
// reaps it before it is known.
func (a *agent) spawn(argv []string, tty *size, stdin *os.File, standby bool) (*process, error) {
	p := &process{argv: argv}
	var theirs []*os.File
	defer func() {
		for _, file := range theirs {
			if file != stdin && (p.term == nil || file != p.term.slave) {
				file.Close()
			}
		}
	}()
	if err := p.connect(tty, stdin, &theirs); err != nil {
		p.close()
		return nil, err
	}
	env := a.env
	if standby {
		wait, launch, err := os.Pipe()
		if err != nil {
			p.close()
			return nil, err
		}
		p.gate = launch
		p.launch = func() error {
			_, err := launch.Write([]byte{'g'})
			launch.Close()
			return err
		}
		theirs = append(theirs, wait)
		env = append(slices.Clone(env), a.standbyEnv...)
	}
	path, err := a.lookUp(argv[0])
	if err != nil {
		p.close()
		return nil, err
	}
	files := make([]uintptr, len(theirs))
	for i, file := range theirs {
		// Makes the program's end wait as programs expect; the agent's own ends never do.
		files[i] = file.Fd()
	}
	sys := &syscall.SysProcAttr{Setsid: true}
	if tty != nil {
		sys.Setctty = true
		// Standard output: standard input may be a file.
		sys.Ctty = 1
	}
	p.pid, err = syscall.ForkExec(path, argv, &syscall.ProcAttr{Dir: a.workspace, Env: env, Files: files, Sys: sys})
	if err != nil {
		p.close()
		return nil, err
	}
	p.expendable()
	return p, nil
}

// expendable has a program go before the agent when memory is short (proc(5)). Raising the score takes no privilege.
func (p *process) expendable() {
	if fd, err := syscall.Open("/proc/"+itoa(p.pid)+"/oom_score_adj", syscall.O_WRONLY|syscall.O_CLOEXEC, 0); err == nil {
		_, _ = syscall.Write(fd, []byte("1000"))
		syscall.Close(fd)
	}
}

// connect makes the terminal or the pipes; theirs are the program's descriptors in order.
func (p *process) connect(tty *size, stdin *os.File, theirs *[]*os.File) error {
	if tty != nil {
		term, err := openTerminal(*tty)
		if err != nil {
			return err
		}
		p.term = term
		p.input = term.master
		p.outs = []source{{term.master, typeStdout}}
		*theirs = []*os.File{term.slave, term.slave, term.slave}
		if stdin != nil {
			(*theirs)[0] = stdin
		}
		return nil
	}
	if stdin != nil {
		*theirs = append(*theirs, stdin)
	} else {
		in, input, err := os.Pipe()
		if err != nil {
			return err
		}
		p.input = input
		*theirs = append(*theirs, in)
	}
	for _, kind := range []byte{typeStdout, typeStderr} {
		read, write, err := os.Pipe()
		if err != nil {
			return err
		}
		p.outs = append(p.outs, source{read, kind})
		*theirs = append(*theirs, write)
	}
	return nil
}

// lookUp finds a command without a slash in the programs' PATH.
func (a *agent) lookUp(name string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	for _, entry := range a.env {
		folders, found := strings.CutPrefix(entry, "PATH=")
		if !found {
			continue
		}
		for _, folder := range strings.Split(folders, ":") {
			path := folder + "/" + name
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
				return path, nil
			}
		}
	}
	return "", errors.New(name + ": not found")
}

// startStandby starts the next run's process ahead of need. Where the one before was started a moment ago, runs follow each other quickly: then it is
// forked from a template. One that cannot be started is no fault: the run is started cold.
func (a *agent) startStandby() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.standbyArgv == nil {
		return false
	}
	quick := time.Since(a.standbyBorn) < templateAge
	a.standbyBorn = time.Now()
	var p *process
	err := errors.ErrUnsupported
	if a.templates && quick {
		p, err = a.forkStandby()
	} else {
		a.endTemplate()
	}
	if err != nil {
		p, err = a.spawn(a.standbyArgv, &standbySize, nil, true)
	}
	if err != nil {
		return false
	}
	a.standby = p
	return true
}

// dropStandby ends the standby and what it has started, unless it fits a request. It is reaped before there is a run to which it would be counted.
func (a *agent) dropStandby(request *startRequest) {
	a.mu.Lock()
	p := a.standby
	if p == nil || request != nil && request.TTY != nil && request.Stdin == nil && slices.Equal(p.argv, request.Argv) {
		a.mu.Unlock()
		return
	}
	a.standby = nil
	p.close()
	a.mu.Unlock()
	a.killAll(killTime)
}

// launchStandby says "go". False when the standby is gone.
func launchStandby(p *process, s size) bool {
	p.term.resize(s)
	return p.launch() == nil
}
