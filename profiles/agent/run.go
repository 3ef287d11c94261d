package main

import (
	"encoding/binary"
	"errors"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	// outputFrame is how much output one frame gathers, in bytes.
	outputFrame = 32 << 10
	// inputWindow is how much input may wait for a program, in bytes.
	inputWindow = 65536
)

// killTime bounds how long the agent tries to end all processes before it goes on. Only tests set it.
var killTime = 2 * time.Second

// run is one execution of a program.
type run struct {
	a       *agent
	channel uint32
	*process
	limits limits
	began  time.Time
	// baseline and programsFrom are what the two accounts of processor time (liveTime, programsTime) held before "go".
	baseline     time.Duration
	programsFrom time.Duration
	oomFrom      int64

	mu   sync.Mutex
	wake *sync.Cond
	// The rest is guarded by mu.
	credit   int64
	output   int64
	inQueue  []byte
	inBytes  int
	closeIn  bool
	lastByte byte
	active   time.Time
	reason   string
	closed   bool

	// Guarded by the agent's lock: the reaper's account.
	reaped time.Duration
	peak   int64
	// over is closed when the main process has been reaped; status and wall are set by then. Its number may be given to another process after that.
	over   chan struct{}
	ended  bool
	status syscall.WaitStatus
	wall   time.Duration
}

// start begins a run, from the standby when that fits. It answers with `started` or an error.
func (a *agent) start(channel uint32, request startRequest) {
	// Without a run there is nothing else that this would end: only the frame loop starts one.
	a.dropStandby(&request)
	var stdin *os.File
	if request.Stdin != nil {
		file, err := a.open(*request.Stdin)
		if err != nil {
			a.fail(channel, code(err), err.Error())
			return
		}
		defer file.Close()
		stdin = file
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.run != nil {
		a.fail(channel, "busy", "a run is live")
		return
	}
	r := &run{a: a, channel: channel, limits: *request.Limits, credit: int64(*request.Window), lastByte: '\n', over: make(chan struct{})}
	r.wake = sync.NewCond(&r.mu)
	r.oomFrom = a.books.oomKills()
	r.programsFrom = a.books.programsTime()
	standby := a.standby
	a.standby = nil
	if standby != nil {
		r.baseline = processTime(standby.pid)
		r.began = time.Now()
		if launchStandby(standby, *request.TTY) {
			r.process = standby
		} else {
			// It waits no more, but may live.
			_ = syscall.Kill(-1, syscall.SIGKILL)
			standby.close()
		}
	}
	if r.process == nil {
		r.baseline = 0
		r.began = time.Now()
		p, err := a.spawn(request.Argv, request.TTY, stdin, false)
		if err != nil {
			a.fail(channel, "spawn_failed", err.Error())
			return
		}
		r.process = p
	}
	r.active = r.began
	// Nobody reads what comes for a program without a terminal that reads a file.
	r.closeIn = r.input == nil
	a.run = r
	a.sendJSON(typeStarted, channel, map[string]bool{"standby": r.process == standby && standby != nil})
	var outputs sync.WaitGroup
	for _, out := range r.outs {
		outputs.Add(1)
		go func() {
			defer outputs.Done()
			r.pumpOutput(out)
		}()
	}
	go r.pumpInput()
	go r.watch()
	go r.finish(&outputs)
}

// pumpOutput sends what the program writes, as far as there is credit, until its last writer is gone.
func (r *run) pumpOutput(out source) {
	raw, err := out.file.SyscallConn()
	if err != nil {
		return
	}
	buffer := make([]byte, outputFrame)
	for {
		r.mu.Lock()
		for r.credit == 0 {
			r.wake.Wait()
		}
		r.mu.Unlock()
		n, err := out.file.Read(buffer)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			n, err = r.term.rest(buffer), nil
		}
		if n <= 0 || err != nil {
			// End of file; of a terminal: EIO, when the program's side is closed everywhere (pty(7)).
			return
		}
		// A terminal hands out 4 KiB at most. What else is ready goes into the same frame.
		for n < len(buffer) {
			more := 0
			_ = raw.Read(func(fd uintptr) bool {
				more, _ = syscall.Read(int(fd), buffer[n:])
				return true
			})
			if more <= 0 {
				break
			}
			n += more
		}
		for part := buffer[:n]; len(part) > 0; {
			take := r.spend(len(part))
			r.a.out.send(out.kind, r.channel, part[:take])
			part = part[take:]
		}
	}
}

// spend waits for credit and takes up to n bytes of it.
func (r *run) spend(n int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.credit == 0 {
		r.wake.Wait()
	}
	take := int(min(int64(n), r.credit))
	r.credit -= int64(take)
	r.output += int64(take)
	r.active = time.Now()
	return take
}

func (r *run) addCredit(n uint32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.credit += int64(n)
	r.wake.Broadcast()
}

