package main

import (
	"fmt"
	"math/rand"
	"os"
	"strconv"
)

// Arguments: seed and number. Prints the length of a run and the distance between two tables.
func main() {
	seed, _ := strconv.ParseInt(os.Args[1], 10, 64)
	number, _ := strconv.ParseInt(os.Args[2], 10, 64)
	chance := rand.New(rand.NewSource(seed*1000 + number))
	fmt.Println(15+chance.Intn(80), 2+chance.Intn(7))
}
