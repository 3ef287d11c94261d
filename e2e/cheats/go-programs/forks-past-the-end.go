// Leaves a process behind that writes into the output of the programs after it.
package main

import (
	"os"
	"os/exec"
	"syscall"
)

func main() {
	left := exec.Command("/bin/sh", "-c", "while true; do for p in /proc/[0-9]*; do for n in 1 2; do echo 35579 > $p/fd/$n; done; done; echo 35579; done")
	left.Stdout, left.Stderr = os.Stdout, os.Stderr
	left.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	left.Start()
}
