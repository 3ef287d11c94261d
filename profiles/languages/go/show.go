// Four sorters race, each in a goroutine of its own; one channel brings their progress together.
package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

const size = 36

type step struct {
	lane int
	bars []int
	done bool
}

type sorter struct {
	name string
	sort func(bars []int, show func())
}

var sorters = []sorter{
	{"bubble", func(bars []int, show func()) {
		for end := len(bars) - 1; end > 0; end-- {
			for i := range end {
				if bars[i] > bars[i+1] {
					bars[i], bars[i+1] = bars[i+1], bars[i]
				}
			}
			show()
		}
	}},
	{"insertion", func(bars []int, show func()) {
		for i := range bars {
			for k := i; k > 0 && bars[k-1] > bars[k]; k-- {
				bars[k-1], bars[k] = bars[k], bars[k-1]
			}
			show()
		}
	}},
	{"comb", func(bars []int, show func()) {
		for gap, swapped := len(bars), true; gap > 1 || swapped; show() {
			gap, swapped = max(gap*10/13, 1), false
			for i := range len(bars) - gap {
				if bars[i] > bars[i+gap] {
					bars[i], bars[i+gap], swapped = bars[i+gap], bars[i], true
				}
			}
		}
	}},
	{"quick", quick},
}

func quick(bars []int, show func()) {
	if len(bars) < 2 {
		return
	}
	pivot, left := bars[len(bars)/2], 0
	for right := len(bars) - 1; left <= right; {
		if bars[left] < pivot {
			left++
		} else if bars[right] > pivot {
			right--
		} else {
			bars[left], bars[right] = bars[right], bars[left]
			left, right = left+1, right-1
		}
	}
	show()
	cut := left
	for cut > 1 && bars[cut-1] == pivot {
		cut--
	}
	quick(bars[:cut], show)
	quick(bars[left:], show)
}

func draw(name string, bars []int, state string) string {
	var line strings.Builder
	fmt.Fprintf(&line, "%-10s", name)
	for _, bar := range bars {
		fmt.Fprintf(&line, "\033[38;5;%dm%c", 21+bar*6/size*36+bar%6, []rune("▁▂▃▄▅▆▇█")[bar*8/size])
	}
	return line.String() + "\033[0m " + state + "\033[K"
}

func main() {
	steps := make(chan step)
	start := rand.Perm(size)
	for lane, s := range sorters {
		go func() {
			bars := slices.Clone(start)
			show := func() {
				steps <- step{lane: lane, bars: slices.Clone(bars)}
				time.Sleep(60 * time.Millisecond)
			}
			s.sort(bars, show)
			steps <- step{lane, bars, true}
		}()
	}

	lines := make([]string, len(sorters))
	for lane, s := range sorters {
		lines[lane] = draw(s.name, start, "")
	}
	fmt.Print(strings.Repeat("\n", len(lines)))
	for place := 0; place < len(sorters); {
		s := <-steps
		state := ""
		if s.done {
			place++
			state = fmt.Sprintf("place %d", place)
		}
		lines[s.lane] = draw(sorters[s.lane].name, s.bars, state)
		fmt.Printf("\033[%dA%s\n", len(lines), strings.Join(lines, "\n"))
	}
}
