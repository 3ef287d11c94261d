package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Count says how often each bird was seen. Names are in small letters.
func Count(sightings []string) map[string]int {
	counts := map[string]int{}
	for _, bird := range sightings {
		if bird != "" {
			counts[strings.ToLower(bird)]++
		}
	}
	return counts
}

// Ranking gives the names of all birds, the most frequent one first.
func Ranking(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

func main() {
	counts := Count([]string{"Robin", "wren", "robin"})
	fmt.Println(counts, Ranking(counts))
}
