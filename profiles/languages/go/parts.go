// Two files of one package: they see each other without an import.
package main

import "fmt"

func main() {
	var shelf Stack[string]
	for _, word := range []string{"last", "comes", "first", "what"} {
		shelf.Push(word)
	}
	for word, ok := shelf.Pop(); ok; word, ok = shelf.Pop() {
		fmt.Print(word, " ")
	}
	fmt.Println()
}
