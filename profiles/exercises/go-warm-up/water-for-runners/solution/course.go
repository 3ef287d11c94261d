package main

import "fmt"

func main() {
	var length, step int
	if _, err := fmt.Scan(&length, &step); err != nil {
		panic(err)
	}

	line := func(km int, what string) { fmt.Printf("%2d km  %s\n", km, what) }

	line(0, "start")
	for km := step; km < length; km += step {
		line(km, "water")
	}
	line(length, "finish")
}
