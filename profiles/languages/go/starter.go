// Welcome. Press Run, then answer in the terminal.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
)

func main() {
	fmt.Printf("Hello from %s!\n", runtime.Version())
	fmt.Print("What is your name? ")
	in := bufio.NewScanner(os.Stdin)
	in.Scan()
	fmt.Printf("Nice to meet you, %s.\n", in.Text())
}
