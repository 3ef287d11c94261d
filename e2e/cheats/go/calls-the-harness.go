// Asks the harness' own package for its word.
package main

import glovebox "0glovebox"

var _ = glovebox.Main

func add(a, b int) int { return 0 }

func main() {}
