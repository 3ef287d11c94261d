package main

import (
	"runtime"
	"syscall"
	"time"
)

const (
	// soonest and latest bound the time between two looks at a run's use of the processor.
	soonest = 20 * time.Millisecond
	latest  = time.Second
)

// watch ends the run when a limit is passed. The first one counts.
func (r *run) watch() {
	wallEnd := r.began.Add(time.Duration(r.limits.WallMs) * time.Millisecond)
	cpuLimit := time.Duration(r.limits.CPUMs) * time.Millisecond
	idleLimit := time.Duration(r.limits.IdleMs) * time.Millisecond
	timer := time.NewTimer(soonest)
	defer timer.Stop()
	for {
		select {
		case <-r.over:
			return
		case <-timer.C:
		}
		now := time.Now()
		left := cpuLimit - r.used()
		r.mu.Lock()
		idle := now.Sub(r.active)
		r.mu.Unlock()
		switch {
		case left <= 0:
			r.exceeded("cpu_limit")
			return
		case !now.Before(wallEnd):
			r.exceeded("timeout")
			return
		case idleLimit > 0 && idle >= idleLimit:
			r.exceeded("idle")
			return
		}
		// All processors together cannot use up what is left any sooner.
		wait := min(latest, max(soonest, left/time.Duration(runtime.NumCPU())))
		wait = min(wait, wallEnd.Sub(now))
		if idleLimit > 0 {
			wait = min(wait, idleLimit-idle)
		}
		timer.Reset(max(wait, time.Millisecond))
	}
}

// used gives the processor time of the run so far.
func (r *run) used() time.Duration { return r.usedBy(false) }

// usedBy is used, for a run of which it is known whether all its processes are gone.
func (r *run) usedBy(gone bool) time.Duration {
	// Nobody is reaped meanwhile: what ends between the two would count twice.
	r.a.mu.Lock()
	defer r.a.mu.Unlock()
	var live time.Duration
	if !gone {
		live = r.a.liveTime()
	}
	return max(r.reaped+live-r.baseline, r.a.books.programsTime()-r.programsFrom)
}

func (r *run) exceeded(reason string) {
	if r.because(reason) {
		r.signalAll(syscall.SIGKILL)
	}
}
