package main

import (
	"syscall"
	"time"
)

// reap takes the results of all children that have ended: main processes, and what they left to process 1.
func (a *agent) reap() {
	for a.reapOne() {
	}
}

// reapOne holds the lock for one child only: programs can make children end as fast as they are taken.
func (a *agent) reapOne() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	var status syscall.WaitStatus
	var usage syscall.Rusage
	pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, &usage)
	if err == syscall.EINTR {
		return true
	}
	if err != nil || pid <= 0 {
		return false
	}
	if !status.Exited() && !status.Signaled() {
		// A program that has asked to be traced by its parent, where the kernel lets it (gVisor's does), is told of when it stops. It has not ended.
		return true
	}
	if t := a.template; t != nil && pid == t.pid {
		// A program has ended it. The next standby gets another.
		a.template = nil
		t.close()
		return true
	}
	if r := a.run; r != nil {
		r.reaped += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
		// Linux counts ru_maxrss in KiB (getrusage(2)).
		r.peak = max(r.peak, usage.Maxrss*1024)
		if pid == r.pid && !r.ended {
			r.ended = true
			r.status = status
			r.wall = time.Since(r.began)
			close(r.over)
		}
	}
	if a.standby != nil && pid == a.standby.pid {
		a.standby.close()
		a.standby = nil
		a.sendJSON(typeStandby, 0, map[string]bool{"waiting": false})
	}
	return true
}

// killAll ends every process but the agent, and reaps them. One signal to all is atomic towards fork(2): nothing slips through, but dying takes a while.
// Where there is nobody to end, the template is spared.
func (a *agent) killAll(bound time.Duration) bool {
	a.reap()
	if a.isAlone() {
		return true
	}
	deadline := time.Now().Add(bound)
	for {
		_ = syscall.Kill(-1, syscall.SIGKILL)
		a.reap()
		if left, err := pids(); err == nil && len(left) == 0 {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
		time.Sleep(time.Millisecond)
	}
}
