// The agent is process 1 in every box. It runs programs and reports on them, over one stream of frames (PROTOCOL.md).
package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"time"
)

// Exit statuses.
const (
	exitNotFirst  = 64
	exitMalformed = 65
)

// memoryLimit keeps the agent small: what it uses is missing to the program, and a run's peak starts from it.
const memoryLimit = 32 << 20

type agent struct {
	out *sender

	workspace string
	// build is the folder of the workspace that belongs to compilers; empty: there is none.
	build       string
	places      []place
	env         []string
	standbyArgv []string
	standbyEnv  []string
	books       books
	// templates: standbys may be forked from a template.
	templates bool
	// standbyBorn is when the last standby was started; the frame loop's own.
	standbyBorn time.Time

	// puts and stamps are the frame loop's own. stamps tells of each file that was put what it was like then.
	puts   map[uint32]*incoming
	stamps map[string]stamp

	mu       sync.Mutex
	standby  *process
	template *template
	run      *run
}

func main() {
	if os.Getpid() != 1 {
		// It ends every process it can see: outside of a box that would be all of the user's.
		fmt.Fprintln(os.Stderr, "glovebox-agent: runs as process 1 of a box only")
		os.Exit(exitNotFirst)
	}
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(memoryLimit)
	runtime.GOMAXPROCS(1)
	syscall.Umask(0o022)
	children := make(chan os.Signal, 1)
	signal.Notify(children, syscall.SIGCHLD)
	dropSignals()
	if err := closeToDebuggers(); err != nil {
		giveUp(err)
	}
	stayAlive()
	makeThreads()
	a := &agent{out: newSender(giveUp), puts: map[uint32]*incoming{}, stamps: map[string]stamp{}, books: openBooks()}
	go func() {
		for range children {
			a.reap()
		}
	}()
	// Where descriptor 1 itself breaks, Go's runtime ends the program by SIGPIPE: the agent writes to a copy.
	out, err := syscall.Dup(1)
	if err != nil {
		giveUp(err)
	}
	syscall.CloseOnExec(out)
	go a.out.run(unblocked(out))
	giveUp(a.serve(newDecoder(unblocked(0))))
}

// giveUp ends the agent, and with it the box.
func giveUp(err error) {
	if err == io.EOF {
		os.Exit(0)
	}
	fmt.Fprintln(os.Stderr, "glovebox-agent:", err)
	os.Exit(exitMalformed)
}

// unblocked wraps an inherited descriptor so that waiting for it costs no thread.
func unblocked(fd int) *os.File {
	_ = syscall.SetNonblock(fd, true)
	return os.NewFile(uintptr(fd), "stream")
}

// makeThreads makes the threads the agent will ever need: when programs have used up the box's processes, the kernel refuses new ones, and Go's
// scheduler would end the agent. Threads that are idle stay.
func makeThreads() {
	const threads = 8
	var pipe [2]int
	if syscall.Pipe2(pipe[:], syscall.O_CLOEXEC) != nil {
		return
	}
	var blocked, done sync.WaitGroup
	for range threads {
		blocked.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			var one [1]byte
			blocked.Done()
			_, _ = syscall.Read(pipe[0], one[:])
		}()
	}
	blocked.Wait()
	// Until each of them is in its call, which the scheduler notices within some microseconds.
	time.Sleep(5 * time.Millisecond)
	syscall.Close(pipe[1])
	done.Wait()
	syscall.Close(pipe[0])
}

// serve answers frames until the stream ends or one is malformed.
func (a *agent) serve(in *decoder) error {
	first, err := in.next()
	if err != nil {
		return err
	}
	if first.kind != typeHello || first.channel != 0 {
		return malformed("the first frame is not hello")
	}
	if err := a.greet(first.payload); err != nil {
		return err
	}
	for {
		next, err := in.next()
		if err != nil {
			return err
		}
		if err := a.handle(next); err != nil {
			return err
		}
	}
}

func (a *agent) greet(payload []byte) error {
	h, err := parseHello(payload)
	if err != nil {
		return err
	}
	a.workspace = *h.Workspace
	if a.places, err = rememberPlaces(append([]string{*h.Workspace}, *h.Scratch...)); err != nil {
		return err
	}
	a.build = h.Build
	for name, value := range *h.Env {
		a.env = append(a.env, name+"="+value)
	}
	if h.Standby != nil {
		a.standbyArgv = h.Standby.Argv
		a.standbyEnv = []string{goEnv}
		if h.Standby.Wait != "" {
			a.standbyEnv = append(a.standbyEnv, "GLOVEBOX_WAIT="+h.Standby.Wait, "LD_PRELOAD="+standbyLibrary)
			// Without it a program would run that nobody has asked for.
			if _, err := os.Stat(standbyLibrary); err != nil {
				a.standbyArgv = nil
			}
		}
		// Beside a template it takes the kernel's count to know that nobody else lives.
		a.templates = h.Standby.Template && a.books.countTasks() > 0
	}
	a.sendJSON(typeReady, 0, map[string]any{"protocol": protocolVersion, "uid": os.Getuid(), "pid": os.Getpid(), "standby": a.startStandby()})
	return nil
}

