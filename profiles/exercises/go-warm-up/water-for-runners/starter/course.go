package main

import "fmt"

func main() {
	var length, step int
	fmt.Scan(&length, &step)

	fmt.Printf("%d km start\n", 0)
	fmt.Printf("%d km finish\n", length)
}