// write queues input. False when more waits than the server may send.
func (r *run) write(bytes []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(bytes) == 0 || r.closed {
		return true
	}
	if r.inBytes+len(bytes) > inputWindow {
		return false
	}
	r.active = time.Now()
	r.inBytes += len(bytes)
	if r.closeIn {
		// Nobody will read it.
		r.consumedLocked(len(bytes))
		return true
	}
	r.inQueue = append(r.inQueue, bytes...)
	r.lastByte = bytes[len(bytes)-1]
	r.wake.Broadcast()
	return true
}

// endInput ends the input: closes a pipe, types the end-of-input character on a terminal, which ends a line first when it is not empty.
func (r *run) endInput() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || len(r.inQueue) > inputWindow {
		// The queue holds more than the window only by such characters: there are enough of them.
		return
	}
	if r.term == nil {
		r.closeIn = true
	} else {
		mark := r.term.endOfInput()
		if r.lastByte != '\n' && r.lastByte != '\r' && r.lastByte != mark {
			r.inQueue = append(r.inQueue, mark)
		}
		r.inQueue = append(r.inQueue, mark)
		r.lastByte = mark
	}
	r.active = time.Now()
	r.wake.Broadcast()
}

// pumpInput writes input as the program takes it, and tells the server how much that was.
func (r *run) pumpInput() {
	for {
		r.mu.Lock()
		for len(r.inQueue) == 0 && !r.closeIn && !r.closed {
			r.wake.Wait()
		}
		if r.closed || len(r.inQueue) == 0 {
			r.mu.Unlock()
			if r.term == nil {
				r.input.Close()
			}
			return
		}
		part := r.inQueue
		r.inQueue = nil
		r.mu.Unlock()
		for len(part) > 0 {
			n, err := r.input.Write(part[:min(len(part), 4096)])
			if err != nil {
				// Nobody reads any more. What comes is taken and thrown away, as by a program that ignores it.
				n = len(part)
			}
			part = part[n:]
			r.mu.Lock()
			r.consumedLocked(n)
			r.mu.Unlock()
		}
	}
}

// consumedLocked makes room in the window, and says so until the run is over. The end-of-input characters are ours: they are written but were
// never counted.
func (r *run) consumedLocked(n int) {
	n = min(n, r.inBytes)
	r.inBytes -= n
	if n > 0 && !r.closed {
		var count [4]byte
		binary.BigEndian.PutUint32(count[:], uint32(n))
		r.a.out.send(typeConsumed, r.channel, count[:])
	}
}

func (r *run) resize(s size) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.term != nil && !r.closed {
		r.term.resize(s)
	}
}

// signal goes to the foreground of the terminal, as a key would send it, or to the run's process group.
func (r *run) signal(signal syscall.Signal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	group := r.pid
	if r.term != nil {
		if foreground := r.term.foreground(); foreground > 1 {
			group = foreground
		}
	}
	_ = syscall.Kill(-group, signal)
}

// because sets the reason why the run ends, unless there is one already. False when there was.
func (r *run) because(reason string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reason != "" {
		return false
	}
	r.reason = reason
	return true
}

// stop asks every process of the run to end, and ends them after the grace time.
func (r *run) stop(reason string, grace time.Duration) {
	if !r.because(reason) {
		return
	}
	if grace > 0 {
		r.signalAll(syscall.SIGTERM)
		// One that is stopped must run to hear it.
		r.signalAll(syscall.SIGCONT)
	}
	go func() {
		select {
		case <-r.over:
		case <-time.After(grace):
			r.signalAll(syscall.SIGKILL)
		}
	}()
}

// signalAll signals every process of the run, until the main process has ended: what lives then may be of the next run.
func (r *run) signalAll(signal syscall.Signal) {
	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	if !r.ended {
		_ = syscall.Kill(-1, signal)
	}
}

// finish waits for the end of the main process, ends what it left, sends what is still to be read, and reports.
func (r *run) finish(outputs *sync.WaitGroup) {
	<-r.over
	r.because("exited")
	used := r.usedBy(r.a.killAll(killTime))
	if r.term != nil {
		r.term.hangUp()
	}
	outputs.Wait()
	r.mu.Lock()
	r.closed = true
	r.wake.Broadcast()
	reason, output := r.reason, r.output
	r.mu.Unlock()
	r.process.close()

	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	report := exitReport{
		Reason:      reason,
		CPUMs:       max(0, used.Milliseconds()),
		WallMs:      r.wall.Milliseconds(),
		PeakBytes:   r.peak,
		OutputBytes: output,
		OOMKills:    max(0, r.a.books.oomKills()-r.oomFrom),
	}
	if r.status.Signaled() {
		name := signalName(r.status.Signal())
		report.Signal = &name
		if reason == "exited" {
			report.Reason = "signaled"
			if r.status.Signal() == syscall.SIGKILL && report.OOMKills > 0 {
				report.Reason = "out_of_memory"
			}
		}
	} else {
		code := r.status.ExitStatus()
		report.Code = &code
	}
	r.a.run = nil
	r.a.sendJSON(typeExit, r.channel, report)
}
