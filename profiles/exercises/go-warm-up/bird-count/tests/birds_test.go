package main

import (
	"maps"
	"slices"
	"testing"
)

func TestCountsABirdThatIsSeenTwice(t *testing.T) {
	got := Count([]string{"wren", "magpie", "wren"})
	want := map[string]int{"wren": 2, "magpie": 1}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v: every sighting adds one", got, want)
	}
}

func TestCapitalsDoNotMatter(t *testing.T) {
	got := Count([]string{"Robin", "robin", "ROBIN"})
	want := map[string]int{"robin": 3}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v: keep the names in small letters", got, want)
	}
}

func TestTheMostFrequentBirdComesFirst(t *testing.T) {
	got := Ranking(map[string]int{"wren": 2, "magpie": 1, "robin": 5})
	want := []string{"robin", "wren", "magpie"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: sort by the counts, from high to low", got, want)
	}
}

func TestEquallyFrequentBirdsAreInAlphabeticalOrder(t *testing.T) {
	got := Ranking(map[string]int{"wren": 1, "crow": 1, "robin": 1})
	want := []string{"crow", "robin", "wren"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: where counts are equal, compare the names", got, want)
	}
}
