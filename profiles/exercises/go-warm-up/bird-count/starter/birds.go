package main

import "fmt"

// Count says how often each bird was seen. Names are in small letters.
func Count(sightings []string) map[string]int {
	counts := map[string]int{}
	for _, bird := range sightings {
		counts[bird] = 1
	}
	return counts
}

// Ranking gives the names of all birds, the most frequent one first.
func Ranking(counts map[string]int) []string {
	return nil
}

func main() {
	counts := Count([]string{"Robin", "wren", "robin"})
	fmt.Println(counts, Ranking(counts))
}
