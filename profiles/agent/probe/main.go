// The probe runs as a program in a canary box and measures the box's wall from inside (server/engine/posture.ts). It is what every program is: the
// agent starts it, and what it finds is what a hostile program would find. In a plain container it also takes the times that the bench compares with. It prints one JSON value.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"
)

func main() {
	mode := ""
	if len(os.Args) > 1 {
		mode = os.Args[1]
	}
	switch mode {
	case "look":
		tell(look())
	case "fork":
		tell(map[string]int{"made": fork()})
	case "memory":
		take()
	case "spin":
		usedMs, lastedMs := spin()
		tell(map[string]int64{"usedMs": usedMs, "lastedMs": lastedMs})
	case "bare":
		times, err := bare(os.Getenv("BARE"))
		if err != nil {
			fmt.Fprintln(os.Stderr, "glovebox-probe:", err)
			os.Exit(1)
		}
		tell(times)
	default:
		fmt.Fprintln(os.Stderr, "usage: glovebox-probe look | fork | memory | spin | bare")
		os.Exit(64)
	}
}

func tell(value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	os.Stdout.Write(append(text, '\n'))
}

// fork makes processes that only wait, until the kernel refuses or there are more than any box may have. Gives how many there were.
func fork() int {
	const enough = 4096
	for made := 0; made < enough; made++ {
		pid, _, errno := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
		if errno != 0 {
			return made
		}
		if pid == 0 {
			// A copy of one thread of a Go program: nothing but plain calls from here on.
			forever := syscall.Timespec{Sec: 3600}
			for {
				syscall.RawSyscall(syscall.SYS_NANOSLEEP, pointer(&forever), 0, 0)
			}
		}
	}
	return enough
}

// take uses memory until the box has no more: the kernel then ends the probe. It says how far it came, a line for every step.
func take() {
	const step = 8 << 20
	const enough = 64 << 30
	for taken := 0; taken < enough; taken += step {
		block, err := syscall.Mmap(-1, 0, step, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANONYMOUS)
		if err != nil {
			break
		}
		for at := 0; at < step; at += 4096 {
			block[at] = 1
		}
		os.Stdout.WriteString(strconv.Itoa(taken+step) + "\n")
	}
	os.Stdout.WriteString("no end\n")
}

// spin keeps more threads busy than a box has processors, and gives the processor time they got by this kernel's account, and the time that went by.
func spin() (usedMs, lastedMs int64) {
	const threads, lasts = 8, 600 * time.Millisecond
	begin := time.Now()
	for range threads {
		go func() {
			for time.Since(begin) < 2*lasts {
			}
		}()
	}
	time.Sleep(lasts)
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return -1, lasts.Milliseconds()
	}
	return (used.Utime.Nano() + used.Stime.Nano()) / 1e6, time.Since(begin).Milliseconds()
}
