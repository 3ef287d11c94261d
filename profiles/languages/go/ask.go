package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A calculator for sums like "1 + 2 * 3", worked out from left to right.
func work(line string) (float64, error) {
	words := strings.Fields(line)
	if len(words)%2 == 0 {
		return 0, fmt.Errorf("a number is missing")
	}
	total, err := strconv.ParseFloat(words[0], 64)
	for i := 1; i < len(words) && err == nil; i += 2 {
		var next float64
		next, err = strconv.ParseFloat(words[i+1], 64)
		switch words[i] {
		case "+":
			total += next
		case "-":
			total -= next
		case "*":
			total *= next
		case "/":
			total /= next
		default:
			return 0, fmt.Errorf("%q is none of + - * /", words[i])
		}
	}
	return total, err
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	fmt.Println("Sums, with spaces between: 1 + 2 * 3. An empty line ends.")
	for fmt.Print("> "); in.Scan() && in.Text() != ""; fmt.Print("> ") {
		if total, err := work(in.Text()); err != nil {
			fmt.Println("Sorry:", err)
		} else {
			fmt.Printf("= %g\n", total)
		}
	}
	fmt.Println("Bye.")
}