func (a *agent) handle(f frame) error {
	switch f.kind {
	case typeReset, typePing:
		if f.channel != 0 {
			return malformed("type %#x is for the box", f.kind)
		}
	default:
		if f.channel == 0 {
			return malformed("type %#x needs a channel", f.kind)
		}
	}
	switch f.kind {
	case typePut:
		return a.put(f.channel, f.payload)
	case typePutData:
		return a.putData(f.channel, f.payload)
	case typeStart:
		request, err := parseStart(f.payload)
		if err == nil {
			a.start(f.channel, request)
		}
		return err
	case typeStdin, typeEOF, typeResize, typeSignal, typeStop, typeCredit:
		return a.handleRun(f)
	case typeReset:
		return a.handleReset(f.payload)
	case typeGet:
		return a.get(f.channel, f.payload)
	case typeList:
		var request struct{}
		if err := parse(f.payload, &request); err != nil {
			return err
		}
		a.list(f.channel)
		return nil
	case typePing:
		const maxPing = 64
		if len(f.payload) > maxPing {
			return malformed("a ping of %d bytes", len(f.payload))
		}
		a.out.send(typePong, 0, f.payload)
		return nil
	default:
		return malformed("type %#x", f.kind)
	}
}

// handleRun passes on what is for the live run. A frame for one that has ended is late, but must be well formed all the same.
func (a *agent) handleRun(f frame) error {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	live := r != nil && r.channel == f.channel
	switch f.kind {
	case typeStdin:
		if live && !r.write(f.payload) {
			return malformed("more input than the window")
		}
	case typeEOF:
		if len(f.payload) > 0 {
			return malformed("an end of input with a payload")
		}
		if live {
			r.endInput()
		}
	case typeResize:
		var s size
		if err := parse(f.payload, &s); err != nil {
			return err
		}
		if !s.valid() {
			return malformed("a terminal of no size")
		}
		if live {
			r.resize(s)
		}
	case typeSignal:
		var request struct{ Signal string }
		if err := parse(f.payload, &request); err != nil {
			return err
		}
		number, known := signals[request.Signal]
		if !known {
			return malformed("an unknown signal")
		}
		if live {
			r.signal(number)
		}
	case typeStop:
		var request stopRequest
		if err := parse(f.payload, &request); err != nil {
			return err
		}
		if request.GraceMs == nil || *request.GraceMs < 0 || (request.Reason != "stopped" && request.Reason != "output_limit") {
			return malformed("stop lacks a field")
		}
		if live {
			r.stop(request.Reason, time.Duration(*request.GraceMs)*time.Millisecond)
		}
	case typeCredit:
		if len(f.payload) != 4 {
			return malformed("credit of %d bytes", len(f.payload))
		}
		if live {
			r.addCredit(binary.BigEndian.Uint32(f.payload))
		}
	}
	return nil
}

func (a *agent) handleReset(payload []byte) error {
	var request resetRequest
	if err := parse(payload, &request); err != nil {
		return err
	}
	if request.Keep == nil {
		return malformed("reset lacks a field")
	}
	for _, name := range *request.Keep {
		if !validName(name) {
			return malformed("a name that cannot be kept")
		}
	}
	a.mu.Lock()
	live := a.run != nil
	a.mu.Unlock()
	if live || len(a.puts) > 0 {
		return malformed("reset while something is under way")
	}
	report := a.reset(*request.Keep, request.KeepBuild)
	if report.Clean {
		report.Standby = a.startStandby()
	}
	a.sendJSON(typeResetDone, 0, report)
	return nil
}

func (a *agent) sendJSON(kind byte, channel uint32, value any) {
	if !a.trySendJSON(kind, channel, value) {
		giveUp(errors.New("an answer that does not fit into a frame"))
	}
}

// trySendJSON sends a value unless it does not fit into a frame.
func (a *agent) trySendJSON(kind byte, channel uint32, value any) bool {
	payload, err := json.Marshal(value)
	if err != nil {
		giveUp(err)
	}
	if len(payload) > maxPayload {
		return false
	}
	a.out.send(kind, channel, payload)
	return true
}

func (a *agent) fail(channel uint32, code, message string) {
	const maxMessage = 1000
	a.sendJSON(typeError, channel, map[string]string{"code": code, "message": printable(message[:min(len(message), maxMessage)])})
}
