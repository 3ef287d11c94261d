// Package word has what the process that carries out a test was told. Its path is the first of all, and it needs only syscall: it is initialised before any package that could read something itself.
package word

import "syscall"

const orders = 3

var word, number string
var taken bool

func init() {
	syscall.CloseOnExec(orders)
	line := readTo(orders, '\n')
	for at, char := range line {
		if char == ' ' {
			word = string(line[:at])
			break
		}
	}
	arguments, err := syscall.Open("/proc/self/cmdline", syscall.O_RDONLY, 0)
	if err != nil {
		return
	}
	readTo(arguments, 0)
	number = string(readTo(arguments, 0))
	syscall.Close(arguments)
}

func readTo(file int, end byte) []byte {
	var line []byte
	for one := make([]byte, 1); ; line = append(line, one[0]) {
		n, err := syscall.Read(file, one)
		if err == syscall.EINTR {
			continue
		}
		if n != 1 || one[0] == end {
			return line
		}
	}
}

// Take gives the number of the test, and what says how it ended. Both are to be had once.
func Take() (test string, say func(json string)) {
	if taken {
		return "", func(string) {}
	}
	own := word
	word, taken = "", true
	return number, func(json string) {
		for rest := []byte(own + " " + json + "\n"); len(rest) > 0; {
			n, err := syscall.Write(orders, rest)
			if err != nil && err != syscall.EINTR {
				return
			}
			if n > 0 {
				rest = rest[n:]
			}
		}
	}
}
