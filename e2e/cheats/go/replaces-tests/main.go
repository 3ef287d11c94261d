// Hands in files of tests, and settings, under the names of the real ones.
package main

func add(a, b int) int { return 0 }

func main() {}
